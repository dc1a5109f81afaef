"""Calls made by panopta_api, and what came back, as JSON.

python call_panopta.py <host URL> <folder for its log>   with the calls as JSON on standard input:
[["post", ["server", "42", "custom_incident"], {...}], ["get", "$location", null], ...]

`$location` is the `location` header of the newest answer that had one, as it is.

The package was written for Python 2: `urlparse` is a module of its own there, and the package
imports its module `client` by that name. So both are put in place before its own code is loaded.
"""

import importlib.metadata
import importlib.util
import json
import os
import sys
import types
import urllib.parse

NAME = "panopta_api"

sys.modules["urlparse"] = urllib.parse
found = importlib.util.find_spec(NAME)
package = types.ModuleType(NAME)
package.__path__ = list((found and found.submodule_search_locations) or [])
package.__version__ = importlib.metadata.version(NAME)  # type: ignore[attr-defined]
sys.modules[NAME] = package

from panopta_api.client import Client  # type: ignore[import-not-found]  # noqa: E402

host, log_path = sys.argv[1:]
client = Client(os.environ["PANOPTA_KEY"], host=host, log_path=log_path)
location = ""
answers = []
for verb, path, body in json.load(sys.stdin):
    url = location if path == "$location" else client.url(*path)
    answer = getattr(client, verb)(url, **({"json": body} if body is not None else {}))
    location = answer.headers.get("location", location)
    answers.append(
        {
            "status": answer.status_code,
            "headers": {name.lower(): value for name, value in answer.headers.items()},
            "text": answer.text,
        }
    )
sys.stdout.write(json.dumps(answers))
