"""Compiles every artifact of `sam build`, so that a cold start need not.

    python3.13 tools/bytecode.py .aws-sam/build

Run it with the very Python of the functions' runtime: it needs nothing but the standard
library. Ordinary bytecode would be thrown away at every cold start, because it carries its
source's time and SAM zips with one of its own; an unchecked hash is believed as it stands.
"""

import compileall
import sys
from pathlib import Path
from py_compile import PycInvalidationMode


def artifacts(build: Path) -> dict[Path, str]:
    """Each built folder and where Lambda puts it, which is what tracebacks then say."""
    folders = [path for path in sorted(build.iterdir()) if path.is_dir()]
    return {path: "/opt" if (path / "python").is_dir() else "/var/task" for path in folders}


def compile_artifacts(build: Path) -> bool:
    return all(
        compileall.compile_dir(
            folder,
            maxlevels=64,
            force=True,
            quiet=1,
            stripdir=str(folder),
            prependdir=home,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        for folder, home in artifacts(build).items()
    )


def main(arguments: list[str]) -> int:
    match arguments:
        case [build] if Path(build).is_dir() and artifacts(Path(build)):
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            print(f"==> bytecode of Python {version} for {len(artifacts(Path(build)))} artifacts")
            return 0 if compile_artifacts(Path(build)) else 1
        case _:
            print("usage: python3.X tools/bytecode.py BUILD_FOLDER", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
