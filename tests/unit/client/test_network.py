"""Which proxy a host is asked through."""

import httpx
import pytest

from faultbook_client import Faultbook, InvalidArgument
from faultbook_client.network import proxy_for

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def way(monkeypatch: pytest.MonkeyPatch, url: str, **variables: str) -> str | None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for(httpx.URL(url))
    return str(proxy.url) if proxy else None


def test_each_scheme_has_its_own_before_that_of_all(monkeypatch: pytest.MonkeyPatch):
    variables = {"HTTPS_PROXY": "http://secure:1", "all_proxy": "socks5://all:2"}

    assert way(monkeypatch, "https://h", **variables) == "http://secure:1"
    assert way(monkeypatch, "http://h") == "socks5://all:2"


def test_a_proxy_without_a_scheme_speaks_http(monkeypatch: pytest.MonkeyPatch):
    assert way(monkeypatch, "http://h", HTTP_PROXY="proxy:3128") == "http://proxy:3128"


@pytest.mark.parametrize(
    ("exceptions", "url"),
    [
        ("*", "http://h"),
        ("h.example", "http://h.example"),
        ("example", "http://h.example"),
        (".example", "http://h.example"),
        ("*.example", "http://h.example"),
        ("other, EXAMPLE ", "http://h.example."),
        ("h:8080", "http://h:8080"),
        ("h:80", "http://h"),
        ("http://h", "http://h"),
        ("10.0.0.0/8", "http://10.1.2.3"),
        ("10.1.2.3", "http://10.1.2.3:9"),
        ("::1", "http://[::1]"),
        ("[::1]", "http://[::1]"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("fd00::/8", "http://[fd12::1]"),
        ("[fd00::]/8", "http://[fd12::1]"),
    ],
)
def test_an_exception_is_asked_directly(monkeypatch: pytest.MonkeyPatch, exceptions: str, url: str):
    assert way(monkeypatch, url, HTTP_PROXY="http://p:1", NO_PROXY=exceptions) is None


@pytest.mark.parametrize(
    ("exceptions", "url"),
    [
        ("", "http://h"),
        (",", "http://h"),
        ("ample", "http://h.example"),
        ("h:8081", "http://h:8080"),
        ("10.0.0.0/8", "http://11.1.2.3"),
        ("fd00::/8", "http://[fe80::1]"),
        ("[::1", "http://[::1]"),
        ("10.0.0.0/99", "http://10.0.0.1"),
    ],
)
def test_what_is_no_exception_goes_through(
    monkeypatch: pytest.MonkeyPatch, exceptions: str, url: str
):
    variables = {"HTTP_PROXY": "http://p:1", "NO_PROXY": exceptions}

    assert way(monkeypatch, url, **variables) == "http://p:1"


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), 1e300])
def test_a_time_out_that_no_socket_has_is_refused(timeout: float):
    with pytest.raises(InvalidArgument):
        Faultbook("https://faults.example.com", timeout=timeout)
