"""Every key of the access table, on one page.

  key#<key id>                "key"     an API key, found by its id alone
  <customer>#token#<id>       "token"   an access token
  <customer>#settings         "settings"  what the customer has decided; not in the index
  by_customer  <customer>     "key" or "token"

A customer id holds no `#`; only a customer called `key` could meet an API key's partition, and
then under another sort key.
"""

API_KEY = "key"
ACCESS_TOKEN = "token"  # noqa: S105 - a sort key
SETTINGS = "settings"
BY_CUSTOMER = "by_customer"


def api_key(key_id: str) -> str:
    return f"key#{key_id}"


def access_token(customer_id: str, token_id: str) -> str:
    return f"{customer_id}#token#{token_id}"


def settings(customer_id: str) -> str:
    return f"{customer_id}#settings"


def token_id_of(pk: str) -> str:
    return pk.rpartition("#")[2]


def key_id_of(pk: str) -> str:
    return pk.removeprefix("key#")
