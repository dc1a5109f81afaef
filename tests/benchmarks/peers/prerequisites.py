"""What the peers need: apt's packages have to be there, PyPI's are brought here."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from local.dynoxide import LOCAL, ROOT

FOLDER = LOCAL / "peers"
ALERTA = "9.1.0"
_ALERTA_PACKAGES = (f"alerta-server=={ALERTA}", "psycopg2-binary>=2.9", "gunicorn>=27")


class Missing(Exception):
    """A package of Debian's; the text is its name."""


def alerta_environment(say: Callable[[str], None]) -> Path:
    """An environment of Alerta's own under .local, made if need be; its folder of programs."""
    folder = FOLDER / f"alerta-{ALERTA}"
    done = folder / ".installed"
    if not done.exists():
        say(f"installing Alerta {ALERTA} into {folder.relative_to(ROOT)}")
        uv = Path(sys.executable).with_name("uv")
        python = folder / "bin" / "python"
        subprocess.run([uv, "venv", "--quiet", "--clear", folder], check=True)
        install: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            *_ALERTA_PACKAGES,
        ]
        subprocess.run(install, check=True)
        done.touch()
    return folder / "bin"
