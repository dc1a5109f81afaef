"""Write the OpenAPI document and its page: `python -m local.openapi [--check]`.

Both are made from the code and kept in the repository, so a running function only reads them and
never needs what makes them. Nothing is listed by hand: what template.yaml deploys behind HTTP is
described.

To describe a new API, give its folder under functions/:

* in each module with a `lambda_handler`: `api`, a `faultbook.gateway.api.Api`. Each route names its
  method, path, scope, types of query, body and answers; `headers` (request headers that the handler
  reads), `answer_headers`, and `errors` that these do not imply. The handler's docstring is summary
  and description; the module's first line describes the group.
* `documentation.py` with `DOCUMENTATION`, a `faultbook.gateway.documentation.Documentation`: title,
  words, security schemes, the type of its errors, path parameters, the meaning of members by name,
  examples by type, and a `prefix` that keeps its types apart from those of other APIs.

Errors need no words: each API's own `error_answer` is called for every error that a route can give,
and what it answers is what the document says. Aliases are listed as paths of their own, marked with
`x-alias-of`, so that documented routes and real routes are the same set.
"""

import argparse
import json
import sys
from pathlib import Path

from local.openapi_document import document
from local.openapi_page import page_of

_FOLDER = Path(__file__).parent.parent / "functions" / "reference"


def made() -> dict[Path, str]:
    """The files as they should be."""
    whole = document()
    return {
        _FOLDER / "openapi.json": json.dumps(whole, indent=1, ensure_ascii=False) + "\n",
        _FOLDER / "docs.html": page_of(whole),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it would")
    check = parser.parse_args().check
    stale = {
        file: text
        for file, text in made().items()
        if not file.exists() or file.read_text("utf-8") != text
    }
    for file, text in stale.items():
        if not check:
            file.write_text(text, "utf-8")
        print(f"{file.name} {'is not what `make openapi` writes' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
