"""Which environment variables a function reads, as its code says.

From the files that a handler imports of its folder to the parts of the wiring that they name, from
there to the parts that these are built of, and to the settings that each asks for.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.template.reading import ROOT

_CORE = ROOT / "layers/core/python/faultbook"
_BUILDERS = {"build_at_start", "prepare"}  # of what is handed to them
_EVERYWHERE = {"LOG_LEVEL", "SERVICE_NAME"}  # telemetry's
OF_PUBLIC_KEYS = {"JWKS_URL"}  # asked for where tokens are signed with a private key


def variables_of(module: str) -> set[str]:
    """`module` has the handler, as functions.fault_api.faults."""
    trees = [_parsed(file) for file in _own_files(module)]
    seen: set[str] = set()
    waiting = {name for tree in trees for name in _parts_named(tree)}
    while waiting:
        part = waiting.pop()
        seen.add(part)
        waiting |= _names_in(_wiring()[part]) & _wiring().keys() - _BUILDERS - seen
    bodies: list[ast.AST] = [_wiring()[part] for part in seen]
    bodies += [tree for tree in trees if "read_settings" in _names_in(tree)]
    asked = {name for body in bodies for name in _names_in(body)} & _settings().keys()
    return {variable for name in asked for variable in _settings()[name]} | _EVERYWHERE


def required() -> set[str]:
    """Variables without which what needs them cannot be."""
    tree = _parsed(_CORE / "settings.py")
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    insisting = [call for call in calls if ast.unparse(call.func) == "self._required"]
    return {variable for call in insisting for variable in _variables_in(call)}


def _own_files(module: str) -> Iterator[Path]:
    waiting, seen = {module}, set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        file = ROOT / f"{name.replace('.', '/')}.py"
        if not file.exists():  # a folder, or a name in a module
            continue
        yield file
        for node in ast.walk(_parsed(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("functions."):
                named = {f"{node.module}.{alias.name}" for alias in node.names}
                waiting |= {str(node.module), *named} - seen


def _parts_named(tree: ast.AST) -> set[str]:
    """X of wiring.X and of wiring.stores.X."""
    roots = {"wiring", "wiring.stores"}
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in roots
    } & _wiring().keys() - _BUILDERS


def _names_in(tree: ast.AST) -> set[str]:
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@cache
def _wiring() -> dict[str, ast.FunctionDef]:
    files = (_CORE / "wiring" / "stores.py", _CORE / "wiring" / "__init__.py")
    return {node.name: node for file in files for node in _functions_of(_parsed(file).body)}


@cache
def _settings() -> dict[str, set[str]]:
    """Variables that each property of Settings reads."""
    [settings] = [
        node
        for node in _parsed(_CORE / "settings.py").body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    ]
    return {function.name: _variables_in(function) for function in _functions_of(settings.body)}


def _variables_in(tree: ast.AST) -> set[str]:
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {
        word for word in words if isinstance(word, str) and re.fullmatch(r"[A-Z]+(_[A-Z]+)+", word)
    }


def _functions_of(body: Iterable[ast.stmt]) -> list[ast.FunctionDef]:
    return [node for node in body if isinstance(node, ast.FunctionDef)]


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))
