"""Every awkward file of the corpus has its one outcome, whatever its name says it is."""

import tempfile
from pathlib import Path

import pytest

from tasks.read.read import read_extract
from tasks.refusal import Refusal
from tasks.states import Extract
from tests.unit.read.corpus import PEOPLE, READABLE, REFUSED
from tests.unit.read.extracts import ENROLMENT, MAX_BYTES, POSITION
from warehouse.dimensions.regions import load_regions

COLUMNS = ("nik", "kpj", "segment", "registered_on", "last_paid")
# a quote that is never closed costs what follows it in its line
COSTS = {"a quote never closed": (*PEOPLE[:2], (PEOPLE[2][0], PEOPLE[2][1], None, None, None))}


def read(data: bytes, *, name: str) -> Extract | Refusal:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_extract(path, feed=ENROLMENT, position_date=POSITION, regions=load_regions(), max_bytes=MAX_BYTES)


@pytest.mark.parametrize("file_name", ["data.csv", "data.xlsx"])
@pytest.mark.parametrize("name", READABLE)
def test_a_file_of_the_corpus_is_read(name: str, file_name: str) -> None:
    found = read(READABLE[name].data, name=file_name)
    assert isinstance(found, Extract), found
    assert found.frame.select(COLUMNS).rows() == list(COSTS.get(name, PEOPLE))
    facts = READABLE[name].facts
    assert {key: found.facts[key] for key in facts} == facts
    assert found.facts["rows"] == 3


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_the_corpus_is_refused(name: str) -> None:
    data, code = REFUSED[name]
    found = read(data, name="data.csv")
    assert isinstance(found, Refusal), found
    assert found.code == code
