"""Each handler in a bare Python: its own artifact, the layers, and what the runtime brings."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.template.reading import expand

FUNCTIONS = sorted(expand().functions)
NOT_AT_COLD_START = ("aws_xray_sdk", "boto3", "botocore", "cryptography", "urllib3")
_PRINT_MODULES = """
import importlib, json, sys
sys.path[:0] = json.loads(sys.argv[2])
module = importlib.import_module(sys.argv[1])
assert callable(module.lambda_handler)
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_imports_without_account_network_or_what_it_does_not_need(
    function: str, built: Path, runtime_packages: Path
):
    modules = _imported(function, built, runtime_packages)

    assert "faultbook" in modules
    assert [name for name in NOT_AT_COLD_START if name in modules] == []


def test_the_core_layer_knows_amazon_s_own_roots(built: Path):
    roots = (built / "CoreLayer/python/faultbook/amazon_roots.pem").read_text("utf-8")

    assert roots.count("BEGIN CERTIFICATE") == 5


def test_the_layers_of_hs256_hold_no_cryptography(built: Path):
    packages = {
        p.name for layer in ("DependenciesLayer", "CoreLayer") for p in _python(built, layer)
    }

    assert {"faultbook", "pydantic", "jwt"} <= packages
    assert not packages & {"cryptography", "cffi", "boto3", "botocore"}


def _python(built: Path, layer: str) -> list[Path]:
    return list((built / layer / "python").iterdir())


def _imported(function: str, built: Path, runtime_packages: Path) -> set[str]:
    handler = expand().functions[function]["Handler"].removesuffix(".lambda_handler")
    layers = [built / layer / "python" for layer in ("DependenciesLayer", "CoreLayer")]
    path = [str(p) for p in (built / function, *layers, runtime_packages)]
    # -I and -S: neither this environment nor its site-packages.
    command = [sys.executable, "-I", "-S", "-c", _PRINT_MODULES, handler, json.dumps(path)]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))
