"""Write the OpenAPI document and its page, or see whether they are as the code says."""

import argparse
import sys

from tools.openapi.files import stale


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it would")
    check = parser.parse_args().check
    wrong = stale()
    for file, text in wrong.items():
        if not check:
            file.write_text(text, "utf-8")
        print(f"{file.name} {'is not what `make openapi` writes' if check else 'written'}")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
