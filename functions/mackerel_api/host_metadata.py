"""Metadata of a host under a name: any JSON."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime

from faultbook import wiring
from faultbook.domain.errors import Conflict, InvalidRequest, NotFound
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, schemas
from functions.mackerel_api.api import api, host_id_in

_NAMESPACE = re.compile(r"[0-9A-Za-z_-]{1,128}")
_NOT_THERE = "There is no such metadata."


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>/metadata",
    scope=Scope.READ,
    answers={200: answers.NamespaceList},
)
def list_host_metadata(call: Call) -> Answer:
    """The names under which a host has metadata."""
    names = wiring.hosts().names_of_documents(call.customer_id, host_id_in(call))
    metadata = [answers.Namespace(namespace=name) for name in names]
    return Answer(200, answers.NamespaceList(metadata=metadata))


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>/metadata/<namespace>",
    scope=Scope.READ,
    answers={200: answers.Metadata},
    answer_headers=("Last-Modified",),
    errors=(NotFound(_NOT_THERE),),
)
def get_host_metadata(call: Call) -> Answer:
    """A host's metadata under a name, as they were put."""
    name = call.parameters["namespace"]
    document = wiring.hosts().find_document(call.customer_id, host_id_in(call), name)
    if document is None:
        raise NotFound(_NOT_THERE)
    written_at = format_datetime(document.written_at, usegmt=True)
    return Answer(200, document.content, {"Last-Modified": written_at})


@api.route(
    "PUT",
    "/api/v0/hosts/<host_id>/metadata/<namespace>",
    scope=Scope.WRITE,
    body=schemas.Metadata,
    answers={200: answers.Success},
)
def put_host_metadata(call: Call, body: schemas.Metadata) -> Answer:
    """Keep any JSON of up to 100 KB with a host; a host has up to 50 metadata."""
    name = call.parameters["namespace"]
    if not _NAMESPACE.fullmatch(name):
        words = "1 to 128 letters, digits, `-` and `_`"
        raise InvalidRequest("The request is not valid.", {"namespace": [words]})
    content = json.dumps(body.root, ensure_ascii=False, separators=(",", ":"))
    with _refused_as_documented():
        wiring.hosts().put_document(call.customer_id, host_id_in(call), name, content)
    return Answer(200, answers.Success(success=True))


@api.route(
    "DELETE",
    "/api/v0/hosts/<host_id>/metadata/<namespace>",
    scope=Scope.WRITE,
    answers={200: answers.Success},
    errors=(NotFound(_NOT_THERE),),
)
def delete_host_metadata(call: Call) -> Answer:
    """Remove a host's metadata under a name."""
    name = call.parameters["namespace"]
    with _refused_as_documented():
        was_there = wiring.hosts().delete_document(call.customer_id, host_id_in(call), name)
    if not was_there:
        raise NotFound(_NOT_THERE)
    return Answer(200, answers.Success(success=True))


@contextmanager
def _refused_as_documented() -> Iterator[None]:
    """Mackerel has 400 for a host that is retired or has as many metadata as it may have."""
    try:
        yield
    except Conflict as error:
        raise InvalidRequest(str(error)) from error
