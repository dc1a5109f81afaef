"""Hosts are those that botocore's rules name, in every Region of every partition."""

from functools import cache
from itertools import product

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.session import Session

from faultbook.aws.endpoint import UnsuitableSettings, endpoint_of, host_of
from faultbook.aws.signed_client import SignedClient
from faultbook.settings import AwsSettings

SERVICES = ("dynamodb", "ssm")
ISOLATED = ("us-iso", "eu-iso")


@cache
def rules_of(service: str) -> EndpointProvider:
    loader = Session().get_component("data_loader")
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    return EndpointProvider(rules, loader.load_data("partitions"))


def regions() -> list[str]:
    session = Session()
    return [
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("dynamodb", partition)
        if region != "local"
    ]


def botocore_s_host(service: str, region: str, *, fips: bool, dual_stack: bool) -> str | None:
    """None where there is no such endpoint."""
    try:
        found = rules_of(service).resolve_endpoint(
            Region=region, UseFIPS=fips, UseDualStack=dual_stack
        )
    except EndpointProviderError:
        return None
    return str(found.url).removeprefix("https://")


def our_host(service: str, region: str, *, fips: bool, dual_stack: bool) -> str | None:
    try:
        return host_of(service, region, fips=fips, dual_stack=dual_stack)
    except UnsuitableSettings:
        return None


@pytest.mark.parametrize(("fips", "dual_stack"), list(product([False, True], repeat=2)))
@pytest.mark.parametrize("service", SERVICES)
def test_a_host_is_the_one_that_botocore_would_ask(service: str, fips: bool, dual_stack: bool):  # noqa: FBT001
    checked = [region for region in regions() if not region.startswith(ISOLATED)]
    ours = {one: our_host(service, one, fips=fips, dual_stack=dual_stack) for one in checked}

    assert len(ours) > 30
    assert ours == {
        one: botocore_s_host(service, one, fips=fips, dual_stack=dual_stack) for one in checked
    }


@pytest.mark.parametrize("region", ["", "us-iso-east-1", "eu-isoe-west-1"])
def test_a_region_that_is_not_known_is_refused_in_words(region: str):
    with pytest.raises(UnsuitableSettings, match="no endpoint of"):
        host_of("dynamodb", region)


@pytest.mark.parametrize(
    ("url", "authority", "is_secure"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", False),
        ("https://store.example", "store.example", True),
        ("https://store.example:8443", "store.example:8443", True),
    ],
)
def test_a_given_endpoint_goes_before_the_region_and_is_not_amazon_s(
    url: str,
    authority: str,
    is_secure: bool,  # noqa: FBT001
):
    found = endpoint_of("dynamodb", AwsSettings(region="", endpoint_url=url))

    assert (found.authority, found.is_secure, found.is_amazon) == (authority, is_secure, False)


@pytest.mark.parametrize(
    "url", ["store.example", "ftp://store.example", "http://a/b", "http://a:b"]
)
def test_an_endpoint_that_cannot_be_is_refused_in_words(url: str):
    with pytest.raises(UnsuitableSettings, match="takes no endpoint"):
        endpoint_of("dynamodb", AwsSettings(region="us-east-1", endpoint_url=url))


@pytest.mark.parametrize(
    ("region", "is_amazon"),
    [
        ("us-east-1", True),
        ("us-gov-west-1", True),
        ("cn-north-1", False),
        ("eusc-de-east-1", False),
    ],
)
def test_only_hosts_that_amazon_s_roots_vouch_for_are_amazon_s(region: str, is_amazon: bool):  # noqa: FBT001
    assert endpoint_of("ssm", AwsSettings(region=region)).is_amazon is is_amazon


def test_a_proxy_is_refused_in_words():
    with pytest.raises(UnsuitableSettings, match="no proxy"):
        SignedClient("dynamodb", AwsSettings(region="us-east-1", proxy="http://proxy.example"))
