"""Which settings are taken, and in which words others are refused."""

from dataclasses import replace

import pytest

from faultbook.domain.endpoints import EndpointKind, can_tell
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import ChangeKind
from faultbook.outgoing.kinds import KINDS, Allowed, completed
from tests.support.told import an_endpoint, an_event

WEBHOOK, SLACK, TEAMS = EndpointKind.WEBHOOK, EndpointKind.SLACK, EndpointKind.TEAMS
PAGERDUTY, OPSGENIE = EndpointKind.PAGERDUTY, EndpointKind.OPSGENIE
HOST = "a URL with a host, and without a name or a password"
NOWHERE = Allowed({})
HTTPS = "a URL that begins with https://"
IN_THE_URL = "nothing: {} takes none"


BUS = "arn:aws:events:us-east-1:1:event-bus/faults"
TOPICS = ["arn:aws:sns:us-east-1:1:day", "arn:aws:sns:us-east-1:1:night"]
NAMED = Allowed({"EventBusArn": [BUS], "TopicArns": TOPICS, "MailFrom": ["faults@example.com"]})


@pytest.mark.parametrize(
    ("kind", "url", "completed_url"),
    [
        (EndpointKind.EVENTBRIDGE, "", BUS),
        (EndpointKind.SNS, TOPICS[1], TOPICS[1]),
        (EndpointKind.EMAIL, "mailto:noc@example.com", "mailto:noc@example.com"),
    ],
)
def test_targets_in_aws_are_those_that_the_owner_named(
    kind: EndpointKind, url: str, completed_url: str
):
    assert completed(an_endpoint(kind, url=url), NAMED).url == completed_url


@pytest.mark.parametrize(
    ("kind", "url", "allowed", "complaints"),
    [
        (
            EndpointKind.SNS,
            "arn:aws:sns:us-east-1:1:others",
            NAMED,
            {"url": ["an ARN that the parameter TopicArns of this Faultbook names"]},
        ),
        (
            EndpointKind.EVENTBRIDGE,
            "",
            NOWHERE,
            {"url": ["an ARN that the parameter EventBusArn of this Faultbook names"]},
        ),
        (
            EndpointKind.EMAIL,
            "mailto:noc@example.com",
            NOWHERE,
            {"kind": ["another: this Faultbook has no MailFrom"]},
        ),
        (
            EndpointKind.EMAIL,
            "",
            NAMED,
            {"url": ["mailto:noc@example.com, with up to 10 addresses and commas"]},
        ),
    ],
)
def test_other_targets_in_aws_are_refused(
    kind: EndpointKind, url: str, allowed: Allowed, complaints: dict[str, list[str]]
):
    with pytest.raises(InvalidRequest) as refused:
        completed(an_endpoint(kind, url=url), allowed)

    assert refused.value.fields == complaints


def test_every_kind_is_there():
    assert set(KINDS) == set(EndpointKind)


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        (PAGERDUTY, "https://events.pagerduty.com/v2/enqueue"),
        (OPSGENIE, "https://api.opsgenie.com"),
    ],
)
def test_a_pager_has_its_usual_url(kind: EndpointKind, url: str):
    assert completed(an_endpoint(kind, url="", authorization="key"), NOWHERE).url == url


@pytest.mark.parametrize(
    ("kind", "url", "authorization"),
    [
        (WEBHOOK, "https://hooks.example.com/faults", "Bearer x"),
        (SLACK, "https://hooks.slack.com/services/T/B/x", ""),
        (TEAMS, "https://x.westeurope.logic.azure.com/workflows/1?sig=2", ""),
        (PAGERDUTY, "https://events.eu.pagerduty.com/v2/enqueue", "key"),
        (OPSGENIE, "https://api.eu.opsgenie.com/", "key"),
        (OPSGENIE, "https://example.atlassian.net/jsm/ops/integration", "key"),
    ],
)
def test_what_is_right_is_left_as_it_is(kind: EndpointKind, url: str, authorization: str):
    endpoint = an_endpoint(kind, url=url, authorization=authorization)

    assert completed(endpoint, NOWHERE) == endpoint


@pytest.mark.parametrize(
    ("kind", "url", "authorization", "complaints"),
    [
        (WEBHOOK, "", "", {"url": HOST}),
        (SLACK, "http://hooks.slack.com/x", "", {"url": HTTPS}),
        (SLACK, "https://hooks.slack.com/x", "y", {"authorization": IN_THE_URL.format("slack")}),
        (TEAMS, "https://x.example.com/", "y", {"authorization": IN_THE_URL.format("teams")}),
        (
            TEAMS,
            "https://contoso.webhook.office.com/webhookb2/1",
            "",
            {"url": "that of a workflow: Teams' connectors take no messages any more"},
        ),
        (
            PAGERDUTY,
            "https://events.pagerduty.com/",
            "",
            {
                "url": "one that ends in /v2/enqueue, as https://events.pagerduty.com/v2/enqueue",
                "authorization": "the integration key of a service's Events API v2",
            },
        ),
        (
            EndpointKind.FAULTBOOK,
            "https://faults.example.com/fault",
            "Bearer x",
            {
                "url": "what stands before /fault, as https://faults.example.com",
                "authorization": "a token with the scope faults:write, by itself",
            },
        ),
        (
            OPSGENIE,
            "https://api.opsgenie.com/v2/alerts",
            "GenieKey x",
            {
                "url": "what stands before /v2/alerts, as https://api.opsgenie.com",
                "authorization": "the key of an API integration, by itself",
            },
        ),
    ],
)
def test_what_is_wrong_is_told_what_would_be_right(
    kind: EndpointKind, url: str, authorization: str, complaints: dict[str, str]
):
    with pytest.raises(InvalidRequest) as refused:
        completed(an_endpoint(kind, url=url, authorization=authorization), NOWHERE)

    assert str(refused.value) == "Nothing can be sent with these settings."
    assert refused.value.fields == {name: [text] for name, text in complaints.items()}


EVERYTHING = frozenset(ChangeKind)
FOLLOWED = frozenset(
    {
        ChangeKind.OPENED,
        ChangeKind.REOPENED,
        ChangeKind.UPDATED,
        ChangeKind.SEVERITY_RAISED,
        ChangeKind.ACKNOWLEDGED,
        ChangeKind.RESOLVED,
        ChangeKind.EXPIRED,
        ChangeKind.DELETED,
    }
)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (WEBHOOK, EVERYTHING),
        (SLACK, EVERYTHING),
        (TEAMS, EVERYTHING),
        (PAGERDUTY, FOLLOWED),
        (
            OPSGENIE,
            FOLLOWED | {ChangeKind.UNACKNOWLEDGED, ChangeKind.SNOOZED, ChangeKind.COMMENTED},
        ),
        (EndpointKind.FAULTBOOK, FOLLOWED | {ChangeKind.UNACKNOWLEDGED, ChangeKind.COMMENTED}),
    ],
)
def test_a_receiver_is_told_what_its_api_has_a_word_for(
    kind: EndpointKind, words: frozenset[ChangeKind]
):
    assert {what for what in ChangeKind if can_tell(kind, an_event(what))} == words


@pytest.mark.parametrize("kind", [PAGERDUTY, OPSGENIE, EndpointKind.FAULTBOOK])
def test_an_alert_that_is_closed_is_not_triggered_by_what_is_said_afterwards(kind: EndpointKind):
    resolved = an_event(ChangeKind.RESOLVED).fault
    for what in EVERYTHING - {ChangeKind.RESOLVED}:
        assert not can_tell(kind, replace(an_event(what), fault=resolved))
