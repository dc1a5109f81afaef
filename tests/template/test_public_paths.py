"""Each public path goes to one function, with or without a slash at its end.

None changes hands: the routes are those of API Gateway, and the most specific one wins.
"""

import dataclasses

import pytest

from local.functions import load_functions
from local.gateway import Gateway
from local.template import read_template

PATHS = {
    "/": "ConsoleFunction",
    "/console/fault/1": "ConsoleFunction",
    "/docs": "ConsoleFunction",
    "/fault": "FaultApiFaultsFunction",
    "/fault/flt_1": "FaultApiFaultsFunction",
    "/fault/flt_1/comment": "FaultApiFaultsFunction",
    "/faults": "FaultApiFaultsFunction",
    "/recent": "FaultApiFaultsFunction",
    "/fault/statistics": "FaultApiStatisticsFunction",
    "/fault/hierarchy": "FaultApiStatisticsFunction",
    "/top_faults": "FaultApiStatisticsFunction",
    "/changes": "FaultApiStatisticsFunction",
    "/fault/token": "FaultApiAdministrationFunction",
    "/fault/token/tok_1": "FaultApiAdministrationFunction",
    "/api-keys": "FaultApiAdministrationFunction",
    "/api-keys/1/rotate": "FaultApiAdministrationFunction",
    "/settings": "FaultApiAdministrationFunction",
    "/v2": "FortimonitorApiFunction",
    "/v2/outage": "FortimonitorApiFunction",
    "/v2/outage/1/acknowledge": "FortimonitorApiFunction",
    "/v2/change": "FortimonitorApiFunction",
    "/v2/alerts": "OpsgenieApiFunction",
    "/v2/alerts/1/close": "OpsgenieApiFunction",
    "/v2/alerts/al/x": "OpsgenieApiFunction",
    "/v2/enqueue": "PagerdutyApiFunction",
    "/v2/change/enqueue": "PagerdutyApiFunction",
    "/api/v0/alerts": "MackerelApiFunction",
    "/api/v1/incidents": "IncidentsApiFunction",
    "/api/v1/alerts": "IncidentsApiFunction",
    "/api/v1/statistics/severity": "IncidentsApiStatisticsFunction",
    "/api/v2/alerts": "AlertmanagerApiFunction",
    "/api/v2/alerts/groups": "AlertmanagerApiFunction",
    "/api/v2/silence/1": "AlertmanagerApiFunction",
    "/api/v2/status": "AlertmanagerApiFunction",
    "/metrics": "AlertmanagerApiFunction",
    "/-/healthy": "AlertmanagerApiFunction",
    "/-/ready": "AlertmanagerApiFunction",
    "/webhooks/alertmanager": "WebhooksFunction",
    "/webhooks/grafana": "WebhooksFunction",
    "/webhooks/cloudwatch": "WebhooksFunction",
    "/webhooks/datadog": "WebhooksFunction",
    "/health": "ReferenceFunction",
    "/openapi.json": "ReferenceFunction",
}


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    template = read_template()
    with_routes = tuple(function for function in template.functions if function.routes)
    functions = load_functions(dataclasses.replace(template, functions=with_routes))
    return Gateway(functions, domain="faults.example")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_path_goes_to_its_function(gateway: Gateway, method: str, path: str):
    for written in (path, f"{path.rstrip('/')}/"):
        match = gateway.match(method, written)

        assert match, written
        assert match.function == PATHS[path], written
