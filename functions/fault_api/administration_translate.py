"""Access tokens, API keys and settings -> native wire; pure."""

from datetime import datetime

from faultbook.domain import access
from faultbook.domain.customer_settings import SettingsEdits
from faultbook.domain.stripes import Stripes
from faultbook.usecases.customer_settings import AllSettings
from functions.fault_api.administration_answers import (
    AccessToken,
    ApiKey,
    MadeAccessToken,
    MadeApiKey,
    Settings,
    StripesInForce,
)
from functions.fault_api.administration_schemas import ChangeSettings
from functions.fault_api.translate import time_wire


def made_access_token_wire(
    token: access.AccessToken, text: str, minutes: int, public_url: str
) -> MadeAccessToken:
    return {
        "id": token.token_id,
        "token": text,
        "type": "jwt",
        "expires_in_minutes": minutes,
        "expires_at": time_wire(token.expires_at),
        "short_link": f"{public_url}/fault/token/{text}",
    }


def access_token_wire(token: access.AccessToken) -> AccessToken:
    return {
        "id": token.token_id,
        "created_at": time_wire(token.created_at),
        "created_by": token.created_by,
        "expires_at": time_wire(token.expires_at),
    }


def api_key_wire(key: access.ApiKey) -> ApiKey:
    return {
        "id": key.key_id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "cidrs": list(key.cidrs),
        "apis": sorted(api.value for api in key.apis),
        "path": key.path or None,
        "topics": list(key.topics),
        "created_at": time_wire(key.created_at),
        "created_by": key.created_by,
        "expires_at": _time_or_null(key.expires_at),
        "rotated_at": _time_or_null(key.rotated_at),
        "previous_secret_until": _time_or_null(key.previous_until),
        "revoked_at": _time_or_null(key.revoked_at),
        "last_used_on": key.last_used_on or None,
    }


def made_api_key_wire(key: access.ApiKey, text: str) -> MadeApiKey:
    return {**api_key_wire(key), "key": text}


def settings_edits_of(wire: ChangeSettings) -> SettingsEdits:
    """Only what the request names, and without the stripes, which are counted elsewhere."""
    edits: SettingsEdits = {}
    if "servers" in wire.model_fields_set:
        edits["servers"] = None if wire.servers is None else frozenset(wire.servers)
    if "severity_words" in wire.model_fields_set:
        edits["severity_words"] = wire.severity_words or {}
    if "alert_path_labels" in wire.model_fields_set:
        levels = wire.alert_path_labels
        edits["alert_path_labels"] = None if levels is None else tuple(map(tuple, levels))
    return edits


def settings_wire(settings: AllSettings) -> Settings:
    chosen = settings.chosen
    levels = chosen.alert_path_labels
    return {
        "servers": None if chosen.servers is None else sorted(chosen.servers),
        "severity_words": dict(sorted(chosen.severity_words.items())),
        "alert_path_labels": None if levels is None else [list(level) for level in levels],
        "outage_links_revoked_at": _time_or_null(chosen.links_revoked_at),
        "stripes": _stripes_wire(settings.stripes),
    }


def _stripes_wire(stripes: Stripes) -> StripesInForce:
    chosen = stripes.chosen
    since = None if stripes == Stripes() else time_wire(chosen.since)
    return {"chosen": chosen.count, "since": since, "read": stripes.most}


def _time_or_null(at: datetime | None) -> str | None:
    return time_wire(at) if at else None
