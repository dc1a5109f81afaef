"""The wire of FortiMonitor v2: what answers carry. Keys are those of two captured outages."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class _Answer(BaseModel):
    model_config = ConfigDict(defer_build=True)  # built for the OpenAPI document only


class Meta(_Answer):
    """`total_count` is exact, or a lower bound greater than what the pages until here hold."""

    limit: int
    offset: int
    next: str | None
    previous: str | None
    total_count: int


class ContactInfo(_Answer):
    detail: str
    type: str
    url: str


class User(_Answer):
    url: str
    display_name: str
    username: str
    contact_info: list[ContactInfo]
    roles: list[str]
    created: str | None


class NamedValue(_Answer):
    name: str
    value: str


class Server(_Answer):
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


class Outage(_Answer):
    """There is no `id`: it is the last part of `url`. `lead` is an addition of Faultbook."""

    url: str
    hash: str
    type: Literal["outage", "anomaly"]
    status: Literal["active", "resolved"]
    severity: Literal["critical", "warning"]
    start_time: str
    end_time: str | None
    acknowledged: User | None
    description: str
    summary: str
    server: str | Server | None
    server_id: str | None
    server_name: str | None
    server_fqdn: str | None
    server_group_id: str
    server_group_name: str
    compound_service: str | None
    compound_service_id: str | None
    compound_service_name: str | None
    network_service_type_list: list[dict[str, Any]]
    metadata: list[NamedValue]
    tags: list[str]
    metric_tags: list[str]
    next_action: str | None
    has_active_maintenance: bool
    exclude_from_availability: bool
    lead: str | None


class LogEntry(_Answer):
    url: str
    entry: str
    user: str
    author: str
    public: bool
    created: str


class MetadataEntry(_Answer):
    url: str
    outage_metadata_type: str
    value: str


class Action(_Answer):
    """Something told to people. Faultbook records it; telling them is another system's work."""

    type: str
    status: Literal["recorded"]
    contact: str
    time: str
    message: str


class OutageList(_Answer):
    outage_list: list[Outage]
    meta: Meta


class LogList(_Answer):
    outage_log_list: list[LogEntry]
    meta: Meta


class MetadataList(_Answer):
    outage_metadata_list: list[MetadataEntry]
    meta: Meta


class ActionList(_Answer):
    action_list: list[Action]
    meta: Meta


class UserList(_Answer):
    user_list: list[User]
    meta: Meta


class ServerList(_Answer):
    server_list: list[Server]
    meta: Meta


class EmptyList(_Answer):
    """The list's own key, `<resource>_list`, is there too and holds nothing."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    meta: Meta


class PreoutageGraph(_Answer):
    preoutage_graph: list[dict[str, Any]]


class Done(_Answer):
    success: bool


class ResourceEntry(_Answer):
    path: str
    description: str


class Resources(_Answer):
    apiVersion: str  # noqa: N815 - the wire's
    basePath: str  # noqa: N815
    apis: list[ResourceEntry]


class ResourceOperations(_Answer):
    path: str
    operations: list[dict[str, Any]]


class Resource(_Answer):
    apiVersion: str  # noqa: N815
    basePath: str  # noqa: N815
    resourcePath: str  # noqa: N815
    apis: list[ResourceOperations]


class Error(_Answer):
    """For a request that is not valid also one key for each field, with what is wrong with it."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    error: str
    message: str
