"""Metadata that offices file: every figure and every column in the forms, read back from a release."""

import io
import json
import re
from typing import Any

import openpyxl
import polars as pl
import pytest

from expectations.contracts import FEEDS
from settings import Settings
from settings.groups import PublisherSettings
from tasks.publish.files.metadata.files import WORKBOOK, form_entries, metadata_files
from tasks.publish.files.metadata.forms import BY_AGENCY, BY_BPS, FORMS, MS_IND, NOT_DUE
from tasks.publish.files.metadata.indicators import MEASURES
from tasks.publish.files.metadata.national_codes import NATIONAL_INDICATORS
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.made_facts import AS_OF
from warehouse.dimensions.regions import load_regions
from warehouse.figures.metrics import METRIC, METRICS
from warehouse.figures.tables import PUBLISHED_TABLES

AGENCY = Publisher(agency="BPJS Ketenagakerjaan", unit="Kedeputian Data", email="data@example.go.id")


def read(built: BuiltRelease, name: str) -> Any:
    return json.loads((built.path / "metadata" / name).read_bytes())


def test_every_published_figure_has_one_indicator_and_no_other_is_there(built: BuiltRelease) -> None:
    """Against the tables themselves: each number of theirs that is a metric, found by its name in the registry."""
    indicators = [entry["kode_metrik"] for entry in read(built, "ms-ind.json")["entries"]]
    assert len(indicators) == len(set(indicators))
    columns = {f"{t.name.removeprefix('ucj_')}.{c.name}" for t in PUBLISHED_TABLES for c in t.columns}
    assert set(indicators) <= columns
    assert set(indicators) == set(METRIC)
    percentages = {name for name in columns if name.endswith("_pct")}
    assert percentages <= set(indicators)


def test_every_column_that_is_delivered_is_a_variable(built: BuiltRelease) -> None:
    variables = read(built, "ms-var.json")["entries"]
    expected = [f"{feed.file_prefix}.{field.header}" for feed in FEEDS.values() for field in feed.fields]
    assert [entry["nama_variabel"] for entry in variables] == expected
    public = {entry["nama_variabel"] for entry in variables if entry["akses_umum"].startswith("1")}
    assert "PEKERJA.JUMLAH" in public
    assert not {"PESERTA.NIK", "PESERTA.KPJ", "PESERTA.UPAH", "KLAIM.NO_KLAIM"} & public


@pytest.mark.parametrize("name", ["ms-keg.json", "ms-var.json", "ms-ind.json"])
def test_every_obligatory_question_has_an_answer_or_a_mark(built: BuiltRelease, name: str) -> None:
    form = read(built, name)
    required = [question["key"] for question in form["questions"] if question["required"]]
    assert form["regulation"] == "Peraturan BPS Nomor 5 Tahun 2020"
    assert len(required) > 10
    for entry in form["entries"]:
        assert list(entry) == [question["key"] for question in form["questions"]]
        assert [key for key in required if not entry[key].strip()] == []


def test_indicator_names_tell_figures_apart(built: BuiltRelease) -> None:
    names = [entry["nama_indikator"] for entry in read(built, "ms-ind.json")["entries"]]
    assert len(names) == len(set(names))


def test_variables_of_an_indicator_are_those_of_the_form_of_variables(built: BuiltRelease) -> None:
    variables = {entry["nama_variabel"] for entry in read(built, "ms-var.json")["entries"]}
    indicators = {entry["kode_metrik"]: entry for entry in read(built, "ms-ind.json")["entries"]}
    named = {one for entry in indicators.values() for one in entry["nama_variabel_pembangun"].split("; ")}
    assert {one for one in named if "." in one} <= variables
    coverage = indicators["coverage.coverage_pct"]["nama_variabel_pembangun"].split("; ")
    assert {"PESERTA.NIK", "PESERTA.BLTH_AKHIR", "PEKERJA.JUMLAH"} <= set(coverage)
    assert "PESERTA.NIK" not in indicators["trend.eligible"]["nama_variabel_pembangun"]
    assert "PESERTA.SUMBER_DANA" in indicators["funder.active"]["nama_variabel_pembangun"]
    assert "EKOSISTEM.POPULASI" in indicators["ecosystem.coverage_pct"]["nama_variabel_pembangun"]
    assert "PEKERJA" not in indicators["ecosystem.coverage_pct"]["nama_variabel_pembangun"]


def test_the_formula_of_a_rate_names_what_is_divided(built: BuiltRelease) -> None:
    indicators = {entry["kode_metrik"]: entry for entry in read(built, "ms-ind.json")["entries"]}
    assert indicators["coverage.coverage_pct"]["rumus"].startswith(
        "100 x Peserta aktif / Pekerja yang berhak; 2 desimal"
    )
    assert indicators["coverage.active"]["satuan"] == "orang"
    assert indicators["completeness.age_days"]["level_estimasi"] == "Kantor cabang"


def test_units_of_all_figures_have_words_in_indonesian() -> None:
    assert {metric.unit for metric in METRICS} == MEASURES.keys()


