"""Recorded exchanges of webhooks."""

from pathlib import Path

import pytest

from tests.contract.sender_exchanges import check

FOLDER = Path(__file__).with_name("webhooks")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir())


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(situation: str):
    check(FOLDER / situation)
