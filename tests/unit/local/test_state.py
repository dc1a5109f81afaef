from pathlib import Path

from local.state import Position, State

KEY = {"pk": {"S": "cus_1#1"}, "sk": {"S": "fault"}}


def test_a_position_outlives_the_process_that_wrote_it(tmp_path: Path):
    file = tmp_path / "state.db"
    State(file).put_position("mapping", "stream", "shard", Position("17", is_finished=False))

    again = State(file)

    assert again.position("mapping", "stream", "shard") == Position("17", is_finished=False)
    assert again.position("mapping", "another", "shard") == Position(None, is_finished=False)


def test_positions_of_mappings_and_shards_are_apart():
    state = State(None)
    state.put_position("one", "stream", "a", Position("1", is_finished=False))
    state.put_position("one", "stream", "b", Position("2", is_finished=True))
    state.put_position("two", "stream", "a", Position("3", is_finished=False))

    assert state.position("one", "stream", "a").sequence == "1"
    assert state.position("one", "stream", "b") == Position("2", is_finished=True)
    assert state.position("two", "stream", "a").sequence == "3"


def test_an_expiry_is_known_by_table_key_and_time_to_live():
    state = State(None)
    state.will_expire("faults", [(KEY, "100")])

    assert state.has_expired("faults", dict(reversed(KEY.items())), "100")
    assert not state.has_expired("faults", KEY, "101")
    assert not state.has_expired("other", KEY, "100")
    assert not state.has_expired("faults", KEY | {"sk": {"S": "comment#1"}}, "100")


def test_an_item_that_was_renewed_in_time_did_not_expire():
    state = State(None)
    state.will_expire("faults", [(KEY, "100")])
    state.did_not_expire("faults", KEY, "100")

    assert not state.has_expired("faults", KEY, "100")


def test_a_rule_is_counted_from_when_it_was_told():
    state = State(None)

    assert state.counted_from("rule") is None
    state.count_from("rule", 10.5)
    state.count_from("rule", 20.25)
    assert state.counted_from("rule") == 20.25
