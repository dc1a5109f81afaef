"""Leaves of botocore's data, in the built layer, what Faultbook's functions use.

    python -P tools/slim_dependencies.py .aws-sam/build

botocore describes 400 services to itself, and reads much of it at each cold start. Its code stays
as it is; of its data stay six services with the operations that are called, their endpoints, and,
beside the usual bundle of roots, Amazon's own. Of s3transfer, which boto3 imports whatever it is
asked for, stays the one class that is then looked at. Whatever is missing then, botocore says by
name.
"""

import ast
import gzip
import json
import shutil
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LAYER = Path("DependenciesLayer", "python")
# A test holds these to the calls in the core.
OPERATIONS = {
    "dynamodb": {
        "BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan",
        "TransactWriteItems", "UpdateItem",
    },
    "events": {"PutEvents"},
    "lambda": {"Invoke"},
    "sesv2": {"SendEmail"},
    "sns": {"Publish"},
    "ssm": {"GetParameters"},
}  # fmt: skip
# https://www.amazontrust.com/repository/
ROOTS = {
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Starfield Services Root Certificate Authority - G2",
}
# What `import boto3` needs of s3transfer, by module. The rest, which moves files to and from S3,
# costs a cold start 47 million instructions.
TRANSFERS = {
    "__init__": {"__version__"},
    "constants": {"KB", "MB"},
    "manager": {"KB", "MB", "TransferConfig"},
}
_MODEL, _RULES = "service-2", "endpoint-rule-set-1"
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def slim(packages: Path) -> None:
    """Can be repeated."""
    shutil.rmtree(
        packages / "boto3" / "data", ignore_errors=True
    )  # of resources, which we have none
    data = packages / "botocore" / "data"
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in OPERATIONS:
            shutil.rmtree(folder)
    for service, operations in OPERATIONS.items():
        slim_service(data / service, operations)
    endpoints = data / "endpoints.json"
    _write(endpoints, slim_endpoints(_read(endpoints)))
    bundle = (packages / "botocore" / "cacert.pem").read_text("utf-8")
    roots = "".join(amazon_roots(bundle).values())
    (packages / "botocore" / "amazon_roots.pem").write_text(roots, "utf-8")
    slim_transfers(packages / "s3transfer")


def slim_service(folder: Path, operations: set[str]) -> None:
    """Only of the newest version, and of that only what a call needs."""
    *older, newest = sorted(folder.iterdir())
    for version in older:
        shutil.rmtree(version)
    model = slim_model(_read(_stored(newest, _MODEL)), operations)
    rules = _read(_stored(newest, _RULES))
    for file in newest.iterdir():
        file.unlink()
    _write(newest / f"{_MODEL}.json", model)
    _write(newest / f"{_RULES}.json", rules)


def slim_model(model: dict[str, Any], operations: set[str]) -> dict[str, Any]:
    """Those operations, the shapes that they reach, and no documentation."""
    kept = {name: _undocumented(model["operations"][name]) for name in sorted(operations)}
    shapes: dict[str, Any] = {}
    names = list(_shapes_named(kept))
    while names:
        name = names.pop()
        if name not in shapes:
            shapes[name] = _undocumented(model["shapes"][name])
            names += _shapes_named(shapes[name])
    rest = {name: part for name, part in model.items() if name not in {"operations", "shapes"}}
    return rest | {"operations": kept, "shapes": shapes}


def slim_endpoints(endpoints: dict[str, Any]) -> dict[str, Any]:
    for partition in endpoints["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in OPERATIONS if name in services}
    return endpoints


def slim_transfers(folder: Path) -> None:
    """Raises LookupError where s3transfer has not what boto3 is known to need."""
    kept = {
        folder / f"{module}.py": _definitions(folder / f"{module}.py", names)
        for module, names in TRANSFERS.items()
    }
    shutil.rmtree(folder)
    folder.mkdir()
    for file, source in kept.items():
        file.write_text(source, "utf-8")


def amazon_roots(bundle: str) -> dict[str, str]:
    """By subject; where one is missing, the bundle that has the rest is asked for it."""
    found = {_common_name(certificate): certificate for certificate in _certificates(bundle)}
    return {name: found[name] for name in sorted(ROOTS & found.keys())}


def _definitions(file: Path, names: set[str]) -> str:
    """Those classes and constants of a module, and from where it has those of others."""
    kept: list[ast.stmt] = []
    missing = set(names)
    for statement in ast.parse(file.read_text("utf-8")).body:
        if isinstance(statement, ast.ImportFrom):
            statement.names = [alias for alias in statement.names if alias.name in names]
        if defined := _names_of(statement) & names:
            kept.append(statement)
            missing -= defined
    if missing:
        raise LookupError(f"{file.name} of s3transfer has no {', '.join(sorted(missing))}")
    return ast.unparse(ast.Module(body=kept, type_ignores=[])) + "\n"


def _names_of(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return {name}
        case ast.ImportFrom(names=aliases):
            return {alias.name for alias in aliases}
        case _:
            return set()


def _shapes_named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _shapes_named(inner)


def _undocumented(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: _undocumented(inner)
            for name, inner in part.items()
            if not (name.startswith("documentation") and isinstance(inner, str))
        }
    return [_undocumented(inner) for inner in part] if isinstance(part, list) else part


def _certificates(bundle: str) -> Iterator[str]:
    for part in bundle.split(_BEGIN)[1:]:
        yield f"{_BEGIN}{part.partition(_END)[0]}{_END}\n"


def _common_name(certificate: str) -> str:
    """Empty where the subject has none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificate)
    subjects: list[Any] = [certificate["subject"] for certificate in context.get_ca_certs()]
    names = dict(name for subject in subjects for (name,) in subject)
    return str(names.get("commonName", ""))


def _stored(folder: Path, name: str) -> Path:
    return next(folder.glob(f"{name}.json*"))


def _read(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    text = gzip.decompress(content) if file.suffix == ".gz" else content
    read: dict[str, Any] = json.loads(text)
    return read


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, separators=(",", ":")), "utf-8")


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main(arguments: list[str]) -> int:
    match arguments:
        case [build] if (Path(build) / LAYER / "botocore").is_dir():
            packages = Path(build) / LAYER
            before = _size(packages)
            slim(packages)
            print(f"==> dependencies slimmed: {before:.0f} -> {_size(packages):.0f} MB")
            return 0
        case _:
            print("usage: python tools/slim_dependencies.py BUILD_FOLDER", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
