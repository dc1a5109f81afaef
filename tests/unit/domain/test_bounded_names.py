"""Whatever senders write, counters have names that a key and an attribute can hold."""

import pytest

from faultbook.domain.bounded_names import (
    MAX_LABEL,
    MAX_RESOURCE,
    OTHER,
    label_of,
    ranked_resource,
    ranked_service,
)
from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import Kind
from faultbook.domain.statistics import Ranked, delta, state_of
from faultbook.dynamodb import statistics_keys
from tests.support.builders import CUSTOMER, a_fault

WIDTHS = "aé名🔥"  # of one, two, three and four bytes
MOST_OF_A_SORT_KEY = 1024  # bytes, DynamoDB's


@pytest.mark.parametrize("character", WIDTHS)
def test_every_sort_key_of_statistics_is_one_that_dynamodb_takes(character: str):
    name = character * 255
    fault = a_fault(
        resource_id=name,
        services=({"name": name, "namespace": name},),
        type=name,
        kind=Kind.ANOMALY,
    )

    groups = [group for group in delta(None, state_of(fault)) if isinstance(group, Ranked)]

    assert len(groups) == 2
    for group in groups:
        _, sort_key = statistics_keys.group(CUSTOMER, group)
        assert len(sort_key.encode()) <= MOST_OF_A_SORT_KEY


@pytest.mark.parametrize("character", WIDTHS)
def test_a_name_that_fits_is_counted_as_it_is(character: str):
    name = character * (MAX_RESOURCE // len(character.encode()))

    assert ranked_resource(name) == name


@pytest.mark.parametrize("character", WIDTHS)
def test_a_long_name_is_cut_between_characters_and_marked(character: str):
    bounded = ranked_resource(character * 600)

    assert MAX_RESOURCE - 4 < len(bounded.encode()) <= MAX_RESOURCE
    head, mark, digits = bounded.partition("…")
    assert set(head) == {character}
    assert (mark, len(digits)) == ("…", 16)


def test_two_long_names_that_differ_at_their_ends_stay_different():
    assert ranked_resource("名" * 300 + "a") != ranked_resource("名" * 300 + "b")
    service = {"namespace": "名" * 300, "name": "x"}
    assert ranked_service(service) != ranked_service(service | {"namespace": "名" * 301})


def test_a_name_and_a_namespace_keep_their_border():
    namespace, _, name = ranked_service({"namespace": "🔥" * 255, "name": "shop"}).partition("\x1f")

    assert namespace.startswith("🔥")
    assert name == "shop"


@pytest.mark.parametrize("character", WIDTHS)
def test_a_long_label_counts_as_other(character: str):
    fitting = character * (MAX_LABEL // len(character.encode()))

    assert label_of(fitting) == fitting
    assert label_of(fitting + character) == OTHER


def test_what_statistics_know_of_a_fault_has_bounded_labels_too():
    fault = a_fault(type="名" * 40, incident=IncidentDetails(priority="é" * 60))

    state = state_of(fault)

    assert (state.type, state.priority) == (OTHER, OTHER)
