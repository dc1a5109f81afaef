"""OpenID Connect: authorization code with PKCE, at an issuer on this machine."""

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
def issuer() -> Iterator[Issuer]:
    with Issuer(CUSTOMER) as running:
        yield running


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, issuer: Issuer) -> Iterator[LocalStack]:
    """One that trusts the issuer's tokens only."""
    parameters = {
        "JwtAlgorithm": "RS256",
        "JwtIssuer": issuer.url,
        "JwtAudience": AUDIENCE,
        "JwksUrl": f"{issuer.url}/keys",
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
    kept = at_sign_in.evaluate("Object.values(sessionStorage)")
    api = httpx.get(
        f"{stack.url}/fault", headers={"Authorization": f"Bearer {kept[0]}"}, trust_env=False
    )
    assert (len(kept), api.status_code) == (1, 200)


def test_who_is_refused_there_is_told_so_here(at_sign_in: Page):
    at_sign_in.get_by_role("link", name="Nobody").click()

    expect(at_sign_in.get_by_role("alert")).to_be_visible()
    expect(at_sign_in.get_by_label("Token")).to_be_visible()
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
