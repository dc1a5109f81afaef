"""Headers that mean the same in every API; an API's own are in its documentation."""

from faultbook.domain.errors import FaultChanged, VersionMismatch
from faultbook.gateway.documentation import AnswerHeader, Parameter

REQUEST_HEADERS = {
    "If-Match": Parameter(
        "The ETag of the version that was read: the change is made to that version or not at all. "
        "`*` or nothing: to whatever stands.",
        {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$', "x-words": "one ETag, or `*`"},
        '"1"',
        (VersionMismatch(), FaultChanged()),
    ),
    "Idempotency-Key": Parameter(
        "The same key with the same request within 24 hours is done once and answered alike; bare "
        "or in double quotes.",
        {
            "type": "string",
            "pattern": r'^([!#-~][!-~]{0,254}|"[!-~]{1,255}")$',
            "x-words": "1 to 255 visible ASCII characters",
        },
        "9f1c2b7e-4d5a-4b0e-8c57-1f6f3b9f2f10",
    ),
    "If-None-Match": Parameter(
        "ETags that the caller has already; if one still stands, the answer is 304 without a body.",
        {"type": "string"},
        '"6c1f0a2b3d4e5f60"',
    ),
}

ANSWER_HEADERS = {
    "Allow": AnswerHeader("The methods that the path has.", {"type": "string"}),
    "Cache-Control": AnswerHeader("How long the answer may be kept.", {"type": "string"}),
    "ETag": AnswerHeader("The version of what is answered.", {"type": "string"}),
    "Idempotency-Replayed": AnswerHeader(
        "There when the Idempotency-Key had been used for this request before.",
        {"const": "true", "type": "string"},
        always=False,
    ),
    "Location": AnswerHeader("Where the fault is.", {"format": "uri-reference", "type": "string"}),
    "Retry-After": AnswerHeader(
        "Seconds after which to try again.", {"minimum": 1, "type": "integer"}
    ),
    "WWW-Authenticate": AnswerHeader("The credential that is asked for.", {"type": "string"}),
    "X-Request-Id": AnswerHeader(
        "Names this request in the log of the service.", {"type": "string"}
    ),
}
