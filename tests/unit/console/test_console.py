"""The function that serves the console, from a folder as `make console` leaves it."""

import base64
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faultbook import __version__
from functions.console import console, files
from tests.support.http_events import NO_CONTEXT, Response, an_event
from tools.console import pack

SCRIPT = "console.log('faultbook');\n" * 40
PAGE = "<!doctype html><title>Faultbook</title>\n"
BUILT = {
    "index.html": PAGE,
    "docs.html": PAGE.replace("Faultbook", "The APIs"),
    "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "manifest.webmanifest": "{}",
    "assets/index-Dq3Jx0aB.js": SCRIPT,
    "assets/index-B1s9.css": "body{margin:0}",
}
FILE_OF = {"/": "index.html", "/docs": "docs.html"} | {
    f"/{name}": name for name in BUILT if name != "docs.html"
}
GUARDED = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "static"
    monkeypatch.setattr(files, "FOLDER", folder)
    forget()
    yield folder
    forget()


@pytest.fixture
def built(unbuilt: Path) -> Path:
    for name, text in BUILT.items():
        (unbuilt / name).parent.mkdir(parents=True, exist_ok=True)
        (unbuilt / name).write_text(text)
    pack(unbuilt)
    return unbuilt


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, str]], None]]:
    def change(variables: dict[str, str]) -> None:
        for name, value in ({"JWT_AUDIENCE": "faultbook"} | variables).items():
            monkeypatch.setenv(name, value)
        forget()

    yield change
    forget()


def forget() -> None:
    for remembered in (files.paths, files.find, console.configuration, console.page_headers):
        remembered.cache_clear()


def get(path: str, method: str = "GET", query: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    event = an_event(method, path, query=query, headers=named)
    answer = console.lambda_handler(event, NO_CONTEXT)
    text = answer["body"]
    if answer["isBase64Encoded"]:
        raw = base64.b64decode(text)
        is_zipped = answer["headers"].get("content-encoding") == "gzip"
        text = (gzip.decompress(raw) if is_zipped else raw).decode()
    return Response(answer["statusCode"], answer["headers"], text)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("path", "name"), FILE_OF.items())
