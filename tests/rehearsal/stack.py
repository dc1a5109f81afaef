"""Deploys the built template, then adds what MiniStack's CloudFormation leaves out.

Left out are the routes of `AWS::Serverless::HttpApi` (it reads no OpenAPI body) and the TTL of
the tables; both are made by API call from the processed template.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import boto3
from botocore.config import Config

from local.credentials import bearer_token
from local.customers import ALL
from tests.rehearsal.build import PARAMETERS
from tests.rehearsal.commands import ROOT, ROOT_KEY, SAM, run, without_account
from tests.rehearsal.http import Http
from tools.signing_secrets import default_path, make_secrets

NAME = "faultbook"
_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"


class Stack:
    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._session = boto3.Session(ROOT_KEY, ROOT_KEY, region_name="us-east-1")
        self.outputs: dict[str, str] = {}

    def client(self, service: Any) -> Any:
        # No retries: what fails here is to be seen, and a first call may take a while.
        patient = Config(read_timeout=120, retries={"total_max_attempts": 1})
        return self._session.client(service, endpoint_url=self.endpoint, config=patient)

    def http(self, customer_id: str) -> Http:
        """With a token of every scope; close it."""
        environment = {
            "JWT_SECRET": self._secret("jwt-secret"),
            "JWT_ISSUER": "faultbook",
            "JWT_AUDIENCE": "faultbook",
        }
        token = bearer_token(environment, customer_id, ALL, now=datetime.now(UTC))
        return Http(f"{self.endpoint}/_aws/execute-api/{self.outputs['ApiId']}/$default", token)

    def make_secrets(self) -> None:
        make_secrets(self.client("ssm"), default_path(NAME))

    def deploy(self, built: Path) -> None:
        sam_deploy = [str(SAM), "deploy", "--template-file", str(built / "template.yaml")]
        sam_deploy += ["--config-file", str(ROOT / "samconfig.toml")]
        sam_deploy += ["--stack-name", NAME, "--no-confirm-changeset"]
        sam_deploy += ["--parameter-overrides", *PARAMETERS]
        run(sam_deploy, without_account() | {"AWS_ENDPOINT_URL": self.endpoint})
        described = self.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"][0]
        self.outputs = {o["OutputKey"]: o["OutputValue"] for o in described["Outputs"]}

    def processed_template(self) -> dict[str, Any]:
        body = self.client("cloudformation").get_template(
            StackName=NAME, TemplateStage="Processed"
        )["TemplateBody"]
        return cast("dict[str, Any]", json.loads(body) if isinstance(body, str) else body)

    def add_routes(self) -> int:
        """Return how many there are now."""
        api, api_id = self.client("apigatewayv2"), self.outputs["ApiId"]
        paths = self.processed_template()["Resources"]["HttpApi"]["Properties"]["Body"]["paths"]
        for path, operations in paths.items():
            integration = operations[_ANY][_INTEGRATION]
            made = api.create_integration(
                ApiId=api_id,
                IntegrationType="AWS_PROXY",
                IntegrationUri=self._function_arn(integration["uri"]["Fn::Sub"]),
                PayloadFormatVersion=integration["payloadFormatVersion"],
            )
            target = f"integrations/{made['IntegrationId']}"
            api.create_route(ApiId=api_id, RouteKey=f"ANY {path}", Target=target)
        return len(paths)

    def switch_ttl_on(self) -> None:
        for logical_id, resource in self.processed_template()["Resources"].items():
            ttl = resource["Properties"].get("TimeToLiveSpecification")
            if ttl:
                self.client("dynamodb").update_time_to_live(
                    TableName=self._physical_id(logical_id), TimeToLiveSpecification=ttl
                )

    def widen_secrets(self) -> None:
        """MiniStack judges GetParameters as a call on `*`, AWS as one on each parameter."""
        for logical_id, resource in self.processed_template()["Resources"].items():
            if not logical_id.endswith("SecretPolicy"):
                continue
            document = resource["Properties"]["PolicyDocument"]
            document["Statement"][0]["Resource"] = "*"
            self.client("iam").create_policy_version(
                PolicyArn=self._physical_id(logical_id),
                PolicyDocument=json.dumps(document),
                SetAsDefault=True,
            )

    def scheduled_functions(self) -> list[str]:
        resources = self.processed_template()["Resources"].values()
        rules = [r["Properties"] for r in resources if r["Type"] == "AWS::Events::Rule"]
        scheduled = [rule for rule in rules if "ScheduleExpression" in rule]
        return sorted(rule["Targets"][0]["Arn"]["Fn::GetAtt"][0] for rule in scheduled)

    def invoke(self, logical_id: str, event: dict[str, Any]) -> dict[str, Any]:
        """Return the answer, with `FunctionError` in it when the function raised."""
        answer = self.client("lambda").invoke(
            FunctionName=self._physical_id(logical_id), Payload=json.dumps(event).encode()
        )
        return {
            "FunctionError": answer.get("FunctionError"),
            "Payload": json.loads(answer["Payload"].read() or b"null"),
        }

    def log_tail(self, lines: int = 6) -> str:
        """The newest lines of each function, for whoever has to find out why."""
        logs = self.client("logs")
        tail: list[str] = []
        for group in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]:
            events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            said = [event["message"].rstrip()[:1000] for event in events]
            own = [line for line in said if not line.startswith(("START ", "END ", "REPORT "))]
            if own:
                tail += [group["logGroupName"], *(f"  {line}" for line in own[-lines:])]
        return "\n".join(tail)

    def waiting_failures(self) -> int:
        """Messages in the two failure queues."""
        sqs = self.client("sqs")
        waiting = "ApproximateNumberOfMessages"
        return sum(
            int(
                sqs.get_queue_attributes(QueueUrl=self.outputs[queue], AttributeNames=[waiting])[
                    "Attributes"
                ][waiting]
            )
            for queue in ("StreamFailuresQueueUrl", "ScheduleFailuresQueueUrl")
        )

    def _secret(self, name: str) -> str:
        found = self.client("ssm").get_parameter(
            Name=f"{default_path(NAME)}/{name}", WithDecryption=True
        )
        return cast("str", found["Parameter"]["Value"])

    def _function_arn(self, integration_uri: str) -> str:
        found = re.search(r"functions/\$\{(\w+)\.Arn\}/invocations", integration_uri)
        if not found:
            raise ValueError(f"no function in {integration_uri}")
        configuration = self.client("lambda").get_function_configuration(
            FunctionName=self._physical_id(found[1])
        )
        return cast("str", configuration["FunctionArn"])

    def _physical_id(self, logical_id: str) -> str:
        found = self.client("cloudformation").describe_stack_resource(
            StackName=NAME, LogicalResourceId=logical_id
        )
        return cast("str", found["StackResourceDetail"]["PhysicalResourceId"])
