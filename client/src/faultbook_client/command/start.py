"""The program `faultbook`: it loads what it needs, and ends in words whatever happens."""

import os
import sys
from pathlib import Path

_INTERRUPTED = 130  # 128 + SIGINT, as a shell sees a program that Ctrl-C ended
_FAILED = 1


def main() -> None:
    try:
        _open_streams()
        from faultbook_client.command.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except Exception as error:
        if os.environ.get("FAULTBOOK_DEBUG"):
            raise
        # Its text may be of anything, a credential too, so only its kind is told.
        sys.stderr.write(
            f"faultbook: this is a fault of the program itself ({type(error).__name__}). "
            "With FAULTBOOK_DEBUG=1 it says where.\n"
        )
        sys.exit(_FAILED)


def _open_streams() -> None:
    """Rather a question mark than no answer at all; a stream that is closed takes everything."""
    nowhere = Path(os.devnull)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, nowhere.open(mode, encoding="utf-8"))
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
