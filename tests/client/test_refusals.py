"""Settings that cannot be used end in words and a code: no traceback, and no credential."""

import json
import os
import subprocess
from collections.abc import Callable

import pytest

from faultbook_client import Faultbook
from tests.client.conftest import Run, Tenant
from tests.client.network import reported
from tests.client.program import LONG, faultbook_program

Program = Callable[..., "subprocess.CompletedProcess[str]"]
SECRET = "hunter2-hunter2"  # noqa: S105 - what must not be seen
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "no_proxy")


@pytest.fixture
def program(environment: dict[str, str]) -> Program:
    """The installed one, with these variables as well; whatever it says, it is no traceback."""
    quiet = {name: value for name, value in os.environ.items() if name not in PROXIES}

    def program(*arguments: str | bytes, **variables: str) -> "subprocess.CompletedProcess[str]":
        result = subprocess.run(
            [*faultbook_program(), *arguments],
            env=quiet | environment | {"NO_PROXY": ""} | variables,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=LONG,
        )
        assert "Traceback" not in result.stderr
        assert "fault of the program" not in result.stderr
        return result

    return program


@pytest.mark.parametrize("end", ["\n", "\r\n", " ", "\t"])
def test_what_files_and_shells_leave_at_the_end_of_a_token_does_no_harm(
    run: Run, tenant: Tenant, end: str
):
    assert run("--token", f"{tenant.token}{end}", "list").exit_code == 0
    assert run("--url", f"{tenant.url}{end}", "list").exit_code == 0
    kept = run("--url", f"{tenant.url}{end}", "login", stdin=f"{tenant.token}{end}\n")
    assert kept.exit_code == 0


@pytest.mark.parametrize("within", ["\n", "\r", " ", "ö", "\x00", "\u2028", "\udcff"])
def test_a_token_that_cannot_be_sent_is_refused_and_never_shown(
    run: Run, tenant: Tenant, within: str
):
    token = f"{tenant.token[:30]}{within}{tenant.token[30:]}"

    for command in ("list", "doctor", "login"):
        result = run("--token", token, command)

        assert result.exit_code == 2
        assert "The token has" in result.stdout + result.stderr
        assert tenant.token[40:] not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("login", "{token}"), ("--profile", "{token}", "list"), ("profile", "use", "{token}"),
     ("profile", "remove", "{token}")],
)  # fmt: skip
def test_a_token_in_the_place_of_a_profile_is_not_repeated(
    run: Run, tenant: Tenant, arguments: tuple[str, ...]
):
    for token in (tenant.token, f"fb_XKV524_{SECRET}", "x" * 64):
        result = run(*(argument.format(token=token) for argument in arguments))

        assert result.exit_code == 2
        assert "does not look like a token" in result.stderr
        assert token not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "url",
    [f"http://user:{SECRET}@127.0.0.1:9", f"http://{SECRET}@127.0.0.1:9", f"user:{SECRET}@host",
     f"http://u:a/{SECRET}@host", f"http://u:a#{SECRET}@host", f"http://127.0.0.1:9/?key={SECRET}",
     f"127.0.0.1?key={SECRET}"],
)  # fmt: skip
def test_a_password_in_a_url_is_never_shown(run: Run, url: str, monkeypatch: pytest.MonkeyPatch):
    for command in (("list",), ("doctor",), ("login",), ("open", "--print"), ("doctor", "--json")):
        result = run("--url", url, *command)
        assert SECRET not in result.stdout + result.stderr
    monkeypatch.delenv("FAULTBOOK_TOKEN")
    assert SECRET not in run("--url", url, "list").stderr


def test_a_password_of_a_proxy_is_never_shown(program: Program, tenant: Tenant):
    away = tenant.url.replace("localhost", "127.0.0.1")
    for proxy in (
        f"http://u:{SECRET}@127.0.0.1:9",
        f"odd://u:{SECRET}@host",
        f"http://{SECRET}@[:",
    ):
        for command in ("list", "doctor"):
            result = program("--url", away, command, HTTP_PROXY=proxy)

            assert result.returncode in {2, 6}
            assert SECRET not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "exceptions",
    ["localhost,127.0.0.1,[::1]", "[::1],*", "fd00::/8,127.0.0.0/8,localhost", "[fd00::]/8 *"],
)
def test_no_proxy_is_read_with_addresses_and_blocks(program: Program, exceptions: str):
    result = program("list", HTTP_PROXY="http://127.0.0.1:9", NO_PROXY=exceptions)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("proxy", "code"),
    [
        ("socks5://127.0.0.1:9", 6),
        ("127.0.0.1:9", 6),
        ("http://127.0.0.1:9", 6),
        ("odd://127.0.0.1:9", 2),
        ("http://", 2),
        ("http://[::1", 2),
        ("http://host:99999", 2),
        ("http://host:port", 2),
        ("http://a..b", 2),
    ],
)
def test_a_proxy_that_is_not_there_or_none_is_told(program: Program, proxy: str, code: int):
    listed = program("list", ALL_PROXY=proxy)
    examined = program("doctor", ALL_PROXY=proxy)

    assert (listed.returncode, examined.returncode) == (code, code)
    assert listed.stderr.startswith("faultbook: ")
    assert "bad\t" in examined.stdout


