"""What the code may not do, whoever writes it; tests of credentials have rules of their own."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from faultbook.incidents import scan_reports
from faultbook.usecases import access_ports, hosts, ports, statistics_ports

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "layers/core/python/faultbook"
SOURCES = {
    str(path.relative_to(ROOT)): path
    for path in sorted([*CORE.rglob("*.py"), *(ROOT / "functions").rglob("*.py")])
}
# Nobody calls out but to the store, and for the keys that bearer tokens are signed with.
CALLS_OUT = {
    "layers/core/python/faultbook/aws.py",
    "layers/core/python/faultbook/gateway/jwks.py",
    "layers/core/python/faultbook/outgoing/connection.py",
}
HTTP_CLIENTS = {"http.client", "httpx", "requests", "socket", "urllib.request", "urllib3"}
# What looks at all customers: the clock's work, and the look-up by which a customer is known.
WITHOUT_CUSTOMER = {
    "ApiKeyDirectory.find",
    "ApiKeyDirectory.note_use",
    "DueStore.put",
    "DueStore.put_aside",
    "DueStore.remove",
    "DueStore.until",
    "StatisticsStore.customers",
    "WindowStore.clear",
    "WindowStore.load",
    "WindowStore.marked_since",
    "WindowStore.save",
}
SCANS = {"layers/core/python/faultbook/dynamodb/audit_store.py"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def attributes_of(path: Path) -> set[str]:
    return {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}


def store_calls() -> dict[str, list[str]]:
    """The parameters of each method of each store that use cases may ask."""
    modules: list[Any] = [ports, access_ports, statistics_ports, scan_reports, hosts]
    stores = {
        name: store
        for module in modules
        for name, store in vars(module).items()
        if inspect.isclass(store) and getattr(store, "_is_protocol", False)
        if store.__module__ == module.__name__ and name not in ("RetryPolicy", "AuditStore")
    }
    return {
        f"{name}.{method}": [*inspect.signature(function).parameters][1:]
        for name, store in stores.items()
        for method, function in vars(store).items()
        if inspect.isfunction(function) and not method.startswith("_")
    }


def test_every_store_call_takes_the_customer_first():
    calls = store_calls()
    others = {name for name, parameters in calls.items() if parameters[:1] != ["customer_id"]}

    assert len(calls) > 30
    assert others == WITHOUT_CUSTOMER


def test_only_the_audit_scans():
    scanning = {name for name, path in SOURCES.items() if "scan" in attributes_of(path)}

    assert scanning == SCANS


def test_nobody_else_calls_out():
    calling = {name for name, path in SOURCES.items() if imports_of(path) & HTTP_CLIENTS}

    assert calling == CALLS_OUT


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("functions/")])
def test_no_function_has_a_client_of_the_store(name: str):
    path = SOURCES[name]

    assert not any(one.startswith(("boto", "faultbook.dynamodb")) for one in imports_of(path))
    assert not attributes_of(path) & {"aws", "dynamodb"}


@pytest.mark.parametrize("name", SOURCES)
def test_no_failure_goes_by_unseen(name: str):
    """No bare except, none that does nothing without saying why, no guard that -O removes."""
    path = SOURCES[name]
    text = path.read_text("utf-8").splitlines()
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Assert)
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            only = node.body[0]
            if isinstance(only, ast.Pass) and len(node.body) == 1:
                assert "#" in text[only.lineno - 1]


@pytest.mark.parametrize("name", SOURCES)
def test_an_exception_is_made_where_it_is_raised(name: str):
    """One that is raised again keeps every traceback: the frames and headers of each request."""
    raised = [
        ast.unparse(node.exc)
        for node in ast.walk(tree_of(SOURCES[name]))
        if isinstance(node, ast.Raise) and isinstance(node.exc, (ast.Name, ast.Attribute))
    ]

    assert [one for one in raised if one.rpartition(".")[2].isupper()] == []
