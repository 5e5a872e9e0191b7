"""Of drawn files every row is accepted, rejected or merged, exactly once; the counts are made again in plain Python."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.check.check import MERGED_REPEAT, check_extract
from tests.unit.read.extracts import ENROLMENT, accept, text

HEADERS = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "NPP", "KODE_KAB_KERJA", "JUMLAH_TK")
NIKS = ("7205011708900003", "'7205015708900004", "9101011708900005", "7205011708900003 ")
BAD_NIKS = ("", "123", "7205010000900003", "7205011708900000", "9999011708900003", "NIK", "7205011708900003\u00e9")
KPJS, SEGMENTS, BAD_SEGMENTS = ("12345678901", "2345678901", "12345678902"), ("PU", "bpu", "P.U"), ("", "XYZ", "-1")
STARTS, BAD_STARTS = ("01/03/2020", "2021-05-17"), ("", "kapan", "31/02/2020", "01/01/2031")
MONTHS, BAD_MONTHS = ("2025-12", "01-2025", "2025-11"), ("", "kemarin", "13-2025")
EMPLOYERS = ("", "12345678", "00000001")


@dataclass(frozen=True)
class Drawn:
    """A line of a file, whether a rule rejects it, and which registration it is (None: never merged)."""

    cells: tuple[str, ...]
    rejected: bool
    key: tuple[str, ...] | None
    month: str


def digits(cell: str) -> str:
    return "".join(filter(str.isdigit, cell))


@st.composite
def people(draw: st.DrawFn) -> Drawn:
    """A row about a person; each cell says by where it was drawn from whether it is good."""
    faults = draw(st.sets(st.sampled_from(["nik", "kpj", "segment", "start", "month", "line"]), max_size=2))

    def cell(name: str, good: tuple[str, ...], bad: tuple[str, ...]) -> str:
        return draw(st.sampled_from(bad if name in faults else good))

    nik = cell("nik", NIKS, BAD_NIKS)
    kpj = cell("kpj", KPJS, ("",))
    segment = cell("segment", SEGMENTS, BAD_SEGMENTS)
    start = cell("start", STARTS, BAD_STARTS)
    month = cell("month", MONTHS, BAD_MONTHS)
    employer = draw(st.sampled_from(EMPLOYERS))
    cells: tuple[str, ...] = (nik, kpj, segment, start, month, employer, "", "1")
    key = (digits(nik), digits(kpj).zfill(11), "".join(filter(str.isalpha, segment)).upper(), employer)
    year, month_no = (month[:4], month[5:]) if month[4:5] == "-" else (month[3:], month[:2])
    if "line" in faults:
        cells = (*cells, "one too many")
    return Drawn(cells=cells, rejected=bool(faults), key=key, month=f"{year}-{month_no}")


@st.composite
def heads(draw: st.DrawFn) -> Drawn:
    """Construction heads without NIK: never merged, however often the same line stands there."""
    region, number = draw(st.sampled_from([("7205", "25"), ("7205", "0"), ("", "25")]))
    cells = ("", "", "JAKON", "01/03/2020", "2025-12", "", region, number)
    return Drawn(cells=cells, rejected=(region, number) != ("7205", "25"), key=None, month="2025-12")


def expected_of(rows: list[Drawn]) -> tuple[list[int], list[int], list[int]]:
    """Row numbers accepted, rejected and merged: of good rows with one key the latest month stays, then the last."""
    rejected = [number for number, row in enumerate(rows, start=2) if row.rejected]
    groups: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    accepted = []
    for number, row in enumerate(rows, start=2):
        if not row.rejected and row.key is None:
            accepted.append(number)
        elif not row.rejected and row.key is not None:
            groups[row.key].append((row.month, number))
    accepted += [max(group)[1] for group in groups.values()]
    gone = {*accepted, *rejected}
    return sorted(accepted), rejected, [number for number in range(2, len(rows) + 2) if number not in gone]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.one_of(people(), people(), heads()), min_size=1, max_size=40), share=st.sampled_from([0.05, 1.0])
)
def test_rows_in_are_accepted_rejected_or_merged(rows: list[Drawn], share: float) -> None:
    extract = accept(text([row.cells for row in rows], headers=HEADERS).encode())
    checked = check_extract(extract, feed=ENROLMENT, max_reject_share=share)
    accepted, rejected, merged = expected_of(rows)
    assert checked.accepted["row_no"].to_list() == accepted
    assert sorted(set(checked.rejected["row_no"])) == rejected
    assert checked.warned.filter(code=MERGED_REPEAT)["row_no"].to_list() == merged

    counts = checked.counts
    assert (counts.rows_read, counts.rows_rejected, counts.rows_merged) == (len(rows), len(rejected), len(merged))
    assert counts.rows_accepted == (0 if checked.refusal else len(accepted))
    assert (checked.refusal is not None) == (len(rejected) > share * len(rows))

    shown = {rule.code: rule.failing for rule in checked.validation.rules if rule.failing}
    by_rule = Counter([*checked.rejected["code"], *(code for code in checked.warned["code"] if code != MERGED_REPEAT)])
    assert shown == by_rule
