"""Serves moto on a free loopback port, one request at a time, and prints the port.

moto loses updates under threads, and puts a whole table back when a transaction fails; behind
one lock it is linearizable.
"""

import threading
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from local.http_server import Application, HttpServer


def serialised(application: Application) -> Application:
    lock = threading.Lock()

    def one_at_a_time(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with lock:
            return list(application(environ, start_response))

    return one_at_a_time


def main() -> None:
    server = HttpServer(port=0)
    server.start(serialised(DomainDispatcherApplication(create_backend_app)))
    print(server.port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
