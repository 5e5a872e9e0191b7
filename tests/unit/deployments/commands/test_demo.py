"""The demo spoils some files, and always leaves a branch whose figures can be published."""

import pytest

from deployments.commands.start.demo import faulty_files


@pytest.mark.parametrize(("branches", "damaged", "unreadable"), [(1, 0, 0), (2, 1, 0), (3, 1, 1), (8, 1, 1)])
def test_a_good_branch_is_left_however_few_there_are(branches: int, damaged: int, unreadable: int) -> None:
    defects = faulty_files(branches)
    assert (defects.excel_damaged_branches, defects.unreadable_branches) == (damaged, unreadable)
