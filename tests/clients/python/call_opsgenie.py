"""Calls of opsgenie-sdk and, as JSON, what it made of each answer.

python call_opsgenie.py <base URL>   with the calls as JSON on standard input:
[["create_alert", {"create_alert_payload": {...}}], ...]

A method of heartbeats is named as "heartbeats.ping". An action on an alert is followed to its
end, as `retrieve_result` does it. What is refused is its exception's name and status.
"""

import json
import os
import sys
from typing import Any

import opsgenie_sdk  # type: ignore[import-not-found] # in its own environment

configuration = opsgenie_sdk.Configuration()
configuration.host = sys.argv[1]
configuration.api_key["Authorization"] = os.environ["OPSGENIE_KEY"]
configuration.retry_enabled = False
configuration.short_polling_max_retries = 1
alerts = opsgenie_sdk.AlertApi(opsgenie_sdk.ApiClient(configuration=configuration))
heartbeats = opsgenie_sdk.HeartbeatApi(opsgenie_sdk.ApiClient(configuration=configuration))
plain = opsgenie_sdk.ApiClient(configuration=configuration).sanitize_for_serialization


def called(method: str, said: dict[str, Any]) -> Any:
    try:
        resource, _, name = method.rpartition(".")
        answer = getattr(heartbeats if resource else alerts, name)(**said)
        if isinstance(answer, opsgenie_sdk.SuccessResponse) and not resource:
            answer = alerts.get_request_status(request_id=answer.request_id)
    except opsgenie_sdk.exceptions.RetryableException as error:
        return {"error": type(error).__name__, "status": error.status}
    return plain(answer)


sys.stdout.write(json.dumps([called(method, said) for method, said in json.load(sys.stdin)]))
