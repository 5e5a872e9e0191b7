"""Batches hold every file once, keep the order of each branch in one chain, and stay within their bounds."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tasks.ingest.batches import batches_of, files_per_batch, name_of_batch
from tasks.states import Received


def received(number: int, branch: str) -> Received:
    return Received(
        submission_id=number,
        file_name=f"PESERTA_{branch}_20260131.csv",
        folder=branch,
        branch=branch,
        feed="enrolment",
        position_date=date(2026, 1, 31),
        revision=0,
        sha256="",
        bytes=0,
        archived=Path("nowhere"),
        approved=False,
    )


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 12)), max_size=40))
def test_every_file_once_and_in_order(files: list[tuple[str, int]]) -> None:
    waiting = [(received(number, branch), size) for number, (branch, size) in enumerate(files)]
    sizes = {one.submission_id: size for one, size in waiting}
    chains = batches_of(waiting, max_files=4, max_bytes=10)
    batches = [batch for chain in chains for batch in chain]
    assert sorted(one.submission_id for batch in batches for one in batch) == list(range(len(files)))
    for branch in "ABCDE":
        holding = [chain for chain in chains if any(one.branch == branch for batch in chain for one in batch)]
        assert len(holding) <= 1
        taken = [one.submission_id for chain in holding for batch in chain for one in batch if one.branch == branch]
        assert taken == sorted(taken)
    for batch in batches:
        assert len(batch) <= 4
        assert len(batch) == 1 or sum(sizes[one.submission_id] for one in batch) <= 10


def test_small_branches_share_a_batch() -> None:
    waiting = [(received(number, f"K{number}"), 100) for number in range(8)]
    assert [len(batch) for chain in batches_of(waiting, max_files=4, max_bytes=1000) for batch in chain] == [4, 4]


def test_a_batch_says_what_it_holds() -> None:
    assert name_of_batch((received(1, "K01"),)) == "ingest PESERTA_K01_20260131.csv"
    assert name_of_batch((received(1, "K01"), received(2, "K01"))) == "ingest 2 files of K01"
    assert name_of_batch((received(1, "K01"), received(2, "K07"))) == "ingest 2 files of K01 ... K07"


def test_no_worker_goes_without_a_batch() -> None:
    assert [files_per_batch(n, workers=2) for n in (0, 3, 12, 325)] == [1, 1, 3, 16]
