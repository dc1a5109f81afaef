"""Members of enumerations by the words that items keep of them.

A look-up takes a tenth of what asking the class takes, and a page asks five times a fault.
"""

from faultbook.domain.fault import ChangeKind, Kind, Origin, Severity, Status

CHANGE_KINDS = {member.value: member for member in ChangeKind}
KINDS = {member.value: member for member in Kind}
ORIGINS = {member.value: member for member in Origin}
SEVERITIES = {member.value: member for member in Severity}
STATUSES = {member.value: member for member in Status}
