"""What the API has no answer for."""

import pytest

from tests.support.mackerel_world import World


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/hosts", "GET, HEAD, POST"),
        ("DELETE", "/hosts/web-1", "GET, HEAD, PUT"),
        ("GET", "/hosts/web-1/status", "POST"),
        ("POST", "/services", "GET, HEAD"),
        ("DELETE", "/monitors", "GET, HEAD"),
        ("GET", "/monitoring/checks/report", "POST"),
        ("POST", "/alerts", "GET, HEAD"),
        ("DELETE", "/alerts/11111111111", "GET, HEAD, PUT"),
        ("GET", "/alerts/11111111111/close", "POST"),
    ],
)
def test_another_method_is_refused_with_the_ones_there_are(
    world: World, method: str, path: str, allowed: str
):
    response = world.call(method, path)

    assert response.status == 405
    assert response.headers["allow"] == allowed
    assert response.json == {"error": {"message": "The method is not allowed here."}}


@pytest.mark.parametrize(
    "path", ["/nothing", "/alerts/11111111111/nothing", "/hosts/web-1/metrics", "/users"]
)
def test_what_is_not_there_is_not_found(world: World, path: str):
    response = world.call("GET", path)

    assert response.status == 404
    assert response.json == {"error": {"message": "There is nothing at this path."}}
