import json

import pytest

from tests.template.reading import Template


def test_every_route_reaches_a_deployed_function(template: Template):
    assert set(template.routes.values()) <= set(template.functions)


@pytest.mark.parametrize(
    ("function", "paths"),
    [
        (
            "FaultApiFaultsFunction",
            ["/fault", "/fault/{proxy+}", "/faults", "/faults/{proxy+}", "/recent"],
        ),
        (
            "FaultApiAdministrationFunction",
            [
                "/api-keys",
                "/api-keys/{proxy+}",
                "/endpoints",
                "/endpoints/{proxy+}",
                "/fault/token",
                "/fault/token/{proxy+}",
                "/faults/token",
                "/faults/token/{proxy+}",
                "/settings",
                "/settings/{proxy+}",
            ],
        ),
        ("FaultApiEventsFunction", ["/events"]),
        (
            "FaultApiStatisticsFunction",
            [
                "/changes",
                "/fault/hierarchy",
                "/fault/statistics",
                "/fault/top_faults",
                "/fault/top_resources",
                "/faults/hierarchy",
                "/faults/statistics",
                "/faults/top_faults",
                "/faults/top_resources",
                "/top_faults",
            ],
        ),
        ("FortimonitorApiFunction", ["/v2", "/v2/{proxy+}"]),
        (
            "OpsgenieApiFunction",
            ["/v2/alerts", "/v2/alerts/{proxy+}", "/v2/heartbeats", "/v2/heartbeats/{proxy+}"],
        ),
        ("FaultApiHeartbeatsFunction", ["/heartbeats", "/heartbeats/{proxy+}"]),
        ("PagerdutyApiFunction", ["/v2/change/enqueue", "/v2/enqueue"]),
        (
            "AlertmanagerApiFunction",
            ["/-/healthy", "/-/ready", "/api/v2/{proxy+}", "/metrics"],
        ),
        ("WebhooksFunction", ["/webhooks/{proxy+}"]),
        ("IncidentsApiFunction", ["/api/v1/{proxy+}"]),
        ("IncidentsApiStatisticsFunction", ["/api/v1/statistics/{proxy+}"]),
        (
            "ConsoleFunction",
            [
                "/",
                "/assets/{proxy+}",
                "/console/{proxy+}",
                "/docs",
                "/favicon.svg",
                "/index.html",
                "/manifest.webmanifest",
            ],
        ),
        ("ReferenceFunction", ["/health", "/openapi.json"]),
    ],
)
def test_a_function_gets_its_whole_group_of_paths(
    template: Template, function: str, paths: list[str]
):
    reached = {path for path, to in template.routes.items() if to == function}
    slashed = {path for path in reached if path.endswith("/") and path != "/"}

    assert sorted(reached - slashed) == paths
    whole = {path for path in paths if not path.endswith(("}", "/"))}
    assert slashed == {f"{path}/" for path in whole}


def test_only_the_http_api_may_call_a_function_from_outside(template: Template):
    principals = {
        permission["Principal"]
        for permission in template.of_type("AWS::Lambda::Permission").values()
    }

    assert principals == {"apigateway.amazonaws.com", "events.amazonaws.com"}
    assert not template.of_type("AWS::Lambda::Url")
    assert all("SourceArn" in p for p in template.of_type("AWS::Lambda::Permission").values())


def test_the_whole_api_is_throttled(template: Template):
    [stage] = template.of_type("AWS::ApiGatewayV2::Stage").values()

    assert stage["StageName"] == "$default"
    assert stage["DefaultRouteSettings"] == {
        "ThrottlingRateLimit": 500,
        "ThrottlingBurstLimit": 1000,
    }


def test_the_access_log_is_json_without_what_may_carry_a_credential(template: Template):
    [stage] = template.of_type("AWS::ApiGatewayV2::Stage").values()
    settings = stage["AccessLogSettings"]
    fields = json.loads(settings["Format"])

    assert settings["DestinationArn"] == "HttpApiLogs.Arn"
    assert fields["requestId"] == "$context.requestId"
    assert all(value.startswith("$context.") for value in fields.values())
    carriers = ("header", "query", "path", "authorizer")
    assert not [v for v in fields.values() if any(word in v.lower() for word in carriers)]


def test_no_other_origin_may_read_the_api(template: Template):
    api = template.resources["HttpApi"]["Properties"]

    assert "CorsConfiguration" not in api
    assert "x-amazon-apigateway-cors" not in api["Body"]
