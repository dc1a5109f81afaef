"""What /var/runtime/bootstrap does, in a process of its own, with Amazon's hosts on this machine.

    python -I -S bootstrap.py FOLDER HANDLER PORT

Not imported by anything: it is the first file that the measured Python runs.
"""

import site  # noqa: F401 - Lambda's Python has it
import socket
import sys

_AMAZON = (".amazonaws.com", ".api.aws", ".amazonaws.com.cn")


def main(folder: str, handler: str, port: str) -> None:
    sys.path[:0] = [f"{folder}/task", f"{folder}/opt/python", f"{folder}/runtime"]
    resolve = socket.getaddrinfo

    def on_this_machine(host: str, *rest, **named):
        if isinstance(host, str) and host.endswith(_AMAZON):
            return resolve("127.0.0.1", int(port), *rest[1:], **named)
        return resolve(host, *rest, **named)

    socket.getaddrinfo = on_this_machine
    from awslambdaric.__main__ import main as run

    run(["bootstrap", handler])


if __name__ == "__main__":
    main(*sys.argv[1:])
