"""What stays of botocore's data is what the core calls, and nothing that a call needs is gone."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore
import pytest
import s3transfer
from botocore.session import Session
from s3transfer.manager import TransferConfig

from tools.slim_dependencies import (
    OPERATIONS,
    amazon_roots,
    slim,
    slim_model,
    slim_transfers,
)

CORE = Path(__file__).resolve().parents[3] / "layers/core/python/faultbook"
BOTOCORE = Path(botocore.__file__).parent
S3TRANSFER = Path(s3transfer.__file__).parent


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As sam build leaves the layer, with less data to copy; slimmed twice."""
    packages = tmp_path_factory.mktemp("python")
    data = packages / "botocore" / "data"
    for name in (*OPERATIONS, "sqs"):
        shutil.copytree(BOTOCORE / "data" / name, data / name)
    for file in [*(BOTOCORE / "data").glob("*.json"), BOTOCORE / "cacert.pem"]:
        shutil.copy(file, packages / file.relative_to(BOTOCORE.parent))
    shutil.copytree(S3TRANSFER, packages / "s3transfer")
    (packages / "boto3" / "data").mkdir(parents=True)
    slim(packages)
    slim(packages)
    return packages


def test_the_operations_that_stay_are_those_that_the_core_calls():
    called = {
        name.replace("_", "")
        for path in CORE.rglob("*.py")
        for name in re.findall(r"client\.([a-z_]+)", path.read_text("utf-8"))
    }

    assert called == {name.lower() for names in OPERATIONS.values() for name in names}


def test_other_services_are_gone(packages: Path):
    folders = {path.name for path in (packages / "botocore" / "data").iterdir() if path.is_dir()}

    assert folders == OPERATIONS.keys()
    assert not (packages / "boto3" / "data").exists()


def test_boto3_still_finds_what_it_looks_at_in_s3transfer(packages: Path):
    look = "import json, s3transfer.manager as m; print(json.dumps(vars(m.TransferConfig())))"
    found = subprocess.run(
        [sys.executable, "-c", look], cwd=packages, capture_output=True, text=True, check=True
    )

    kept = {file.name for file in (packages / "s3transfer").iterdir()} - {"__pycache__"}
    assert kept == {"__init__.py", "constants.py", "manager.py"}
    assert json.loads(found.stdout) == vars(TransferConfig())


def test_a_build_stops_where_s3transfer_is_another_than_boto3_needs(tmp_path: Path):
    (tmp_path / "__init__.py").write_text("__version__ = '1'")
    for name in ("constants", "manager"):
        (tmp_path / f"{name}.py").write_text("KB = 1024\nMB = KB * KB")

    with pytest.raises(LookupError, match="has no TransferConfig"):
        slim_transfers(tmp_path)


@pytest.mark.parametrize("service", OPERATIONS)
def test_botocore_makes_clients_of_what_stays_with_the_endpoints_that_it_had(
    service: str, packages: Path
):
    slimmed, whole = session_of(packages / "botocore" / "data"), session_of(BOTOCORE / "data")

    for region in ("us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1"):
        endpoints = {
            made.create_client(service, region_name=region).meta.endpoint_url
            for made in (slimmed, whole)
        }
        assert len(endpoints) == 1, region
    client = slimmed.create_client(service, region_name="us-east-1")
    assert set(client.meta.method_to_api_mapping.values()) == OPERATIONS[service]


def test_an_operation_keeps_all_shapes_that_it_reaches_with_its_errors_and_traits():
    [folder] = (BOTOCORE / "data" / "dynamodb").glob("2012*")
    model = json.loads(gzip.decompress((folder / "service-2.json.gz").read_bytes()))

    slimmed = slim_model(model, {"TransactWriteItems"})

    shapes = slimmed["shapes"]
    assert {"CancellationReason", "TransactionCanceledException", "AttributeValue"} <= shapes.keys()
    assert "CreateTableInput" not in shapes
    token = shapes["TransactWriteItemsInput"]["members"]["ClientRequestToken"]
    assert token["idempotencyToken"] is True
    assert "documentation" not in json.dumps(slimmed["operations"])


def test_a_member_that_is_called_documentation_stays():
    shape = {"type": "structure", "members": {"documentation": {"shape": "Text"}}}
    model = {
        "operations": {"Get": {"input": {"shape": "In"}, "documentation": "<p>words</p>"}},
        "shapes": {"In": shape, "Text": {"type": "string", "documentation": "<p>words</p>"}},
    }

    slimmed = slim_model(model, {"Get"})

    assert slimmed["shapes"] == {"In": shape, "Text": {"type": "string"}}
    assert slimmed["operations"] == {"Get": {"input": {"shape": "In"}}}


def test_amazon_s_own_roots_are_there_beside_the_usual_ones(packages: Path):
    roots = (packages / "botocore" / "amazon_roots.pem").read_text("utf-8")
    usual = (packages / "botocore" / "cacert.pem").read_text("utf-8")

    assert roots.count("BEGIN CERTIFICATE") == 5
    assert usual.count("BEGIN CERTIFICATE") > 100
    assert list(amazon_roots(roots).values()) == list(amazon_roots(usual).values())


def session_of(data: Path) -> Any:
    made = Session()
    made.set_credentials("local", "local")
    loader = made.get_component("data_loader")
    loader.search_paths[:] = [str(data)]
    return made
