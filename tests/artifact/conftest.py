import importlib.util
from pathlib import Path

import pytest

from tests.rehearsal.build import FOLDER, build

# The parts of the Lambda runtime that a function can import; nothing else of this environment.
RUNTIME_PACKAGES = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")


@pytest.fixture(scope="session")
def built() -> Path:
    return build()


@pytest.fixture(scope="session")
def runtime_packages() -> Path:
    folder = FOLDER / "runtime"
    folder.mkdir(exist_ok=True)
    for name in RUNTIME_PACKAGES:
        found = importlib.util.find_spec(name)
        assert found
        assert found.origin
        origin = Path(found.origin)
        target = origin.parent if origin.name == "__init__.py" else origin
        (folder / target.name).unlink(missing_ok=True)
        (folder / target.name).symlink_to(target)
    return folder
