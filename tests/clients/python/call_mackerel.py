"""One call of mackerel.client and, as JSON, the hosts that it made of the answer.

python call_mackerel.py <base URL> <method> [keyword=value ...]
"""

import json
import logging
import os
import sys

from mackerel.client import Client, MackerelClientError  # type: ignore[import-not-found]

origin, method, *sent = sys.argv[1:]
client = Client(
    mackerel_origin=origin,
    mackerel_api_key=os.environ["MACKEREL_APIKEY"],
    logger=logging.getLogger(),
)
try:
    answer = getattr(client, method)(**dict(pair.split("=", 1) for pair in sent))
except MackerelClientError as error:
    sys.exit(str(error))
found = [host.args for host in answer] if isinstance(answer, list) else answer.args
sys.stdout.write(json.dumps(found))