def test_national_codes_stand_with_the_coverage_of_the_self_employed_and_nowhere_else(built: BuiltRelease) -> None:
    coded = {e["kode_metrik"]: e["kode_indikator_nasional"] for e in read(built, "ms-ind.json")["entries"]}
    assert [code for code, said in coded.items() if said] == ["segment.coverage_pct"]
    assert "06.02.021" in coded["segment.coverage_pct"]
    assert "8.8.1.(a)" in coded["segment.coverage_pct"]
    for code, indicators in NATIONAL_INDICATORS.items():
        columns = {column.name: column for column in METRIC[code].table.columns}
        assert all(value in columns[name].values for one in indicators for name, value in one.rows.items())


def test_the_agency_is_named_where_it_is_set_and_marked_where_it_is_not() -> None:
    (named,) = form_entries(as_of=AS_OF, publisher=AGENCY)["MS-Keg"]
    assert (named["instansi_penyelenggara"], named["unit_eselon_2"]) == (AGENCY.agency, AGENCY.unit)
    assert named["alamat_penyelenggara"] == BY_AGENCY
    assert named["kode_kegiatan"] == BY_BPS
    assert named["rancangan_sampel"] == NOT_DUE
    settings = Settings(publisher=PublisherSettings(agency="BPJS Ketenagakerjaan"))
    assert Publisher.of(settings) == Publisher(agency="BPJS Ketenagakerjaan")


def test_the_workbook_holds_what_the_json_holds(built: BuiltRelease) -> None:
    """Read back by another program, cell by cell."""
    book = openpyxl.load_workbook(built.path / WORKBOOK)
    assert book.sheetnames == [form.code for form in FORMS]
    assert not any(sheet.merged_cells.ranges for sheet in book)
    (activity,) = read(built, "ms-keg.json")["entries"]
    assert [row[2].value or "" for row in book["MS-Keg"].iter_rows(min_row=2)] == list(activity.values())
    for name in ("MS-Var", "MS-Ind"):
        rows = [[cell.value or "" for cell in row] for row in book[name].iter_rows(min_row=2)]
        assert rows == [list(entry.values()) for entry in read(built, f"{name.lower()}.json")["entries"]]
    heads = [cell.value for cell in book["MS-Ind"][1]]
    assert heads[:2] == ["(1) No.", "(2) Nama Indikator"]
    assert len(heads) == len(MS_IND.questions)


def test_the_same_forms_are_the_same_bytes() -> None:
    assert metadata_files(as_of=AS_OF, publisher=AGENCY) == metadata_files(as_of=AS_OF, publisher=AGENCY)


def test_codes_of_bps_stand_beside_those_of_the_ministry_where_they_are_known(built: BuiltRelease) -> None:
    codes = pl.read_csv(io.BytesIO((built.path / "metadata/region-codes.csv").read_bytes()), infer_schema=False)
    assert codes["code"].to_list() == sorted(codes["code"])
    assert codes.height == 552
    assert set(codes["code"]) == {*load_regions().provinces["code"], *load_regions().regencies["code"]}
    bps = dict(codes.select("code", "bps_code_2018").iter_rows())
    assert (bps["72.05"], bps["72.03"]) == ("72.07", "72.05")  # Buol, and Donggala whose code at BPS looks like Buol's
    assert bps["93"] is bps["93.01"] is None
    known = [code for code in bps.values() if code]
    assert len(known) == len(set(known)) == 514


def test_the_catalogue_lists_every_file_with_its_size_and_hash(built: BuiltRelease) -> None:
    dataset = read(built, "dcat.jsonld")
    package = json.loads((built.path / "datapackage.json").read_bytes())
    described = {f"../{one['path']}": one for one in package["resources"] if not one["path"].endswith("dcat.jsonld")}
    distributions = {one["@id"]: one for one in dataset["dcat:distribution"]}
    assert distributions.keys() == described.keys()
    for place, one in distributions.items():
        assert (built.path / "metadata" / place).is_file()
        assert one["dcat:byteSize"]["@value"] == str(described[place]["bytes"])
        assert f"sha256:{one['spdx:checksum']['spdx:checksumValue']}" == described[place]["hash"]


def test_the_catalogue_has_what_dcat_asks_of_a_dataset(built: BuiltRelease) -> None:
    """Terms of the vocabularies that it declares, texts in both languages, and addresses that lead nowhere outside."""
    dataset = read(built, "dcat.jsonld")
    assert dataset["@type"] == "dcat:Dataset"
    for term in ("dcterms:title", "dcterms:description"):
        assert [text["@language"] for text in dataset[term]] == ["id", "en"]
    for term in ("dcterms:publisher", "dcterms:license", "dcterms:temporal", "dcat:keyword", "dcterms:identifier"):
        assert dataset[term]
    assert "dcat:contactPoint" not in dataset  # nobody is set
    prefixes = set(re.findall(r'"([a-z]+):[A-Za-z]+"', json.dumps(dataset)))
    assert prefixes <= dataset["@context"].keys() | {"mailto"}
