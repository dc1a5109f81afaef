"""Where a key is looked for: `Authorization: ApiKey <key>` or `?api_key=<key>`, one of them."""

import pytest

from faultbook.domain.errors import NotAuthenticated
from faultbook.gateway.api_key import presented_key
from functions.fortimonitor_api.api import authorization_header, query_parameter
from tests.support.tokens import a_request

SOURCES = (authorization_header, query_parameter)


def test_in_the_authorization_header():
    assert presented_key(a_request(authorization="ApiKey fb_1_2"), SOURCES) == "fb_1_2"


@pytest.mark.parametrize("scheme", ["apikey", "APIKEY", "ApiKey  "])
def test_with_the_scheme_in_any_case(scheme: str):
    assert authorization_header(a_request(authorization=f"{scheme} fb_1_2")) == "fb_1_2"


def test_in_the_query():
    assert presented_key(a_request(query="api_key=fb_1_2&limit=5"), SOURCES) == "fb_1_2"


def test_not_in_two_places_at_once():
    request = a_request(query="api_key=fb_1_2", authorization="ApiKey fb_1_2")

    with pytest.raises(NotAuthenticated):
        presented_key(request, SOURCES)


@pytest.mark.parametrize(
    "header", ["Bearer fb_1_2", "fb_1_2", "ApiKey fb_1_2,ApiKey fb_1_2", "ApiKey", "ApiKey a b"]
)
def test_under_no_other_scheme_and_only_once(header: str):
    assert authorization_header(a_request(authorization=header)) == ""


def test_not_in_a_repeated_query_field():
    assert query_parameter(a_request(query="api_key=fb_1_2&api_key=fb_1_2")) == ""