@pytest.mark.parametrize("encodings", ["", "gzip", "br, gzip;q=0.5"])
def test_a_file_is_answered_as_it_was_built(path: str, name: str, encodings: str):
    answer = get(path, accept_encoding=encodings)

    assert (answer.status, answer.text) == (200, BUILT[name])
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/assets/index-Dq3Jx0aB.js", "text/javascript; charset=utf-8"),
        ("/assets/index-B1s9.css", "text/css; charset=utf-8"),
    ],
)
def test_browsers_are_told_what_a_file_is(path: str, media_type: str):
    assert get(path).headers["content-type"] == media_type


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("encodings", ["gzip", "GZIP", "deflate, gzip", "gzip; q=0.1, br;q=0"])
def test_who_takes_gzip_gets_it_where_it_is_smaller(encodings: str):
    script = get("/assets/index-Dq3Jx0aB.js", accept_encoding=encodings)
    style = get("/assets/index-B1s9.css", accept_encoding=encodings)

    assert script.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in style.headers


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("encodings", ["", "br", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip"])
def test_who_takes_no_gzip_gets_none(encodings: str):
    answer = get("/assets/index-Dq3Jx0aB.js", accept_encoding=encodings)

    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("built")
def test_what_has_a_digest_in_its_name_is_kept_and_the_rest_is_asked_for_each_time():
    kept = {path: get(path).headers["cache-control"] for path in FILE_OF}

    assert {path for path, said in kept.items() if "immutable" in said} == {
        "/assets/index-Dq3Jx0aB.js",
        "/assets/index-B1s9.css",
    }
    assert {said for said in kept.values() if "immutable" not in said} == {"no-cache"}


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", FILE_OF)
def test_who_has_the_newest_gets_no_body(path: str):
    tag = get(path).headers["etag"]

    for known in (tag, f"W/{tag}", f'"older", {tag}', "*"):
        answer = get(path, if_none_match=known)
        assert (answer.status, answer.text, answer.headers["etag"]) == (304, "", tag)
    assert get(path, if_none_match='"older"').status == 200


@pytest.mark.usefixtures("built")
def test_the_compressed_page_has_a_tag_of_its_own():
    script = "/assets/index-Dq3Jx0aB.js"

    assert get(script).headers["etag"] != get(script, accept_encoding="gzip").headers["etag"]


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", [*FILE_OF, "/console/configuration.json"])
def test_head_is_get_without_the_body(path: str):
    asked, told = get(path), get(path, "HEAD")

    assert (told.status, told.text) == (200, "")
    assert told.headers == asked.headers


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_told_which_ones_there_are(method: str):
    answer = get("/", method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "path",
    [
        "/assets",
        "/assets/",
        "/assets/no-such-file.js",
        "/assets/..",
        "/assets/../index.html",
        "/assets/../../console.py",
        "/assets/index-Dq3Jx0aB.js.gz",
        "/assets/\0",
        "/console/elsewhere.json",
    ],
)
def test_what_is_not_there_is_a_problem_in_the_shape_of_the_native_api(path: str):
    answer = get(path)

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.text)["detail"] == "There is nothing at this path."


@pytest.mark.usefixtures("built")
def test_filters_in_the_query_make_no_difference_to_the_page():
    assert get("/", query="status=unresolved&path=site_1%7Crack_3").text == PAGE


@pytest.mark.usefixtures("built")
def test_the_page_may_load_from_its_own_origin_only():
    headers = get("/").headers

    assert headers["content-security-policy"] == (
        GUARDED + "font-src 'self'; manifest-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.usefixtures("built")
def test_the_page_may_ask_the_issuer_that_people_sign_in_at(
    settings: Callable[[dict[str, str]], None],
):
    settings(
        {
            "JWT_ISSUER": "https://issuer.example/tenant/",
            "CONSOLE_CLIENT_ID": "faultbook",
            "CONSOLE_TOKEN_ORIGIN": "https://tokens.example",
        }
    )
    policy = get("/").headers["content-security-policy"]

    assert "connect-src 'self' https://issuer.example https://tokens.example;" in policy


def test_the_configuration_is_what_a_browser_needs_to_sign_in(
    settings: Callable[[dict[str, str]], None],
):
    settings(
        {
            "JWT_ISSUER": "https://issuer.example/tenant/",
            "JWT_AUDIENCE": "faults",
            "CONSOLE_CLIENT_ID": "console",
            "CONSOLE_SCOPE": "openid faults:read",
            "JWT_CUSTOMER_CLAIM": "tid",
            "JWT_SCOPE_PREFIX": "api://faults/",
        }
    )

    assert get("/console/configuration.json").json == {
        "issuer": "https://issuer.example/tenant/",
        "client_id": "console",
        "audience": "faults",
        "scope": "openid faults:read",
        "version": __version__,
        "customer_claim": "tid",
        "customer": "",
        "scope_prefix": "api://faults/",
    }


@pytest.mark.parametrize(
    ("issuer", "client_id"), [("faultbook", "console"), ("https://issuer.example", ""), ("", "")]
)
def test_without_an_address_or_a_client_people_paste_a_token(
    settings: Callable[[dict[str, str]], None], issuer: str, client_id: str
):
    settings({"JWT_ISSUER": issuer, "CONSOLE_CLIENT_ID": client_id})

    assert get("/console/configuration.json").json["issuer"] == ""


@pytest.mark.usefixtures("unbuilt")
def test_a_console_that_was_not_built_says_how_to_build_it():
    answer = get("/")

    assert answer.status == 503
    assert "make console" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert get("/favicon.svg").status == 404
    assert get("/", "HEAD").text == ""


def test_a_page_costs_no_imports_for_stores_or_models():
    program = "import json, sys, functions.console.console; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    loaded = set(json.loads(done.stdout))

    assert "faultbook.gateway.api" in loaded
    assert not loaded & {"faultbook.wiring", "faultbook.dynamodb", "pydantic", "boto3", "jwt"}
