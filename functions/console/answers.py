"""The wire of the console: answers other than its files."""

from typing_extensions import TypedDict


class Configuration(TypedDict):
    """Without an `issuer` people paste a token; with one they sign in there.

    The last three say how the API reads its tokens, so that the page reads them alike.
    """

    issuer: str
    client_id: str
    audience: str
    scope: str
    version: str
    customer_claim: str
    customer: str
    scope_prefix: str
