"""What /var/runtime/bootstrap does, in a process of its own, with Amazon's hosts on this machine.

    python -I -S bootstrap.py FOLDER HANDLER PORT

Not imported by anything: it is the first file that the measured Python runs.
"""

import importlib
import site  # noqa: F401 - Lambda's Python has it
import socket
import sys
from typing import Any

_AMAZON = (".amazonaws.com", ".api.aws", ".amazonaws.com.cn")


def main(folder: str, handler: str, port: str) -> None:
    sys.path[:0] = [f"{folder}/task", f"{folder}/opt/python", f"{folder}/runtime"]
    resolve = socket.getaddrinfo

    def on_this_machine(host: str, *rest: Any, **named: Any) -> Any:
        if host.endswith(_AMAZON):
            return resolve("127.0.0.1", int(port), *rest[1:], **named)
        return resolve(host, *rest, **named)

    socket.getaddrinfo = on_this_machine  # type: ignore[assignment]
    runtime = importlib.import_module("awslambdaric.__main__")
    runtime.main(["bootstrap", handler])


if __name__ == "__main__":
    main(*sys.argv[1:])
