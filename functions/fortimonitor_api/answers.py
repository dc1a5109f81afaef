"""The wire of FortiMonitor v2: what answers carry. Keys are those of two captured outages."""

from typing import Literal

from typing_extensions import TypedDict

ShownType = Literal["outage", "anomaly"]
ShownStatus = Literal["active", "resolved"]
ShownSeverity = Literal["critical", "warning"]


class Meta(TypedDict):
    """`total_count` is exact up to 5,000; beyond, it is at least so many."""

    limit: int
    offset: int
    next: str | None
    previous: str | None
    total_count: int


class ContactInfo(TypedDict):
    detail: str
    type: str
    url: str


class User(TypedDict):
    url: str
    display_name: str
    username: str
    contact_info: list[ContactInfo]
    roles: list[str]
    created: str | None


class NamedValue(TypedDict):
    name: str
    value: str


class Server(TypedDict):
    url: str
    name: str
    fqdn: str
    description: str
    status: str
    server_group: str | None
    server_key: str | None
    partner_server_id: str | None
    additional_fqdns: list[str]
    attributes: list[NamedValue]
    tags: list[str]
    agent_last_sync_time: str | None
    created: str | None
    deleted: str | None


class Outage(TypedDict):
    """There is no `id`: it is the last part of `url`. `lead` is an addition of Faultbook."""

    url: str
    hash: str
    type: ShownType
    status: ShownStatus
    severity: ShownSeverity
    start_time: str
    end_time: str | None
    acknowledged: User | None
    description: str
    summary: str
    server: str | Server | None
    server_id: str | None
    server_name: str | None
    server_fqdn: str | None
    compound_service: str | None
    compound_service_id: str | None
    compound_service_name: str | None
    server_group_id: str
    server_group_name: str
    network_service_type_list: list[dict[str, object]]
    metadata: list[NamedValue]
    tags: list[str]
    metric_tags: list[str]
    next_action: str | None
    has_active_maintenance: bool
    exclude_from_availability: bool
    lead: str | None


class LogEntry(TypedDict):
    url: str
    entry: str
    user: str
    author: str
    public: bool
    created: str


class MetadataEntry(TypedDict):
    url: str
    outage_metadata_type: str
    value: str


class Action(TypedDict):
    """Something told to people. Faultbook records it; telling them is another system's work."""

    type: str
    status: Literal["recorded"]
    contact: str
    time: str
    message: str


class OutageList(TypedDict):
    outage_list: list[Outage]
    meta: Meta


class LogList(TypedDict):
    outage_log_list: list[LogEntry]
    meta: Meta


class MetadataList(TypedDict):
    outage_metadata_list: list[MetadataEntry]
    meta: Meta


class ActionList(TypedDict):
    action_list: list[Action]
    meta: Meta


class UserList(TypedDict):
    user_list: list[User]
    meta: Meta


class ServerList(TypedDict):
    server_list: list[Server]
    meta: Meta


class EmptyList(TypedDict):
    """The list's own key, `<resource>_list`, is there too and holds nothing."""

    meta: Meta


class PreoutageGraph(TypedDict):
    preoutage_graph: list[dict[str, object]]


class Done(TypedDict):
    success: bool


class ResourceEntry(TypedDict):
    path: str
    description: str


class Resources(TypedDict):
    apiVersion: str
    basePath: str
    apis: list[ResourceEntry]


class OperationParameter(TypedDict):
    name: str
    paramType: Literal["path", "query", "body"]
    required: bool


class ResourceOperation(TypedDict):
    method: str
    nickname: str
    summary: str
    parameters: list[OperationParameter]


class ResourceOperations(TypedDict):
    path: str
    operations: list[ResourceOperation]


class Resource(TypedDict):
    apiVersion: str
    basePath: str
    resourcePath: str
    apis: list[ResourceOperations]


class Error(TypedDict):
    """For a request that is not valid also one key for each field, with what is wrong with it."""

    error: str
    message: str
