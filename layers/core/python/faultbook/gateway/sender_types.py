"""Types that the schemas of alerts share: labels and annotations, as senders write them."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from faultbook.domain.text import is_blank
from faultbook.gateway.wire_types import any_as_text

MAX_LABELS = 100
_LABEL = any_as_text(1_000)
_ANNOTATION = any_as_text(15_000)


def _texts(value: Any, read: Any) -> Any:
    """Without empty values, which Alertmanager removes before it takes the fingerprint.

    Blank names are removed too.
    """
    if not isinstance(value, dict):
        return value
    texts = {str(name): read.func(text) for name, text in list(value.items())[:MAX_LABELS]}
    return {name: text for name, text in texts.items() if text and not is_blank(name)}


def _labels(value: Any) -> Any:
    labels = _texts(value, _LABEL)
    if isinstance(labels, dict) and not labels:
        raise ValueError("at least one label that is not empty")
    return labels


def _annotations(value: Any) -> Any:
    return {} if value is None else _texts(value, _ANNOTATION)


Labels = Annotated[
    dict[str, str],
    BeforeValidator(_labels, json_schema_input_type=Annotated[dict[str, Any], Field(min_length=1)]),
]
Annotations = Annotated[
    dict[str, str], BeforeValidator(_annotations, json_schema_input_type=dict[str, Any] | None)
]
