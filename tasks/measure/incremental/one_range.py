"""Count one range by itself, in this process or in one of another machine that has the same home.

What is asked lies in `derived/questions`, and a `RangeWork` names it in a few bytes. The answer is a set in
`derived/ranges`, whole or not there: a range that is asked again, since its process died, is counted again or found,
and a measurement that was killed goes on after the ranges that it had counted.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tasks.measure.counting.count_range import RangeCounts, count_range
from tasks.measure.counting.regency_ranges import RegencyRange
from tasks.measure.incremental.count_cache import read_counts, write_counts
from tasks.measure.incremental.past_cache import PAST, keep_past, make_past, named_past, read_past, write_people
from tasks.measure.inputs.rules import CountRules
from tasks.measure.inputs.scope import Scope
from warehouse.lake.cache import Cache, Named

QUESTIONS, RANGES = "questions", "ranges"
RULES = "rules in full"
PEOPLE = "people.arrow"


class CountedByAnother(Exception):
    """Another process was first with the same range."""


@dataclass(frozen=True, kw_only=True)
class RangeWork:
    """One range of a question, a small reference for whatever process counts it.

    makes_past: its past is not kept yet, and is part of the answer. program: hash of the code that has to count.
    """

    cache: Path
    question: str
    within: str
    makes_past: bool
    program: str

    @property
    def named(self) -> Named:
        """What the answer rests on."""
        return {"question": self.question, "range": self.within, "makes_past": self.makes_past}


CountRanges = Callable[[Sequence[RangeWork]], None]  # raises `Unreadable`, and what counting raises


def count_here(works: Iterable[RangeWork]) -> None:
    """Count one range after the other; each uses all cores."""
    for work in works:
        count_one_range(work)


def count_one_range(work: RangeWork) -> None:
    """Keep the counts of a range, unless they are. Raises `Unreadable`, `LakeObjectCorrupt`."""
    cache = Cache(work.cache)
    if cache.find(RANGES, work.named):
        return
    scope, ranges = _asked(cache, work.question)
    within = RegencyRange.named(work.within)
    with suppress(CountedByAnother), cache.writing(RANGES, work.named) as folder:
        if work.makes_past:
            past = make_past(cache, scope, within=within, ranges=ranges)
            write_people(past, folder / PEOPLE)
        else:
            past = read_past(cache, scope, within=within, ranges=ranges)
        counts = count_range(
            scope.positions, read=within.read, days=scope.past.then, past=past, as_of=scope.as_of, rules=scope.rules
        )
        write_counts(counts, folder)
        if cache.find(RANGES, work.named):
            raise CountedByAnother


def count_by_ranges(
    cache: Cache, scope: Scope, *, ranges: Sequence[RegencyRange], count_ranges: CountRanges
) -> RangeCounts:
    """The counts of all ranges, with several rows of one key; their past is kept. Raises `Unreadable`."""
    names = [one.name for one in ranges]
    makes_past = bool(scope.past.then) and cache.find(PAST, named_past(scope, names)) is None
    question = _ask(cache, scope, names)
    each = partial(RangeWork, cache=cache.folder, question=question, makes_past=makes_past, program=scope.rules.program)
    works = [each(within=name) for name in names]
    count_ranges(works)
    places = [cache.place(RANGES, work.named) for work in works]
    counts = [read_counts(place, rules=scope.rules) for place in places]
    if makes_past:
        people = [place / PEOPLE for place in places]
        made = zip(names, people, (one.then for one in counts), strict=True)
        keep_past(cache, scope, {name: (path, then) for name, path, then in made})
    return RangeCounts.together(counts, rules=scope.rules)


def forget_ranges(cache: Cache) -> None:
    """Remove questions and their answers: what they were for is kept otherwise."""
    for kind in (RANGES, QUESTIONS):
        cache.keep(kind, newest=0, holds=lambda _: False)


def _ask(cache: Cache, scope: Scope, ranges: Sequence[str]) -> str:
    """Write down what is counted, for processes that do not know it; returns its name."""
    question = scope.named() | {RULES: asdict(scope.rules), "ranges": list(ranges)}
    if cache.find(QUESTIONS, question) is None:
        with cache.writing(QUESTIONS, question):
            pass  # all of it is what the set rests on
    return cache.place(QUESTIONS, question).name


def _asked(cache: Cache, question: str) -> tuple[Scope, Sequence[str]]:
    """The scope of a question, and the names of its ranges."""
    named = cache.named(QUESTIONS, question)
    return Scope.of(named, rules=CountRules.of(named[RULES])), named["ranges"]
