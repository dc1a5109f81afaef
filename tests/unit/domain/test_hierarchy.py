import pytest

from faultbook.domain import hierarchy


def test_the_site_is_the_first_segment():
    assert hierarchy.site("site_1|rack_2|dev_3") == "site_1"
    assert hierarchy.site("dev_3") == "dev_3"


@pytest.mark.parametrize("ancestor", ["site_1", "site_1|rack_2", "site_1|rack_2|dev_3"])
def test_a_place_lies_within_itself_and_all_above_it(ancestor: str):
    assert hierarchy.is_within("site_1|rack_2|dev_3", ancestor)


@pytest.mark.parametrize(
    "stranger", ["site_10", "site", "site_1|rack_22", "rack_2", "site_1|rack_2|dev_3|port_1", ""]
)
def test_only_whole_segments_match(stranger: str):
    assert not hierarchy.is_within("site_1|rack_2|dev_3", stranger)
