"""What the code may not do with credentials, whoever writes it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CREDENTIALS = ("secret", "digest", "signature", "token")
SOURCES = sorted(
    [*(ROOT / "layers/core/python/faultbook").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
)


def nodes_of(path: Path, kind: type[ast.AST]) -> Iterator[ast.AST]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def names_in(node: ast.AST) -> set[str]:
    """The name that a side of a comparison is called by, calls and subscripts included."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.Call):
        return names_in(node.func)
    if isinstance(node, ast.Subscript):
        key = {str(node.slice.value)} if isinstance(node.slice, ast.Constant) else set()
        return names_in(node.value) | key
    return set()


def compares_a_credential(node: ast.Compare) -> bool:
    equality = any(isinstance(operator, (ast.Eq, ast.NotEq)) for operator in node.ops)
    sides = [node.left, *node.comparators]
    named = {name.lower() for side in sides for name in names_in(side)}
    return equality and any(word in name for name in named for word in CREDENTIALS)


def calls_of_decode(path: Path) -> list[ast.Call]:
    return [
        node
        for node in nodes_of(path, ast.Call)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "jwt.decode"
    ]


DECODING = [path for path in SOURCES if calls_of_decode(path)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_credentials_are_compared_in_constant_time_only(path: Path):
    compared = [
        ast.unparse(node)
        for node in nodes_of(path, ast.Compare)
        if isinstance(node, ast.Compare) and compares_a_credential(node)
    ]

    assert compared == []


@pytest.mark.parametrize(
    "line",
    ["secret == given", "row.digest != b''", "item['signature'] == x", "share_token() == text"],
)
def test_the_check_sees_such_a_comparison(line: str):
    node = ast.parse(line, mode="eval").body

    assert isinstance(node, ast.Compare)
    assert compares_a_credential(node)


def test_tokens_are_decoded_where_we_think():
    assert [path.name for path in DECODING] == ["bearer_jwt.py", "share_token.py"]


@pytest.mark.parametrize("path", DECODING, ids=lambda path: path.name)
def test_each_decode_names_its_one_algorithm(path: Path):
    for call in calls_of_decode(path):
        [algorithms] = [word.value for word in call.keywords if word.arg == "algorithms"]

        assert isinstance(algorithms, ast.List)
        assert [type(name) for name in algorithms.elts] == [ast.Constant]


@pytest.mark.parametrize("path", DECODING, ids=lambda path: path.name)
def test_each_decode_is_inside_a_try_that_catches_whatever_pyjwt_raises(path: Path):
    guarded = [
        call
        for node in nodes_of(path, ast.Try)
        if isinstance(node, ast.Try)
        and all("PyJWTError" in ast.unparse(h.type or ast.Name("")) for h in node.handlers)
        for statement in node.body
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "jwt.decode"
    ]

    assert len(guarded) == len(calls_of_decode(path))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_signature_goes_unverified(path: Path):
    assert "verify_signature" not in path.read_text(encoding="utf-8")


def test_only_the_key_set_the_client_of_aws_and_deliveries_call_out():
    clients = {"http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "socket"}
    importing = {
        path.name
        for path in SOURCES
        for node in [*nodes_of(path, ast.Import), *nodes_of(path, ast.ImportFrom)]
        for name in _imported(node)
        if name in clients
    }

    assert importing == {"aws.py", "connection.py", "jwks.py"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
