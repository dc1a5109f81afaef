"""One call of pdpyras and, as JSON, what it made of the answer.

python call_pdpyras.py <base URL> <method> <keywords as JSON>
"""

import json
import os
import sys

from pdpyras import (  # type: ignore[import-not-found] # in its own environment
    ChangeEventsAPISession,
    EventsAPISession,
    PDClientError,
)

url, method, said = sys.argv[1:]
kind = ChangeEventsAPISession if method == "submit" else EventsAPISession
session = kind(os.environ["ROUTING_KEY"])
session.url = url
try:
    answer = getattr(session, method)(**json.loads(said))
except PDClientError as error:
    sys.exit(f"{error} {error.response.text if error.response is not None else ''}")
sys.stdout.write(json.dumps(answer))
