"""`faultbook login` and `faultbook profile`: where and who, kept in the configuration file."""

import sys
from dataclasses import replace
from typing import Annotated

import typer

from faultbook_client.command import profiles
from faultbook_client.command.choices import Json
from faultbook_client.command.claims import claims_of
from faultbook_client.command.completion import profile_names
from faultbook_client.command.profiles import Profile, Settings, SettingsError
from faultbook_client.command.session import Commands, client_of, options_of
from faultbook_client.command.terminal import print_fields, print_json, print_line, say
from faultbook_client.wire import showable_url

profile = typer.Typer(cls=Commands, no_args_is_help=True, help="Stacks and tokens that are kept.")


Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=profile_names)]


def login(
    context: typer.Context,
    *,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Of the profile.")] = None,
    check: Annotated[bool, typer.Option(help="Ask Faultbook whether it takes the token.")] = True,
) -> None:
    """Keep a URL and a token as a profile.

    The token is that of --token or FAULTBOOK_TOKEN, or else asked for: unseen on a terminal, read
    from standard input in a script.
    """
    options = options_of(context)
    configuration = profiles.load()
    name = name or options.profile or configuration.default
    profiles.check_name(name)
    kept = configuration.profiles.get(name)
    url = options.url or profiles.told_url() or (kept.url if kept else profiles.DEFAULT_URL)
    settings = Settings(url.strip(), "", "login")
    token = (options.token or profiles.told_token() or _ask(settings.shown_url)).strip()
    if not token:
        raise SettingsError("A token is needed.")
    with client_of(replace(settings, token=token), options) as faultbook:
        if check:
            faultbook.page(limit=1)
    profiles.save(configuration.with_profile(name, Profile(faultbook.url, token)))
    customer = (claims_of(token) or {}).get("customer_id", "an unknown customer")
    say(f"Profile {name}: {customer} at {faultbook.url}, in {profiles.path()}")


@profile.command("list")
def list_profiles(*, as_json: Json = False) -> None:
    """List the profiles; never their tokens."""
    configuration = profiles.load()
    for name, saved in sorted(configuration.profiles.items()):
        is_default = name == configuration.default
        customer = (claims_of(saved.token) or {}).get("customer_id", "")
        url = showable_url(saved.url)
        if as_json:
            wire = {"name": name, "url": url, "customer_id": customer, "default": is_default}
            print_json(wire)
        else:
            print_fields((name, url, customer, "default" if is_default else ""))


@profile.command("use")
def use_profile(name: Name) -> None:
    """Make a profile the one that is used unless told otherwise."""
    configuration = profiles.load()
    configuration.named(name)
    profiles.save(replace(configuration, default=name))
    print_line(name)


@profile.command("remove")
def remove_profile(name: Name) -> None:
    """Forget a profile and its token."""
    profiles.save(profiles.load().without_profile(name))
    print_line(name)


@profile.command("path")
def print_path() -> None:
    """Print where the configuration file is."""
    print_line(str(profiles.path()))


def _ask(url: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(f"Token for {url}", hide_input=True, err=True))
    return sys.stdin.readline()
