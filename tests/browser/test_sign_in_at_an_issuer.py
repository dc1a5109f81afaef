"""OpenID Connect: authorization code with PKCE, at an issuer on this machine."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from local.stack import LocalStack
from tests.support.oidc_issuer import AUDIENCE, CLIENT, Issuer

SCOPE = "openid faults:read faults:write"
CUSTOMER = "cus_oidc"


@pytest.fixture(scope="module")
def running_issuer() -> Iterator[Issuer]:
    with Issuer(CUSTOMER) as running:
        yield running


@pytest.fixture
def issuer(running_issuer: Issuer) -> Issuer:
    running_issuer.start_over()
    return running_issuer


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, running_issuer: Issuer) -> Iterator[LocalStack]:
    """One that trusts the issuer's tokens only."""
    parameters = {
        "JwtAlgorithm": "RS256",
        "JwtIssuer": running_issuer.url,
        "JwtAudience": AUDIENCE,
        "JwksUrl": f"{running_issuer.url}/keys",
        "ConsoleClientId": CLIENT,
        "ConsoleScope": SCOPE,
    }
    folder = tmp_path_factory.mktemp("issuer")
    with LocalStack(folder, store="memory", parameters=parameters) as running:
        yield running


@pytest.fixture
def at_sign_in(open_page: Callable[..., Page], issuer: Issuer) -> Page:
    page = open_page()
    page.goto("/?severity=critical")
    page.get_by_role("button", name=f"Sign in with {urlsplit(issuer.url).netloc}").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    return page


@pytest.fixture
def signed_in(at_sign_in: Page) -> Page:
    at_sign_in.get_by_role("link", name="Ada").click()
    expect(at_sign_in.get_by_role("navigation", name="Main")).to_be_visible()
    return at_sign_in


