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


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("site_1|dev_1", "site_1|dev_1"),
        (" Site 1 | Rack#3 ", "Site 1|Rack#3"),
        ("Köln||Gi0/1|", "Köln|Gi0/1"),
        ("|\u200b| ", ""),
    ],
)
def test_a_path_is_the_names_in_it(said: str, path: str):
    assert hierarchy.path_of(said) == path
    assert hierarchy.path_of(path) == path


def test_what_lies_deeper_than_the_last_level_is_one_segment():
    deep = hierarchy.path_of("|".join(f"n{number}" for number in range(30)))

    assert len(hierarchy.segments(deep)) == hierarchy.MAX_SEGMENTS
    assert deep.endswith("n18|n19%7Cn20%7Cn21%7Cn22%7Cn23%7Cn24%7Cn25%7Cn26%7Cn27%7Cn28%7Cn29")
