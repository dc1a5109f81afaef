"""What `make build` ships is compiled already: `sam build` alone would drop every .pyc."""

import importlib.util
import marshal
import sys
from pathlib import Path

from tools.bytecode import artifacts

HASH_BASED_UNCHECKED = 1


def test_every_module_has_bytecode_that_is_believed_without_its_source(built: Path):
    modules = [(folder, file) for folder in artifacts(built) for file in folder.rglob("*.py")]

    assert len(modules) > 100
    stale = [str(file.relative_to(built)) for _, file in modules if not _is_valid(file)]
    assert stale == []


def test_tracebacks_name_the_file_where_lambda_has_it(built: Path):
    for folder, home in artifacts(built).items():
        for file in folder.rglob("*.py"):
            code = marshal.loads(_bytecode_of(file).read_bytes()[16:])  # noqa: S302 - ours
            assert code.co_filename == f"{home}/{file.relative_to(folder)}"


def _is_valid(file: Path) -> bool:
    content = _bytecode_of(file).read_bytes()
    return (
        content[:4] == importlib.util.MAGIC_NUMBER
        and int.from_bytes(content[4:8], "little") == HASH_BASED_UNCHECKED
        and content[8:16] == importlib.util.source_hash(file.read_bytes())
    )


def _bytecode_of(file: Path) -> Path:
    return file.parent / "__pycache__" / f"{file.stem}.{sys.implementation.cache_tag}.pyc"
