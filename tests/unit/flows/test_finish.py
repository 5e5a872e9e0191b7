import itertools
from typing import get_args

import pytest

from flows.steps.finish import EndState, end_message, final_state
from flows.ui.summary import Ending
from warehouse.records import Status


@pytest.mark.parametrize(
    ("ending", "statuses", "name"),
    [
        ("published", [], "Completed"),
        ("published", ["accepted", "duplicate"], "Completed"),
        ("published", ["accepted", "accepted_with_rejects"], "CompletedWithRejects"),
        ("nothing_new", ["refused"], "CompletedWithRejects"),
        ("published", ["refused", "held"], "HeldForApproval"),
        ("published", ["failed", "held"], "CompletedWithFaults"),
        ("held_by_gate", ["failed", "held"], "HeldByGate"),
        ("nothing_new", ["duplicate"], "NothingNew"),
        ("nothing_to_publish", [], "NothingToPublish"),
    ],
)
def test_the_name_says_what_matters_most(ending: Ending, statuses: list[str], name: str) -> None:
    assert final_state(ending, statuses) == name


def test_every_ending_and_status_has_a_name() -> None:
    reached = {final_state(ending, [str(status)]) for ending, status in itertools.product(get_args(Ending), Status)}
    assert reached == set(EndState)


def test_the_message_counts_submissions() -> None:
    statuses = ["accepted", "accepted_with_rejects", "accepted"]
    assert end_message("nothing_new", statuses) == "nothing new; 2 accepted, 1 accepted with rejects"
    assert end_message("nothing_to_publish", []) == "nothing to publish; no submissions"
