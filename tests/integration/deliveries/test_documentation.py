"""The receiver that the documentation shows takes what is sent, and refuses what is forged."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from standardwebhooks import Webhook

from local.template import ROOT

_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDCx0BAAAAAAA="  # noqa: S105 - of nobody
_TOLD = '{"type":"fault.opened","data":{"fault":{"id":"flt_1"}}}'


def test_the_receiver_of_the_documentation_prints_what_it_is_told(tmp_path: Path):
    text = (ROOT / "docs/get-told.md").read_text("utf-8")
    [code] = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    program = tmp_path / "receiver.py"
    program.write_text(
        code.replace('("127.0.0.1", 9000)', '("127.0.0.1", 0)')
        .replace(".serve_forever()", "")
        .replace("HTTPServer((", "server = HTTPServer((")
        + "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    with subprocess.Popen(
        [sys.executable, str(program)],
        env=os.environ | {"SECRET": _SECRET},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as receiver:
        assert receiver.stdout
        try:
            url = f"http://127.0.0.1:{int(receiver.stdout.readline())}/"
            at = datetime.fromtimestamp(int(time.time()), UTC)
            headers = {
                "webhook-id": "evt_1",
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": Webhook(_SECRET).sign("evt_1", at, _TOLD),
            }
            answer = httpx.post(url, content=_TOLD, headers=headers, trust_env=False)
            told = receiver.stdout.readline()
        finally:
            receiver.kill()

    assert answer.status_code == 204
    assert told.startswith("fault.opened {'fault': {'id': 'flt_1'}}")
