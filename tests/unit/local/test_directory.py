from pathlib import Path

import pytest

from local.directory import DirectoryTaken, owned, read_run, write_run


def test_a_second_stack_on_one_folder_is_told_where_the_first_answers(tmp_path: Path):
    with owned(tmp_path):
        write_run(tmp_path, {"url": "http://localhost:8080"})

        with pytest.raises(DirectoryTaken, match="http://localhost:8080") as taken, owned(tmp_path):
            pass

    assert taken.value.run == {"url": "http://localhost:8080"}


def test_a_folder_is_free_again_after_its_stack(tmp_path: Path):
    with owned(tmp_path):
        write_run(tmp_path, {"url": "http://localhost:8080"})

    with owned(tmp_path):
        assert read_run(tmp_path) == {}
