"""The environment that the functions read, while they run in this process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.aws_targets import endpoint_urls
from local.credentials import signing_secrets
from local.intrinsics import REGION
from local.store import Store
from local.template import Template

_OWN_ACCOUNT = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE")
# With the first the core would believe that it runs in Lambda.
_NOT_HERE = ("AWS_LAMBDA_FUNCTION_NAME", "AWS_ENDPOINT_URL")


def function_environment(
    template: Template, store: Store, directory: Path, url: str
) -> dict[str, str]:
    """What the template says, where this machine does not know better. Raises TemplateError."""
    declared = template.environment()
    targets = {name: os.environ.get(name, here) for name, here in endpoint_urls(url).items()}
    here = {
        "SECRETS_PATH": "",
        "PUBLIC_URL": declared.get("PUBLIC_URL") or url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL_DYNAMODB": store.endpoint,
        "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": store.endpoint,
        "AWS_ENDPOINT_URL_LAMBDA": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }
    if store.kind == "given" and any(name in os.environ for name in _OWN_ACCOUNT):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            del here[name]
        here["AWS_REGION"] = here["AWS_DEFAULT_REGION"] = os.environ.get("AWS_REGION", REGION)
    return declared | targets | here | signing_secrets(directory)


@contextmanager
def in_environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    dropped = set(_NOT_HERE)
    if "AWS_ACCESS_KEY_ID" in values:
        dropped |= {"AWS_PROFILE", "AWS_SESSION_TOKEN"}
    for name in dropped:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
