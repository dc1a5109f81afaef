"""Who to talk to: options, environment, then a profile of the configuration file.

The file is TOML, readable by its owner only:

    default = "work"

    [profiles.work]
    url = "https://faults.example.com"
    token = "eyJ..."
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from faultbook_client.command.files import writing
from faultbook_client.wire import showable_url

DEFAULT_URL = "http://localhost:8080"  # that of `make run`
DEFAULT_NAME = "default"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TOKEN = re.compile(r"eyJ.*|fb_.*")  # a JSON Web Token, an API key


class SettingsError(Exception):
    """Nothing can be asked with these options, this environment or this file."""


@dataclass(frozen=True, slots=True)
class Profile:
    url: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Configuration:
    default: str = DEFAULT_NAME
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    def with_profile(self, name: str, profile: Profile) -> "Configuration":
        """The first profile becomes the default."""
        default = self.default if self.default in self.profiles else name
        return replace(self, default=default, profiles={**self.profiles, name: profile})

    def without_profile(self, name: str) -> "Configuration":
        """The last one left becomes the default. Raises SettingsError."""
        self.named(name)
        left = {known: profile for known, profile in self.profiles.items() if known != name}
        default = next(iter(left)) if self.default == name and len(left) == 1 else self.default
        return replace(self, default=default, profiles=left)

    def named(self, name: str) -> Profile:
        """Raises SettingsError."""
        check_name(name)
        if name not in self.profiles:
            known = ", ".join(sorted(self.profiles)) or "none"
            raise SettingsError(f"There is no profile {name!r} in {path()}; there are: {known}.")
        return self.profiles[name]


@dataclass(frozen=True, slots=True)
class Settings:
    """`source` says where they come from, in words."""

    url: str
    token: str = field(repr=False)
    source: str

    @property
    def shown_url(self) -> str:
        """Without a password, if there is one in it."""
        return showable_url(self.url)


def path() -> Path:
    """FAULTBOOK_CONFIG, or the place that the system has for such files."""
    import platformdirs

    chosen = os.environ.get("FAULTBOOK_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path("faultbook") / "config.toml"


def load() -> Configuration:
    """An empty one where there is no file. Raises SettingsError."""
    try:
        document = tomllib.loads(path().read_text("utf-8"))
    except FileNotFoundError:
        return Configuration()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path()} cannot be read: {error}") from error
    return Configuration(
        default=_text(document, "default") or DEFAULT_NAME,
        profiles={
            name: Profile(_text(profile, "url"), _text(profile, "token"))
            for name, profile in _table(document, "profiles").items()
        },
    )


def save(configuration: Configuration) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    import tomli_w

    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    document = {
        "default": configuration.default,
        "profiles": {
            name: {"url": profile.url, "token": profile.token}
            for name, profile in configuration.profiles.items()
        },
    }
    with writing(file, is_private=True) as stream:
        stream.write(tomli_w.dumps(document))


def check_name(name: str) -> None:
    """Of a profile. One that may be a token is not repeated. Raises SettingsError."""
    if not _NAME.fullmatch(name) or _TOKEN.fullmatch(name):
        raise SettingsError(
            "The name of a profile has up to 40 letters, digits, dots, - and _, and does not look "
            "like a token; a token is asked for, or given in FAULTBOOK_TOKEN."
        )


def settle(*, url: str | None, token: str | None, profile: str | None) -> Settings:
    """Of the options given. A profile's token goes to that profile's URL and nowhere else.

    Raises SettingsError.
    """
    url, token = _stripped(url), _stripped(token)
    if profile is None:
        url = url or told_url()
        token = token or told_token()
    name = profile or os.environ.get("FAULTBOOK_PROFILE")
    if url and token:
        return Settings(url, token, "options or environment")
    configuration = load()
    if name is None and configuration.default not in configuration.profiles:
        return Settings(url or DEFAULT_URL, token or "", "options, environment or defaults")
    name = name or configuration.default
    kept = configuration.named(name)
    is_its_own = not url or url.rstrip("/") == kept.url.strip().rstrip("/")
    return Settings(
        url or kept.url,
        token or (kept.token if is_its_own else ""),
        f"profile {name}",
    )


def told_url() -> str | None:
    """That of the environment."""
    return _stripped(os.environ.get("FAULTBOOK_URL"))


def told_token() -> str | None:
    """That of the environment."""
    return _stripped(os.environ.get("FAULTBOOK_TOKEN"))


def _stripped(text: str | None) -> str | None:
    """Files and shells leave a line break at the end."""
    return text.strip() if text else None


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise SettingsError(f"{path()}: {name} is not a text.")
    return value


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
    value = table.get(name, {})
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise SettingsError(f"{path()}: {name} is not a table of tables.")
    return value
