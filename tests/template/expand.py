"""Prints template.yaml as it is written and as CloudFormation gets it, without a network.

Runs in the tools environment, which alone has the translator.
"""

import json
import sys
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

_TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"
_PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackName": "faultbook",
    "AWS::URLSuffix": "amazonaws.com",
}


class _NoManagedPolicies:
    """The translator asks for a list of AWS's own policies; the template names none."""

    def load(self) -> dict[str, str]:
        return {}


def expanded(source: dict[str, Any]) -> dict[str, Any]:
    defaults = {name: p["Default"] for name, p in source["Parameters"].items() if "Default" in p}
    for resource in source["Resources"].values():
        # `sam package` puts an address there; the translator takes no local folder.
        for where in ("CodeUri", "ContentUri"):
            if where in resource.get("Properties", {}):
                resource["Properties"][where] = "s3://bucket/key"
    parameters = {**defaults, **_PSEUDO}
    result: dict[str, Any] = transform(source, parameters, _NoManagedPolicies())
    return result


if __name__ == "__main__":
    text = _TEMPLATE.read_text()
    both = {"source": yaml_parse(text), "expanded": expanded(yaml_parse(text))}
    json.dump(both, sys.stdout)
