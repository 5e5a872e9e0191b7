import tempfile
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from expectations.written import INDONESIAN
from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.hashes import content_hash
from tasks.publish.gate.suite import rate_recomputes
from tasks.publish.release.pointer import switch_current

people = st.integers(0, 10**8)
releases = st.builds("2021-{:02d}-01-{:012x}".format, st.integers(1, 12), st.integers(0, 16**12 - 1))


def judged_right(active: int, eligible: int | None, percent: Decimal | None) -> bool:
    frame = pl.DataFrame(
        {"active": [active], "eligible": [eligible], "coverage_pct": [percent]},
        schema={"active": pl.Int64, "eligible": pl.Int64, "coverage_pct": pl.Decimal(18, 2)},
    )
    parameters = {"numerator": "active", "whole": "eligible", "pct": "coverage_pct"}
    return bool(frame.select(rate_recomputes(parameters)).item())


@given(active=people, eligible=people, off=st.integers(-3, 3))
@example(active=1, eligible=800, off=0)  # 0.125: half goes up
@example(active=1, eligible=800, off=-1)
@example(active=231_146, eligible=1_440_162, off=0)
def test_gate_lets_only_the_rate_rounded_half_up_pass(active: int, eligible: int, off: int) -> None:
    if eligible == 0:
        assert judged_right(active, 0, None)
        assert not judged_right(active, 0, Decimal(0))
        return
    right = (Decimal(100 * active) / Decimal(eligible)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert judged_right(active, eligible, right + Decimal(off).scaleb(-2)) == (off == 0)
    assert not judged_right(active, eligible, None)


@given(st.lists(st.tuples(st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.none() | people)))
def test_csv_reads_back_but_for_empty_texts(rows: list[tuple[str | None, int | None]]) -> None:
    schema = {"text": pl.String, "n": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    expected = [(text or None, n) for text, n in rows]
    assert pl.read_csv(Csv().write(frame), schema=schema).rows() == expected


@given(st.dictionaries(st.text(), st.sampled_from(["0" * 64, "f" * 64]), min_size=1), st.randoms())
def test_content_hash_does_not_depend_on_order(files: dict[str, str], rng: object) -> None:
    names = list(files)
    rng.shuffle(names)  # type: ignore[attr-defined]
    assert content_hash({name: files[name] for name in names}) == content_hash(files)


@given(st.lists(releases, min_size=1, max_size=8))
def test_pointer_ends_at_the_last_release_of_the_latest_date(order: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        published = Path(folder)
        for release in order:
            (published / release).mkdir(exist_ok=True)
            shown = switch_current(published, release)
        latest = max(release[:10] for release in order)
        assert shown == [release for release in order if release.startswith(latest)][-1]
        assert (published / "current").resolve() == (published / shown).resolve()


@given(st.integers(0, 10**12))
def test_dots_stand_at_thousands(number: int) -> None:
    written = INDONESIAN.number(number)
    assert int(written.replace(".", "")) == number
    assert all(len(group) == 3 for group in written.split(".")[1:])
