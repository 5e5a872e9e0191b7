from datetime import UTC, datetime

import polars as pl
import pytest

from expectations.polars_engine.metrics.column_parse import PLAIN, _as_written

TEXTS = [
    "2020-01-31",
    "2020-1-31",
    "0001-01-01",
    "0000-12-31",
    "9999-12-31",
    "10000-01-01",
    "+2020-01-31",
    "2020-02-30",
]


def python_reads(text: str, template: str) -> bool:
    try:
        datetime.strptime(text, template)  # noqa: DTZ007
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("template", ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y %H:%M"])
def test_what_polars_answers_python_answers_too(template: str) -> None:
    assert PLAIN.fullmatch(template)
    written = datetime(2024, 2, 29, 23, 59, 58, tzinfo=UTC).strftime(template)
    texts = [*TEXTS, written, f" {written}", f"{written} ", written.replace("2", "٢"), ""]
    quick = _as_written(pl.Series(texts), template).to_list()
    assert [text for text, sure in zip(texts, quick, strict=True) if sure and not python_reads(text, template)] == []


def test_most_texts_are_answered_by_polars() -> None:
    assert _as_written(pl.Series(["2020-01-31", "1999-12-01", None, "x"]), "%Y-%m-%d").to_list() == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("template", ["%d %b %Y", "%y", "%j", "%z", "%Y\t%m", "%%", "%H:%M", "%Y-%m", "%Y-%m-%d %H"])
def test_other_formats_are_left_to_python(template: str) -> None:
    assert not PLAIN.fullmatch(template)
