"""In which order credential, scope and quota are checked."""

from tests.support.small_api import ask, error_of


def test_the_credential_comes_before_scope_body_and_query():
    answer = ask("POST", "/things", who=None, query="%ff", body=b"\xff")

    assert error_of(answer) == "NotAuthenticated"


def test_the_scope_comes_before_the_quota():
    assert error_of(ask("POST", "/things", who="flooder", body={})) == "NotPermitted"


def test_the_quota_comes_before_the_body():
    assert error_of(ask("GET", "/things", who="flooder", query="%ff")) == "TooManyRequests"


def test_a_reader_may_not_write():
    assert error_of(ask("POST", "/things", who="reader", body={"name": "a"})) == "NotPermitted"


def test_an_open_route_asks_for_no_credential_and_knows_no_customer():
    assert ask("GET", "/open", who=None).json == {"customer": ""}
