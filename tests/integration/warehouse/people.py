"""A home whose lake holds people: positions of two months and two branches, construction heads, denominators, claims.

Everything is received and ingested by the stages' own functions, on either database.
"""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import SecretStr
from sqlalchemy import Engine

from settings import Settings
from tasks.check.deliver import Ingested
from tasks.measure.fingerprint import inputs_sha256
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs, Sources, read_inputs
from tasks.measure.measure import measure_coverage
from tasks.measure.reference_tables import reference_tables
from tests.integration.ingest import home
from tests.integration.warehouse.catalogues import Catalogues
from warehouse.catalogue.engine import open_catalogue
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.lake.objects import verify_object
from warehouse.lake.person_objects import KeptObject, objects_with_ids
from warehouse.submissions.positions import live_positions

DECEMBER, JANUARY, FEBRUARY = date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 10)
HEADER = "NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_KAB_KERJA;JUMLAH_TK;TANGGAL_AKHIR;KATEGORI;SUMBER_DANA"
HEADS = ";;JAKON;01/03/2020;;72.05;25;31/12/2026;;"
REFERENCES = {
    ("BPS", "PEKERJA_BPS_20251201.csv"): "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2025,150,a\n72.05,2026,160,a\n",
    ("BPS", "TARGET_BPS_20251201.csv"): "KODE_WILAYAH,TAHUN,PENERBIT,NILAI,DOKUMEN\n72.05,2026,Pemda,50,Perda\n",
}


def nik(number: int) -> str:
    return f"720501170890{number:04d}"


def extract(*numbers: int, paid: str, segment: str = "PU") -> str:
    rows = [f"{nik(n)};1234567{n:04d};{segment};01/03/2020;{paid};72.71;;;PEKERJA_RENTAN;APBD" for n in numbers]
    return "\n".join([HEADER, *rows, HEADS]) + "\n"


def claims(*numbers: int, paid_on: str = "05/01/2026") -> str:
    rows = [f"C{n:06d};{nik(n)};JKM;42000000;{paid_on}" for n in numbers]
    return "\n".join(["NO_KLAIM;NIK;PROGRAM;NILAI;TANGGAL_BAYAR", *rows]) + "\n"


@dataclass(frozen=True)
class Home:
    """A home on any catalogue."""

    settings: Settings
    engine: Engine

    def take(self, files: dict[tuple[str, str], str]) -> list[Ingested]:
        for (folder, name), content in files.items():
            home.deliver(self.settings.home, folder, name, content)
        return home.take(self.settings, self.engine)

    def begin(self, *, without: Collection[int] = ()) -> None:
        """December and January, people in both branches, some who leave, and a correction that replaces January's."""

        def but(*numbers: int) -> list[int]:
            return [number for number in numbers if number not in without]

        first, second = but(*range(1, 21)), but(17, 18, *range(21, 37))
        self.take(REFERENCES)
        self.take({("K01", "PESERTA_K01_20251231.csv"): extract(*first, paid="12-2025")})
        self.take({("K02", "PESERTA_K02_20251231.csv"): extract(*second, paid="12-2025", segment="BPU")})
        self.take({("K01", "PESERTA_K01_20260131.csv"): extract(*but(*range(1, 20)), paid="01-2026")})
        self.take({("K01", "KLAIM_K01_20260131.csv"): claims(*but(1, 20))})
        self.take({("K01", "PESERTA_K01_20260131_R1.csv"): extract(*but(*range(1, 19), 40), paid="01-2026")})

    def go_on(self) -> None:
        """February: who left returns, some lapse, one is new."""
        self.take(
            {
                ("K01", "PESERTA_K01_20260210.csv"): extract(*range(2, 21), 41, paid="02-2026"),
                ("K02", "PESERTA_K02_20260210.csv"): extract(17, *range(21, 31), paid="02-2026", segment="BPU"),
                ("K02", "KLAIM_K02_20260210.csv"): claims(1, 30, paid_on="09/02/2026"),
            }
        )

    def basis(self, as_of: date) -> MeasureInputs:
        """What the figures of a date rest on, read now."""
        sources, settings = Sources.of(self.settings), FigureSettings.of(self.settings)
        return read_inputs(self.engine, as_of=as_of, today=home.TODAY, sources=sources, settings=settings)

    def tables(self, as_of: date) -> dict[str, pl.DataFrame]:
        """All published tables, measured now."""
        regions = load_regions()
        basis, settings = self.basis(as_of), FigureSettings.of(self.settings)
        facts = measure_coverage(
            as_of=as_of,
            positions=basis.positions,
            expected_branches=basis.expected_branches,
            eligible=basis.eligible,
            regions=regions,
            settings=settings,
            past=basis.past,
            ecosystem=basis.ecosystem,
        )
        further = reference_tables(
            facts, basis=basis, as_of=as_of, regions=regions, settings=settings, lake=self.settings.path("lake")
        )
        return {**facts.tables, **further}

    def kept(self) -> list[KeptObject]:
        return objects_with_ids(self.engine)

    def enrolment_in_force(self, as_of: date) -> list[int]:
        """Numbers of the objects that a release of that date is made of, as far as they hold people."""
        return [one.object_id for one in live_positions(self.engine, "enrolment", as_of=as_of)]

    def inputs(self, as_of: date) -> str:
        settings = FigureSettings.of(self.settings)
        return inputs_sha256(self.basis(as_of), as_of=as_of, regions=load_regions(), settings=settings)

    def files(self) -> set[str]:
        """Every file of the lake, hidden ones too."""
        lake = self.settings.path("lake")
        return {path.relative_to(lake).as_posix() for path in lake.rglob("*") if path.is_file()}

    def assert_whole(self) -> None:
        """Every object of people is what the catalogue says, and the lake holds no file beside them."""
        kept = objects_with_ids(self.engine)
        for one in kept:
            verify_object(self.settings.path("lake"), one.file)
        assert {path for path in self.files() if path.startswith(("enrolment", "benefit"))} == {
            one.file.path for one in kept
        }


def home_at(folder: Path, address: str) -> Home:
    """The home in a folder, with its catalogue open at an address."""
    return Home(Settings(home=folder, database_url=SecretStr(address)), open_catalogue(address))


@contextmanager
def copied(home: Home, folder: Path, catalogues: Catalogues) -> Iterator[Home]:
    """A home like another, in a folder that is not there yet; gone at the end."""
    home.engine.dispose()
    address = catalogues.copy(str(home.settings.sqlalchemy_url))
    shutil.copytree(home.settings.home, folder)
    found = home_at(folder, address)
    try:
        yield found
    finally:
        found.engine.dispose()
        catalogues.drop(address)


def assert_same(found: dict[str, pl.DataFrame], wanted: dict[str, pl.DataFrame]) -> None:
    assert found.keys() == wanted.keys() == {table.name for table in PUBLISHED_TABLES}
    for name, table in wanted.items():
        assert found[name].equals(table), name
