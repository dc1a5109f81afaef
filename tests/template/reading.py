"""The expanded template, and the handlers that it should deploy."""

import ast
import json
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from local.intrinsics import Resolver

ROOT = Path(__file__).resolve().parents[2]
Resource = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """`resources` holds those whose condition is met, worked out; `source` those before SAM."""

    resources: dict[str, Resource]
    source: dict[str, Resource]
    outputs: dict[str, Any]
    raw: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, Resource]:
        return {k: r["Properties"] for k, r in self.resources.items() if r["Type"] == kind}

    @property
    def functions(self) -> dict[str, Resource]:
        return self.of_type("AWS::Lambda::Function")

    @property
    def routes(self) -> dict[str, str]:
        """Path to logical id of the function that `ANY` on it reaches."""
        paths = self.resources["HttpApi"]["Properties"]["Body"]["paths"]
        return {path: _function_of(operations) for path, operations in paths.items()}

    def statements(self, function: str) -> list[dict[str, Any]]:
        """What the role of a function grants, managed policies of the template included."""
        role = self.functions[function]["Role"].removesuffix(".Arn")
        properties = self.resources[role]["Properties"]
        managed = [self.resources[p]["Properties"] for p in properties.get("ManagedPolicyArns", [])]
        return [
            statement
            for policy in [*properties["Policies"], *managed]
            for statement in policy["PolicyDocument"]["Statement"]
        ]


@cache
def _printed() -> dict[str, Any]:
    """The translator takes a second, and leaves parameters for CloudFormation to fill in."""
    command = [str(ROOT / ".venv-tools/bin/python"), str(ROOT / "tests/template/expand.py")]
    environment = {"AWS_DEFAULT_REGION": "us-east-1", "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


@cache
def expand(**parameters: str) -> Template:
    printed = _printed()
    raw = printed["expanded"]
    return Template(
        resources=_resources(raw, parameters),
        source=_resources(printed["source"], parameters),
        outputs=Resolver(raw, parameters).resolve(raw["Outputs"]),
        raw=raw,
    )


def _resources(document: dict[str, Any], parameters: dict[str, str]) -> dict[str, Resource]:
    resolve = Resolver(document, parameters).resolve
    return {
        logical_id: resolve(resource)
        for logical_id, resource in document["Resources"].items()
        if "Condition" not in resource or resolve({"Condition": resource["Condition"]})
    }


def _function_of(operations: dict[str, Any]) -> str:
    uri = operations["x-amazon-apigateway-any-method"]["x-amazon-apigateway-integration"]["uri"]
    found = re.search(r"functions/(\w+)\.Arn/invocations", uri)
    assert found, uri
    return found[1]


def handler_modules() -> dict[str, Path]:
    """Dotted name and file of each module under functions/ that defines `lambda_handler`."""
    files = sorted((ROOT / "functions").rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): file
        for file in files
        if "lambda_handler"
        in {
            node.name
            for node in ast.parse(file.read_text()).body
            if isinstance(node, ast.FunctionDef)
        }
    }
