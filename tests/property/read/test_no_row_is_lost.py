"""Whatever bytes arrive, the reader answers with an extract or a refusal, and every row is accounted for."""

import csv
import gzip
import io
import re
import zipfile
from datetime import date

import polars as pl
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from expectations.contracts.file_rules import FILE_RULE
from tasks.read.limits import ReadLimits
from tasks.read.text.delimited import read_text
from tasks.refusal import Refusal
from tasks.states import Extract
from tests.drawn import drawn
from tests.unit.read.extracts import ENROLMENT, GOOD, HEADERS, MAX_BYTES, ROWS, parquet, read, workbook, zipped

QUOTED = GOOD.replace(b"Orang 1", b'"Orang; 1"').replace(b"Orang 2", b'"Orang\n2"')
TABLE = pl.DataFrame(list(ROWS), schema=list(HEADERS), orient="row")
GOOD_FILES = (
    GOOD,
    QUOTED,
    QUOTED.decode().encode("utf-16-le"),
    gzip.compress(GOOD),
    zipped({"a.csv": GOOD}),
    workbook({"Data": [HEADERS, *ROWS]}),
    parquet(TABLE),
    parquet(
        TABLE.with_columns(
            UPAH=pl.lit(1.5), TANGGAL_LAHIR=pl.lit(date(1990, 1, 1)), NPP=pl.lit("1").cast(pl.Categorical)
        )
    ),
)
BOOK = workbook({"Data": [HEADERS, *ROWS, ["x", date(2020, 1, 1), True, 3.5]]})
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")
NUMBERS = st.sampled_from([b"0", b"-1", b"16385", b"1048577", b"2147483648", b"4294967296", b"18446744073709551616"])
SIGNS = st.sampled_from([b'"', b";", b",", b"\n", b"\r", b"\0", b"\xff", b"\x1f", b"\xef\xbb\xbf", b"PK", b"x", b""])
CELLS = st.text(st.sampled_from(list("ab \";,\t|\n'é")), max_size=8)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good file with a few pieces replaced, repeated or cut away."""
    data = draw(st.sampled_from(GOOD_FILES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(SIGNS, st.binary(max_size=6), st.just(data[start:end] * 2)))
        data = data[:start] + piece + data[end:]
    return data


@st.composite
def mutated_workbooks(draw: st.DrawFn) -> bytes:
    """A workbook that is a good ZIP, with numbers or markup of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(PARTS))
    for _ in range(draw(st.integers(1, 3))):
        numbers = list(re.finditer(rb"[0-9]+", parts[name]))
        if draw(st.booleans()) and numbers:
            start, end = numbers[draw(st.integers(0, len(numbers) - 1))].span()
            piece = draw(NUMBERS)
        else:
            start = draw(st.integers(0, len(parts[name])))
            end = start + draw(st.integers(0, 30))
            piece = draw(st.sampled_from([b"", b"<", b">", b'"', b"&#0;", b"</c>", b"<c/>", b"\xff", b" r='ZZ9'"]))
        parts[name] = parts[name][:start] + piece + parts[name][end:]
    return zipped(parts)


def holds(found: Extract | Refusal) -> None:
    """What holds of every answer."""
    if isinstance(found, Refusal):
        assert found.code in FILE_RULE
        return
    assert found.frame.height == found.facts["rows"] > 0
    row_nos = found.frame["row_no"]
    assert row_nos.is_sorted()
    assert row_nos.n_unique() == row_nos.len()
    assert found.frame["complete_line"].null_count() == 0


@drawn(by_day=100, by_night=600)
@given(st.binary(max_size=400))
@example(b"\x1f\x8b\x08\x00")
@example(b"PK\x03\x04")
@example(b"PAR1PAR1")
@example(parquet(TABLE).replace(b"KPJ", b"K\x93J"))
def test_random_bytes_raise_nothing(data: bytes) -> None:
    holds(read(data, max_bytes=1_000_000))


@drawn(by_day=200, by_night=1200)
@given(mutated())
def test_damaged_files_raise_nothing(data: bytes) -> None:
    holds(read(data, max_bytes=1_000_000))


@drawn(by_day=100, by_night=600, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_workbooks())
def test_workbooks_with_damaged_parts_raise_nothing(data: bytes) -> None:
    holds(read(data, max_bytes=1_000_000))


@drawn(by_day=100, by_night=600)
@given(st.lists(st.one_of(SIGNS, st.sampled_from([GOOD.split(b"\n")[1], b"7205011708900003;1", b";;;;;", b" "]))))
def test_lines_in_are_rows_out_and_those_left_out(pieces: list[bytes]) -> None:
    body = b"".join(pieces).replace(b'"', b"").replace(b"\r", b"")
    found = read(";".join(HEADERS).encode() + b"\n" + body)
    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    if isinstance(found, Refusal):
        assert found.code in {"NO_ROWS", "COLUMN_TWICE"}
        return
    assert len(lines) == found.frame.height + sum(one["count"] for one in found.facts["left_out"])


@drawn(by_day=100, by_night=600)
@given(
    st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=12),
    st.sampled_from(";,\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_cells_are_those_of_the_csv_module(rows: list[list[str]], delimiter: str, quoting: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(["NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR"])
    writer.writerows(rows)
    found = read_text(out.getvalue().encode(), feed=ENROLMENT, limits=ReadLimits.of(10_000, max_bytes=MAX_BYTES))
    assert not isinstance(found, Refusal)
    if found.facts["quoting"] == "broken":  # a cell over several lines that holds as many delimiters as a line
        lines = out.getvalue().count("\n") - 1
        assert len(rows) <= found.cells.height <= lines  # another cell over two lines may be whole
        return
    cells = found.cells.select("nik", "kpj", "segment", "registered_on", "last_paid").fill_null("")
    assert cells.rows() == [tuple(row) for row in rows]
    assert found.cells["row_no"].to_list() == list(range(2, len(rows) + 2))
    assert found.cells["complete_line"].all()