def test_signing_in_at_the_issuer_leads_back_to_where_it_began(
    at_sign_in: Page, stack: LocalStack, issuer: Issuer
):
    asked = parse_qs(urlsplit(at_sign_in.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert set(asked["scope"][0].split()) == set(SCOPE.split())

    at_sign_in.get_by_role("link", name="Ada").click()

    expect(at_sign_in.get_by_role("navigation", name="Main")).to_be_visible()
    expect(at_sign_in).to_have_url(f"{stack.url}/?severity=critical")
    expect(at_sign_in.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert issuer.redeemed == 1
    token = at_sign_in.evaluate("sessionStorage.getItem('faultbook.token')")
    api = httpx.get(
        f"{stack.url}/fault", headers={"Authorization": f"Bearer {token}"}, trust_env=False
    )
    assert api.status_code == 200


def test_a_reload_and_a_new_tab_ask_nobody_and_keep_their_places(
    signed_in: Page, stack: LocalStack, issuer: Issuer
):
    signed_in.reload()
    expect(signed_in.get_by_role("navigation", name="Main")).to_be_visible()

    other = signed_in.context.new_page()
    other.goto("/?severity=low&type=link-down")

    expect(other.get_by_role("navigation", name="Main")).to_be_visible()
    expect(other).to_have_url(f"{stack.url}/?severity=low&type=link-down")
    assert issuer.asked_silently == 1


def test_a_new_tab_asks_in_person_where_the_issuer_knows_nobody_any_more(
    signed_in: Page, stack: LocalStack, issuer: Issuer
):
    signed_in.context.clear_cookies()

    other = signed_in.context.new_page()
    other.goto("/?severity=low")

    expect(other.get_by_label("Token")).to_be_visible()
    expect(other.get_by_role("alert")).to_have_count(0)
    expect(other).to_have_url(f"{stack.url}/?severity=low")
    other.reload()
    expect(other.get_by_label("Token")).to_be_visible()
    assert issuer.asked_silently == 1
    expect(signed_in.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_token_that_is_over_is_renewed_where_it_is_and_never_with_the_same_one_twice(
    signed_in: Page, stack: LocalStack, issuer: Issuer
):
    before = _tokens_of(signed_in)
    issuer.ahead = 4000
    try:
        with (
            signed_in.expect_response(f"{issuer.url}/token") as renewal,
            signed_in.expect_response(
                lambda answer: "/fault?" in answer.url and answer.status < 400
            ),
        ):
            stack.set_clock("+4000")  # more than a token's hour
        assert renewal.value.status == 200
        expect(signed_in.get_by_role("navigation", name="Main")).to_be_visible()
        assert issuer.renewed == 1
        assert not set(before) & set(_tokens_of(signed_in))
    finally:
        issuer.ahead = 0
        stack.set_clock("+0")


def _tokens_of(page: Page) -> list[str]:
    issued = json.loads(page.evaluate("sessionStorage.getItem('faultbook.issued')"))
    return [page.evaluate("sessionStorage.getItem('faultbook.token')"), issued["refreshToken"]]


def test_without_refresh_tokens_the_issuer_is_asked_again_without_a_word(
    at_sign_in: Page, stack: LocalStack, issuer: Issuer
):
    issuer.gives_refresh_tokens = False
    at_sign_in.get_by_role("link", name="Ada").click()
    expect(at_sign_in.get_by_role("navigation", name="Main")).to_be_visible()

    issuer.ahead = 4000
    stack.set_clock("+4000")
    try:
        with at_sign_in.expect_navigation(url="**/?state=*"):
            pass
        expect(at_sign_in).to_have_url(f"{stack.url}/?severity=critical")
        expect(at_sign_in.get_by_role("navigation", name="Main")).to_be_visible()
        assert issuer.asked_silently == 1
    finally:
        issuer.ahead = 0
        stack.set_clock("+0")


def test_who_signs_out_is_out_in_every_tab_and_at_the_issuer(signed_in: Page, issuer: Issuer):
    other = signed_in.context.new_page()
    other.goto("/")
    expect(other.get_by_role("navigation", name="Main")).to_be_visible()

    signed_in.get_by_role("button", name="Sign out").click()

    expect(signed_in.get_by_label("Token")).to_be_visible()
    expect(other.get_by_text("You are signed out")).to_be_visible()
    third = signed_in.context.new_page()
    third.goto("/")
    expect(third.get_by_label("Token")).to_be_visible()
    kept = [page.evaluate("JSON.stringify(sessionStorage)") for page in (signed_in, other, third)]
    assert not any("token" in text.lower() for text in kept)
    third.get_by_role("button", name="Sign in with").click()
    expect(third.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert len(issuer.revoked) == 2


def test_a_pasted_token_stays_in_its_tab(open_page: Callable[..., Page], issuer: Issuer):
    page = open_page()
    page.goto("/?severity=low")
    page.get_by_label("Token").fill(issuer.token())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()

    other = page.context.new_page()
    other.goto("/")

    expect(other.get_by_label("Token")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert issuer.asked_silently == 0


def test_who_is_refused_there_is_told_so_here_and_comes_back_to_the_place(
    at_sign_in: Page, stack: LocalStack
):
    at_sign_in.get_by_role("link", name="Nobody").click()

    expect(at_sign_in.get_by_role("alert")).to_be_visible()
    expect(at_sign_in.get_by_label("Token")).to_be_visible()
    expect(at_sign_in).to_have_url(f"{stack.url}/?severity=critical")
    assert at_sign_in.evaluate("sessionStorage.length") == 0


def test_a_code_for_another_browser_is_worth_nothing(
    at_sign_in: Page, open_page: Callable[..., Page], stack: LocalStack, issuer: Issuer
):
    """What is needed beside it stays in the tab where the sign-in began."""
    before = issuer.redeemed
    stolen = at_sign_in.get_by_role("link", name="Ada").get_attribute("href") or ""
    back = httpx.get(f"{issuer.url}{stolen}", trust_env=False).headers["location"]

    thief = open_page()
    thief.goto(back)

    expect(thief.get_by_role("alert")).to_contain_text("not begun in this tab")
    assert back.startswith(stack.url)
    assert issuer.redeemed == before
