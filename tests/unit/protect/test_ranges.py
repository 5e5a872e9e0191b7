"""What is proved safe while no number changes by much is safe when every number may change as it can."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from tasks.protect.solving import cheapest_company, program, ranges
from tasks.protect.solving.bounds import Ranges, bounds
from tasks.protect.solving.company import hide_with_company
from tasks.protect.solving.confined import confined
from tasks.protect.solving.ranges import judge_numbers
from tasks.protect.solving.system import Marks, Numbers, System

ROWS, COLUMNS = 7, 9
WIDTH = 5.0


def table(seed: int) -> System:
    """Counts of a table with the sums of its rows and columns, and the sum of all.

    Each row is within a greater whole that is published, and the rest of it is not: some have little room, most much.
    """
    draw = np.random.default_rng(seed)
    inner = draw.integers(1, 25, (ROWS, COLUMNS))
    whole = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0, keepdims=True), inner.sum(keepdims=True)]])
    place = np.arange(whole.size).reshape(whole.shape)
    lines, count = [*place, *place.T], whole.size
    rests = draw.choice([0, 3, 4_000], len(place))
    matrix = np.zeros((len(lines) + len(place), count + len(place)))
    for equation, line in enumerate(lines):
        matrix[equation, line] = 1
        matrix[equation, line[-1]] = -1
    for row, line in enumerate(place):
        matrix[len(lines) + row, line[:-1]] = 1
        matrix[len(lines) + row, count + row] = 1
    return System(
        value=np.concatenate([whole.ravel(), rests]).astype(float),
        least=np.concatenate([np.ones(count), np.zeros(len(place))]),
        most=np.full(count + len(place), np.inf),
        cells=np.concatenate([np.ones(count), np.zeros(len(place))]).astype(np.intp),
        room=np.zeros(count + len(place), dtype=np.intp),
        matrix=sparse.csr_array(matrix),
    )


def narrow_ranges(system: System, *, unknown: Marks) -> set[int]:
    """Published numbers that are unknown and left a range of less than `WIDTH`: two linear programs for each."""
    places = np.flatnonzero(unknown)
    matrix = system.matrix[:, places]
    found = set()
    for place, number in enumerate(places):
        if system.cells[number]:
            ends = [
                linprog(
                    sign * np.eye(len(places))[place],
                    A_eq=matrix,
                    b_eq=matrix @ system.value[places],
                    bounds=np.column_stack([system.least[places], system.most[places]]),
                )
                for sign in (1, -1)
            ]
            least, most = (end.x[place] if end.status == 0 else np.inf for end in ends)
            if most - least < WIDTH - 1e-6:
                found.add(int(number))
    return found


def of_cells(system: System) -> tuple[Marks, Numbers]:
    return system.cells > 0, np.full(system.size, WIDTH)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("within", [5.0, 20.0, 1_000.0])
def test_an_equation_is_left_out_only_where_its_rest_makes_up_for_all_others(seed: int, within: float) -> None:
    system = table(seed)
    unknown = (np.random.default_rng(seed).random(system.size) < 0.5) | (system.cells == 0)
    kept = {
        tuple(row) for row in confined(system, unknown=unknown, within=np.full(system.size, within)).matrix.toarray()
    }
    left_out = [row for row in system.matrix.toarray() if tuple(row) not in kept]
    for row in left_out:
        rest = int(np.flatnonzero(row * (system.cells == 0))[0])
        others = [place for place in np.flatnonzero(row).tolist() if place != rest and unknown[place]]
        assert system.value[rest] - within * len(others) >= system.least[rest]  # nothing bounds it from above
    assert left_out or not (system.value[system.cells == 0] > within * COLUMNS).any()


@pytest.mark.parametrize("seed", range(8))
def test_ranges_narrow_as_numbers_become_known_as_they_would_from_the_start(seed: int) -> None:
    system, draw = table(seed), np.random.default_rng(seed)
    unknown = (draw.random(system.size) < 0.7) | (system.cells == 0)
    step = Ranges.of(system, unknown=unknown)
    told = draw.permutation(np.flatnonzero(unknown & (system.cells > 0)))
    found = 0
    for numbers in np.array_split(told, 6):
        step = step.when_known(numbers)
        unknown[numbers] = False
        anew = bounds(system, unknown=unknown)
        for width in (1.0, WIDTH, 40.0):
            narrow = step.narrower(np.full(system.size, width))
            assert (narrow == unknown & (anew.high - anew.low < width)).all()
            found += int(narrow.sum())
    assert found > 0


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proved_safe_is_safe(seed: int) -> None:
    system = table(seed)
    guarded, width = of_cells(system)
    unknown = (np.random.default_rng(seed).random(system.size) < 0.5) | ~guarded
    judged = judge_numbers(system, unknown=unknown, guarded=guarded, width=width, within=np.full(system.size, 20.0))
    left = judged.unsafe
    assert not len(judged.unproved)
    assert set(left.tolist()) >= narrow_ranges(system, unknown=unknown)
    assert len(left) < np.count_nonzero(unknown & guarded) / 2


@pytest.mark.parametrize("rounds", [1, 60])
@pytest.mark.parametrize("seed", range(8))
def test_the_company_that_is_chosen_leaves_no_narrow_range(
    seed: int, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "ROUNDS", rounds)  # one: numbers are left to be asked for one by one
    monkeypatch.setattr(cheapest_company, "NEAR", (10, 20))
    system = table(seed)
    guarded, width = of_cells(system)
    small = guarded & (system.value < WIDTH)
    hidden, narrow = hide_with_company(system, primary=small, guarded=guarded, hideable=guarded, width=width)
    assert (hidden | ~small).all()
    assert narrow_ranges(system, unknown=hidden | ~guarded) == set(narrow.tolist())
    assert np.count_nonzero(hidden) < np.count_nonzero(guarded)


@pytest.mark.parametrize("seed", range(8))
def test_where_no_solution_is_found_all_beside_is_hidden_and_the_search_ends(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MOST_STEPS", 0)
    system = table(seed)
    guarded, width = of_cells(system)
    small = guarded & (system.value < WIDTH)
    hidden, unproved = hide_with_company(system, primary=small, guarded=guarded, hideable=guarded, width=width)
    assert len(unproved)
    assert narrow_ranges(system, unknown=hidden | ~guarded) <= set(unproved.tolist())
    beside = np.unique(system.matrix[system.equations_of(np.flatnonzero(small))].indices)
    assert (hidden | ~guarded)[beside].all()
