"""What can go wrong between a client and Faultbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457 problem details; `errors` says what is wrong with which field."""

    status: int
    title: str
    detail: str
    request_id: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)


class FaultbookError(Exception):
    """Every error of this package; its text is fit to be shown, and has no credential in it."""


class InvalidArgument(FaultbookError, ValueError):
    """Nothing was sent: the URL, token, proxy, time-out or text is invalid."""


class Unreachable(FaultbookError):
    """No answer: no connection, no such host, a certificate that is not trusted, a time-out."""


class UnexpectedAnswer(FaultbookError):
    """An answer that is not Faultbook's; the URL may be that of something else."""


class RequestFailed(FaultbookError):
    """Faultbook refused or failed; `problem` is its answer, its text all the complaints."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        text = self.problem.detail or self.problem.title
        wrong = [f"{name}: {', '.join(words)}" for name, words in self.problem.errors.items()]
        return f"{text.rstrip('.')}: {'; '.join(wrong)}" if wrong else text


class InvalidRequest(RequestFailed):
    """400, 413, 415, 422: the request is invalid, and will be when it is sent again."""


class NotAuthenticated(RequestFailed):
    """401: no token, or one that is expired, not yet valid, or for another stack."""


class NotPermitted(RequestFailed):
    """403: the token lacks the scope."""


class NotFound(RequestFailed):
    """404: missing, expired, or another customer's; Faultbook does not tell which."""


class Conflict(RequestFailed):
    """409: the fault is not in a state that allows it."""


class PreconditionFailed(Conflict):
    """412: somebody changed the fault since the version that was given."""


class TooManyRequests(RequestFailed):
    """429, after every retry."""


class Unavailable(RequestFailed):
    """5xx, after every retry where a retry was safe."""


_BY_STATUS: dict[int, type[RequestFailed]] = {
    401: NotAuthenticated,
    403: NotPermitted,
    404: NotFound,
    409: Conflict,
    412: PreconditionFailed,
    429: TooManyRequests,
}
_SERVER_ERROR = 500


def failure(problem: Problem) -> RequestFailed:
    """The error for the problem's status."""
    default = Unavailable if problem.status >= _SERVER_ERROR else InvalidRequest
    return _BY_STATUS.get(problem.status, default)(problem)
