"""Which URLs may be named, and which addresses are asked (OWASP: SSRF prevention)."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.outgoing.address import AddressRefused, Target, check, is_public, target_of

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address, bound to nothing
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:a9fe:a9fe::",
    "2001:0:a9fe:a9fe::1",
]
PUBLIC = ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_nobody_elses_is_not_public(address: str):
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(AddressRefused):
        check(address, Target("hooks.example.com", 443, "/", is_tls=True))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str):
    assert is_public(ipaddress.ip_address(address))
    check(address, Target("hooks.example.com", 443, "/", is_tls=True))


@given(st.ip_addresses(v=4))
def test_what_is_embedded_is_as_public_as_by_itself(inner: ipaddress.IPv4Address):
    number = int(inner)
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    six_to_four = ipaddress.IPv6Address(int(ipaddress.IPv6Address("2002::")) | number << 80)
    mapped = ipaddress.IPv6Address(f"::ffff:{inner}")

    assert is_public(nat64) == is_public(six_to_four) == is_public(mapped) == is_public(inner)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "//hooks.example.com/",
        "https://user@hooks.example.com/",
        "https://user:word@hooks.example.com/",
        "https://hooks.example.com:80/",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:x/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://169.254.169.254/latest/meta-data",
        "https://hooks.example.com/\r\nHost: other",
        "https://hooks.example.com/with blank",
        "https://hööks.example.com/",
        "https://①②⑦.0.0.1/",
        "https://hooks.example.com%00.evil/",
        "https://a,b/",
        "javascript:alert(1)",
        "",
        "https://hooks.example.com/" + "x" * 2048,
    ],
)
def test_a_url_that_nothing_is_sent_to(url: str):
    with pytest.raises(AddressRefused):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "target", "authority"),
    [
        (
            "https://hooks.example.com",
            Target("hooks.example.com", 443, "/", is_tls=True),
            "hooks.example.com",
        ),
        (
            "https://hooks.example.com:8443/a/b?c=d#e",
            Target("hooks.example.com", 8443, "/a/b?c=d", is_tls=True),
            "hooks.example.com:8443",
        ),
        ("https://1.1.1.1/x", Target("1.1.1.1", 443, "/x", is_tls=True), "1.1.1.1"),
        (
            "https://[2606:4700:4700::1111]/",
            Target("2606:4700:4700::1111", 443, "/", is_tls=True),
            "[2606:4700:4700::1111]",
        ),
    ],
)
def test_a_url_of_the_internet(url: str, target: Target, authority: str):
    assert target_of(url) == target
    assert target.authority == authority


def test_loopback_is_for_who_allows_it_and_leads_nowhere_else():
    local = target_of("http://localhost:9000/hook", allow_loopback=True)
    assert local == Target("localhost", 9000, "/hook", is_tls=False)
    check("127.0.0.1", local, allow_loopback=True)

    with pytest.raises(AddressRefused):
        target_of("http://localhost:9000/hook")
    with pytest.raises(AddressRefused):
        check("10.0.0.1", local, allow_loopback=True)
    with pytest.raises(AddressRefused):
        target_of("http://10.0.0.1/hook", allow_loopback=True)
    named = Target("rebound.example.com", 443, "/", is_tls=True)
    with pytest.raises(AddressRefused):
        check("127.0.0.1", named, allow_loopback=True)


@given(st.text(max_size=100))
def test_whatever_is_said_is_a_target_or_refused(text: str):
    for url in (text, f"https://{text}", f"https://example.com/{text}"):
        try:
            target = target_of(url)
        except AddressRefused:
            continue
        assert target.path.isascii()
        assert target.path.isprintable()
        assert " " not in target.path + target.host
