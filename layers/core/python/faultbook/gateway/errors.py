"""What can be wrong with an HTTP request itself, whatever it asks for; leaves of the core's tree.

InvalidRequest
├── MalformedBody           not JSON, or JSON that two parsers would read differently
└── InvalidCursor           a paging cursor that this service did not make for this list
NotFound
└── RouteNotFound
FaultbookError
├── MethodNotAllowed        carries the methods that are
├── UnsupportedMediaType
└── TooManyRequests         over the customer's quota; carries the wait
"""

from collections.abc import Sequence

from faultbook.domain.errors import FaultbookError, InvalidRequest, NotFound


class MalformedBody(InvalidRequest):
    pass


class InvalidCursor(InvalidRequest):
    def __init__(self) -> None:
        super().__init__("The cursor is not one that this list has given out.")


class RouteNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is nothing at this path.")


class MethodNotAllowed(FaultbookError):
    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__("The method is not allowed here.")
        self.allowed = tuple(sorted(allowed))


class UnsupportedMediaType(FaultbookError):
    def __init__(self) -> None:
        super().__init__("The body must be application/json in UTF-8.")


class TooManyRequests(FaultbookError):
    """`retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many requests for this customer; try again later.")
        self.retry_after = retry_after
