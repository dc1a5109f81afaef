"""Writes the OpenAPI document, or checks that it is up to date."""

import argparse
import sys

from tools.openapi.files import FILE, is_stale, made


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it would")
    if parser.parse_args().check:
        if is_stale():
            print(f"{FILE.name} is not what `make openapi` writes", file=sys.stderr)
            return 1
        return 0
    FILE.write_text(made(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
