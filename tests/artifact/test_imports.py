"""Each handler in a bare Python: its artifact and the layers need nothing that the runtime has."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.template.reading import expand

FUNCTIONS = sorted(expand().functions)
# In Lambda those that need the store prepare its client at once; nothing may bring it besides.
NOT_AT_COLD_START = ("aws_xray_sdk", "boto3", "botocore.session", "cryptography", "urllib3")
_PRINT_MODULES = """
import importlib, json, sys
sys.path[:0] = json.loads(sys.argv[1])
module = importlib.import_module(sys.argv[2])
assert callable(module.lambda_handler)
print(json.dumps(sorted(sys.modules)))
"""
_PRINT_CLIENTS = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from faultbook.aws import AMAZON_ROOTS, Aws
made = [Aws().dynamodb(), Aws().ssm()]
found = {one.meta.service_model.service_name: one.meta.endpoint_url for one in made}
roots = AMAZON_ROOTS.read_text("utf-8").count("BEGIN CERTIFICATE")
print(json.dumps(found | {"roots": roots}))
"""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_imports_without_account_network_or_what_it_does_not_need(
    function: str, built: Path
):
    modules = _imported(function, built)

    assert "faultbook" in modules
    assert [name for name in NOT_AT_COLD_START if name in modules] == []


def test_the_slimmed_layer_makes_clients_that_verify_by_amazon_s_own_roots(built: Path):
    printed = _printed(_PRINT_CLIENTS, built, FUNCTIONS[0])

    assert printed == {
        "dynamodb": "https://dynamodb.us-east-1.amazonaws.com",
        "ssm": "https://ssm.us-east-1.amazonaws.com",
        "roots": 5,
    }


def test_the_layers_of_hs256_hold_no_cryptography(built: Path):
    packages = {
        p.name for layer in ("DependenciesLayer", "CoreLayer") for p in _python(built, layer)
    }

    assert {"aws_lambda_powertools", "boto3", "faultbook", "jwt", "pydantic"} <= packages
    assert not packages & {"cryptography", "cffi"}


def _python(built: Path, layer: str) -> list[Path]:
    return list((built / layer / "python").iterdir())


def _imported(function: str, built: Path) -> set[str]:
    handler = expand().functions[function]["Handler"].removesuffix(".lambda_handler")
    return set(_printed(_PRINT_MODULES, built, function, handler))


def _printed(code: str, built: Path, function: str, *arguments: str) -> Any:
    layers = [built / layer / "python" for layer in ("DependenciesLayer", "CoreLayer")]
    path = json.dumps([str(p) for p in (built / function, *layers)])
    # -I and -S: neither this environment nor its site-packages.
    command = [sys.executable, "-I", "-S", "-c", code, path, *arguments]
    environment = {"AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
