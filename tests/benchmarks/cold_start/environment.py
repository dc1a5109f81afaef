"""An environment of Lambda on this machine: /var/task, /opt and /var/runtime in a folder."""

import importlib.util
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

LAYERS = ("DependenciesLayer", "CoreLayer")
# What Lambda's own image has under /var/runtime, but for boto3, which the layer goes before.
RUNTIME_PACKAGES = ("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")
ROOTS = "botocore/amazon_roots.pem"
EMPTY = "def lambda_handler(event, context):\n    return {}\n"


def lay_out(folder: Path, built: Path, function: str | None, root: str) -> None:
    """`function` None: one that does nothing. `root`: a certificate to trust beside Amazon's."""
    folder.mkdir()
    if function:
        (folder / "task").symlink_to(built / function)
    else:
        (folder / "task").mkdir()
        (folder / "task" / "empty.py").write_text(EMPTY)
    opt = folder / "opt" / "python"
    for layer in LAYERS:  # /opt is one folder, whatever layers it comes from
        shutil.copytree(built / layer / "python", opt, dirs_exist_ok=True, copy_function=os.link)
    _trust(opt / ROOTS, root)
    (folder / "runtime").mkdir()
    for name in RUNTIME_PACKAGES:
        origin = _origin(name)
        (folder / "runtime" / origin.name).symlink_to(origin)


def variables(template: Mapping[str, str], folder: Path, runtime_port: int) -> dict[str, str]:
    """What Lambda and the template set; credentials are no account's."""
    return dict(template) | {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime_port}",
        "AWS_LAMBDA_FUNCTION_NAME": "measured",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "an example of a secret access key, 40 ch",
        "AWS_SESSION_TOKEN": "a session token " * 20,
        "LAMBDA_TASK_ROOT": str(folder / "task"),
        "LAMBDA_RUNTIME_DIR": str(folder / "runtime"),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONHASHSEED": "0",
    }


def _trust(roots: Path, root: str) -> None:
    content = roots.read_text("utf-8")
    roots.unlink()  # it is the build's own file, by another name
    roots.write_text(content + root)


def _origin(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name)
    origin = Path(found.origin)
    return origin.parent if origin.name == "__init__.py" else origin
