"""Acknowledging: the first acknowledgement stays; the reason of a later one becomes a comment."""

from dataclasses import dataclass

from faultbook.domain.fault import Actor, ChangeKind, Fault
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.comment_faults import CommentFaults
from faultbook.usecases.target import Target


@dataclass(frozen=True, slots=True)
class AcknowledgeFaults:
    changes: ChangeFaults
    comments: CommentFaults

    def acknowledge(self, target: Target, message: str = "") -> Fault:
        """A fault that is resolved takes none: then the fault returned has none either.

        Raises what ChangeFaults raises, and CommentLimitReached.
        """
        return self.with_news(target, self.changes.acknowledge(target, message), message)

    def with_news(self, target: Target, fault: Fault, message: str) -> Fault:
        """`fault` as an acknowledgement has left it. Raises CommentLimitReached."""
        is_news = message and fault.acknowledgement and not _is_repeated(fault, target.by, message)
        return self.comments.add(target, message)[0] if is_news else fault


def _is_repeated(fault: Fault, by: Actor, message: str) -> bool:
    """Whether this acknowledgement, or an equal recent one, exists: the request was repeated."""
    recent = (*(earlier.change for earlier in fault.earlier_changes), fault.last_change)
    acknowledged = ChangeKind.ACKNOWLEDGED, by.subject, by.name, message
    return acknowledged in {
        (change.what, change.by, change.by_name, change.why) for change in recent
    }