def test_certificates_that_are_not_there_are_told(program: Program):
    result = program("list", SSL_CERT_FILE="/nonexistent.pem")

    assert result.returncode == 2
    assert "SSL_CERT_FILE" in result.stderr


@pytest.mark.parametrize(
    "url",
    ["faults.example.com", "ftp://host", "http://", "http://[::1", "http://a..b", "http://a b",
     "http://host:99999", "http://host:0", "http://host:x", f"http://{'a' * 64}.example",
     "http://" + "a." * 200, "http://ex\u0000ample", "http://exa\nmple", "http://.",
     "http://\udcff"],
)  # fmt: skip
def test_what_is_no_url_is_called_that(run: Run, url: str):
    listed, examined = run("--url", url, "list"), run("--url", url, "doctor")

    assert (listed.exit_code, examined.exit_code) == (2, 2)
    assert "is not a URL" in listed.stderr or "has a port" in listed.stderr
    assert "bad\tsettings" in examined.stdout


@pytest.mark.parametrize(
    "arguments",
    ["list --from 999999w", "list --to 999999w", "list --from 0001-01-01", "list --from 9999-12-31",
     "report a b --at 999999w", "keys make k --expires 999999w", "--timeout inf list",
     "--timeout nan list", "--timeout 1e99 list", "--timeout 0 list", "--timeout -1 list",
     "watch --interval inf", "watch --interval 0", "list --limit 99999999999999999999",
     "list --limit 0", "tree --depth 999999999999", "tree --calls 99999999999999",
     "stats --buckets 0", "replay --generate 99999999999", "list --text a --from x"],
)  # fmt: skip
def test_values_out_of_range_are_wrong_use(run: Run, arguments: str):
    result = run(*arguments.split())

    assert result.exit_code == 2
    assert "Invalid value" in result.stderr


def test_metadata_is_json_where_it_is_json(run: Run, faultbook: Faultbook):
    texts = ["inf=1e999", "nan=NaN", "n=1.5", "deep=" + "[" * 5000, "b=true", "t=a=b"]

    run("report", "a", "b", *(part for pair in texts for part in ("--meta", pair)))

    [fault] = faultbook.list()
    assert fault.metadata == {
        "inf": "1e999", "nan": "NaN", "n": 1.5, "deep": "[" * 5000, "b": True, "t": "a=b",
    }  # fmt: skip


def test_bytes_that_are_no_text_cost_no_report(program: Program, faultbook: Faultbook):
    result = program("report", "edge-7", b"Gr\xfc\xdfe")

    assert result.returncode == 0, result.stderr
    assert [fault.message for fault in faultbook.list()] == ["Gr\ufffd\ufffde"]


@pytest.mark.parametrize(
    "arguments",
    [("show", b"\xff"), ("list", "--text", b"\xff"), ("report", "a", "b", "--idempotency-key", "ö"),
     ("report", "a", "b", "--idempotency-key", "a\nb"), ("keys", "revoke", b"\xff")],
)  # fmt: skip
def test_what_no_request_can_carry_is_wrong_use(
    program: Program, arguments: tuple[str | bytes, ...]
):
    assert program(*arguments).returncode == 2


def test_claims_that_are_no_times_are_no_crash(run: Run, tenant: Tenant):
    for claims in ({"exp": 1e300}, {"exp": 10**400}, {"exp": True}, {"nbf": 1e300}, {"sub": None}):
        token = tenant.stack.mint(tenant.customer_id, **claims)

        result = run("--token", token, "doctor", "--json")

        assert result.exit_code in {0, 4}
        assert {finding["name"] for finding in json.loads(result.stdout)} >= {"token", "lifetime"}


def test_the_words_of_an_error_say_what_was_refused(run: Run, faultbook: Faultbook):
    with pytest.raises(ValueError, match="Idempotency-Key"):
        reported(faultbook, idempotency_key="ö")
    refused = run("report", "edge|7", "x")

    assert "resource_id: " in refused.stderr
