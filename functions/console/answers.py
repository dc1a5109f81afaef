"""The wire of the console: what answers carry beside its files."""

from typing_extensions import TypedDict


class Configuration(TypedDict):
    """Without an `issuer` people paste a token; with one they sign in there."""

    issuer: str
    client_id: str
    audience: str
    scope: str
    version: str
