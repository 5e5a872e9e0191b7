"""Looking at the numbers near one first is quicker, and leaves no number too narrow a range that is found otherwise."""

import numpy as np
import pytest
from scipy import sparse

from tasks.protect.solving import ranges
from tasks.protect.solving.company import hide_with_company
from tasks.protect.solving.ranges import unsafe_numbers
from tasks.protect.solving.system import System

ROWS, COLUMNS = 12, 16
NEAR = 90  # fewer than hang together
WINDOW = 30


def table(seed: int) -> System:
    """Counts of a table with the sums of its rows and columns, and the sum of all."""
    inner = np.random.default_rng(seed).integers(1, 25, (ROWS, COLUMNS))
    whole = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0, keepdims=True), inner.sum(keepdims=True)]])
    place = np.arange(whole.size).reshape(whole.shape)
    lines = [*place, *place.T]
    matrix = np.zeros((len(lines), whole.size))
    for equation, line in enumerate(lines):
        matrix[equation, line] = 1
        matrix[equation, line[-1]] = -1
    size = whole.size
    return System(
        value=whole.ravel().astype(float),
        least=np.ones(size),
        most=np.full(size, np.inf),
        cells=np.ones(size, dtype=np.intp),
        room=np.zeros(size, dtype=np.intp),
        matrix=sparse.csr_array(matrix),
    )


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tables are looked at as those of a nation are."""
    monkeypatch.setattr(ranges, "NEAR", NEAR)
    monkeypatch.setattr(ranges, "MANY_STEPS", 1)  # no linear program of all is solved
    monkeypatch.setattr(ranges, "WINDOW", WINDOW)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_safe_by_numbers_near_it_is_safe(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "ROUNDS", 1)  # so that numbers are left to be asked for one by one
    system = table(seed)
    every, width = np.ones(system.size, dtype=bool), np.full(system.size, 5.0)
    unknown = np.random.default_rng(seed).random(system.size) < 0.5
    near, found = (
        set(unsafe_numbers(system, unknown=unknown, guarded=every, width=width, anywhere=anywhere).tolist())
        for anywhere in (False, True)
    )
    assert near >= found


@pytest.mark.parametrize("seed", range(12))
def test_the_company_that_is_chosen_leaves_nothing_that_is_found_anywhere(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = table(seed)
    every, width = np.ones(system.size, dtype=bool), np.full(system.size, 5.0)
    small = system.value < 5
    hidden, narrow = hide_with_company(system, primary=small, guarded=every, hideable=every, width=width)
    assert (hidden | ~small).all()
    assert not len(narrow)
    monkeypatch.setattr(ranges, "MANY_STEPS", 10**6)  # now all in one linear program
    assert not len(unsafe_numbers(system, unknown=hidden, guarded=every, width=width))
