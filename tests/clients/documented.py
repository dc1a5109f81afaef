"""The lines of docs/point-your-sender-here.md, for the tests that run them."""

import re

from tests.clients.installing import ROOT

PAGE = ROOT / "docs" / "point-your-sender-here.md"


def lines_for(tool: str, *, host: str, key: str, tls: bool = False) -> str:
    """The block under the tool's heading, with this host and key; without TLS in plain HTTP."""
    section = PAGE.read_text("utf-8").partition(f"\n## {tool}\n")[2].partition("\n## ")[0]
    found = re.search(r"^```\w+\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found, tool
    lines = found[1].replace("<host>", host).replace("<key>", key)
    return lines if tls else lines.replace("https", "http")
