"""Zabbix's own media type *Opsgenie*, run by its own engine, as Debian has both."""

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.clients.daemons import debian_program
from tests.clients.documented import lines_for
from tests.clients.running import Tenant, run_client

DATA = Path("/usr/share/zabbix-server-mysql/data.sql.gz")  # what a new Zabbix begins with
_INSERT = re.compile(r"INSERT INTO `(\w+)` \((.*?)\) values \((.*)\);$")
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

# What Zabbix puts in for its macros, of an event that happens to somebody's web server.
EVENT = {
    "{ALERT.SUBJECT}": "Problem: /var is full",
    "{ALERT.MESSAGE}": "Problem name: /var is full\r\nHost: web-1",
    "{EVENT.ID}": "4711",
    "{EVENT.NSEVERITY}": "5",
    "{EVENT.SOURCE}": "0",
    "{EVENT.TAGSJSON}": '[{"tag":"component","value":"storage"},{"tag":"scope","value":""}]',
    "{EVENT.UPDATE.STATUS}": "0",
    "{EVENT.UPDATE.ACTION}": "",
    "{EVENT.VALUE}": "1",
    "{TRIGGER.ID}": "23",
    "{USER.FULLNAME}": "Ada Lovelace (Admin)",
    "{$ZABBIX.URL}": "https://zabbix.example",
}


def rows(table: str) -> list[dict[str, str]]:
    found = []
    for line in gzip.decompress(DATA.read_bytes()).decode().splitlines():
        insert = _INSERT.match(line)
        if insert and insert[1] == table:
            names = re.findall(r"`(\w+)`", insert[2])
            values = [
                _ESCAPED.sub(lambda c: _CHARACTERS.get(c[1], c[1]), text)
                for text in _TEXT.findall(insert[3])
            ]
            found.append(dict(zip(names, values, strict=True)))
    return found


@cache
def media_type(name: str) -> tuple[str, dict[str, str]]:
    """Its script, and its parameters as they are before anybody has set one."""
    [found] = [row for row in rows("media_type") if row["name"] == name]
    parameters = {
        row["name"]: row["value"]
        for row in rows("media_type_param")
        if row["mediatypeid"] == found["mediatypeid"]
    }
    return found["script"], parameters


class Zabbix:
    def __init__(self, tenant: Tenant, folder: Path) -> None:
        script, parameters = media_type("Opsgenie")
        self.script = folder / "Opsgenie.js"
        self.script.write_text(script)
        self.input = folder / "parameters.json"
        lines = lines_for("Zabbix", host=urlsplit(tenant.stack.url).netloc, key=tenant.key)
        chosen = dict(line.split("=", 1) for line in lines.splitlines())
        assert chosen.keys() <= parameters.keys()
        self.parameters = parameters | chosen

    def tells(self, **macros: str) -> dict[str, Any]:
        """Of the event; the tags that the script gives it. Macros by their last word."""
        said = EVENT | {f"{{{name.replace('_', '.')}}}": text for name, text in macros.items()}
        filled = {name: said.get(value, value) for name, value in self.parameters.items()}
        self.input.write_text(json.dumps(filled))
        done = run_client(debian_program("zabbix_js"), "-s", self.script, "-i", self.input)
        assert done.returncode == 0, done.stdout + done.stderr
        tags: dict[str, Any] = json.loads(done.stdout)["tags"]
        return tags


@pytest.fixture
def zabbix(tenant: Tenant, tmp_path: Path) -> Zabbix:
    return Zabbix(tenant, tmp_path)


def test_a_problem_its_updates_and_its_recovery(zabbix: Zabbix, tenant: Tenant):
    tags = zabbix.tells()

    [fault] = tenant.faults()
    assert (fault["severity"], fault["message"]) == ("CRITICAL", "Problem: /var is full")
    assert f"flt_{tags['__zbx_ops_issuekey']}" == fault["id"]

    zabbix.tells(EVENT_UPDATE_STATUS="1", EVENT_UPDATE_ACTION="acknowledged")
    assert tenant.faults()[0]["acknowledged_at"]

    zabbix.tells(EVENT_UPDATE_STATUS="1", EVENT_UPDATE_ACTION="unacknowledged")
    assert tenant.faults()[0]["acknowledged_at"] is None

    zabbix.tells(
        EVENT_UPDATE_STATUS="1", EVENT_UPDATE_ACTION="commented", ALERT_MESSAGE="Being cleaned"
    )
    assert "Being cleaned" in [said["comment"] for said in tenant.faults()[0]["comments"]]

    zabbix.tells(EVENT_VALUE="0", ALERT_SUBJECT="Resolved: /var is full")
    [fault] = tenant.faults()
    assert fault["status"] == "resolved"
