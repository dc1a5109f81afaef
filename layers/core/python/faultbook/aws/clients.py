"""Which client speaks to AWS: the signed one, or where STORE_CLIENT says so, botocore's."""

from typing import Any

from faultbook import settings


def make_client(service: str) -> Any:
    """A low-level one; its operations raise Refused and NoAnswer. Raises UnsuitableSettings.

    Only one of the two is imported: together they would cost a cold start what one of them saves.
    """
    if settings.wants_botocore():
        from faultbook.aws.botocore_client import BotocoreClient

        return BotocoreClient.of(service)
    from faultbook.aws.signed_client import SignedClient

    return SignedClient(service, settings.read_aws(service))
