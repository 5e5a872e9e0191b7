"""What lies in the inbox of the tests of whole runs: a small one, every kind of file in it, and a realistic one."""

import gzip
from datetime import date
from pathlib import Path

from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_DESA;KODE_KAB_KERJA"
ELIGIBLE = "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n"
FAULTY_PEOPLE = 30  # the file with that many, for tests of a fault in one file


def extract(people: int, *, first: int = 1, bad: int = 0, paid: str = "01-2026") -> str:
    lines = [HEADER]
    for number in range(first, first + people):
        nik, kpj = f"720501170890{number:04d}", f"1234567{number:04d}"
        lines.append(f"{nik};{kpj};SITI PERCOBAAN;PU;01/03/2020;{paid};72.05.01.2001;7271")
    lines += [f"7205011708900000;12345678901;SITI PERCOBAAN;PU;01/03/2020;{paid};;" for _ in range(bad)]
    return "\n".join(lines) + "\n"


def deliver(home: Path, folder: str, name: str, content: str | bytes) -> None:
    place = home / "inbox" / folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)


def deliver_december(home: Path) -> None:
    deliver(home, "K01", "PESERTA_K01_20251231.csv", extract(20, paid="12-2025"))
    deliver(home, "BPS", "PEKERJA_BPS_20251201.csv", ELIGIBLE.replace("150", "100"))


def deliver_january(home: Path) -> None:
    """Good and bad files, a copy, a wrong name."""
    copied = gzip.compress(extract(FAULTY_PEOPLE, first=31).encode(), mtime=0)
    deliver(home, "K01", "data januari.csv", "bukan data\n")
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    deliver(home, "K02", "PESERTA_K02_20260131.csv.gz", copied)
    deliver(home, "K02", "PESERTA_K02_20260130.csv.gz", copied)
    deliver(home, "K03", "PESERTA_K03_20260131.xlsx", b"PK\x03\x04 not a workbook")
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", ELIGIBLE)


def simulate_december(home: Path) -> None:
    """Three branches with rejects, and every reference feed."""
    _simulate(home, DECEMBER, seed=5)


def simulate_january(home: Path) -> None:
    """The next month: a correction of December, a branch that sends too little, a copy, files to be refused.

    The branches have other people than in December, from other regencies, for which their files would be held.
    """
    (home / "ucj.toml").write_text("[hold]\nregency_change = 1.0\n")
    _simulate(home, JANUARY, seed=6)
    first, second = (home / "inbox" / branch / f"PESERTA_{branch}_20260131.csv" for branch in ("K01", "K02"))
    corrected = home.with_name(f"{home.name}-corrected")
    _simulate(corrected, DECEMBER, seed=6)
    lines = (corrected / "inbox" / "K01" / "PESERTA_K01_20251231.csv").read_bytes().splitlines(keepends=True)
    deliver(home, "K01", "PESERTA_K01_20251231_R1.csv", b"".join(lines[: len(lines) * 9 // 10]))
    lines = second.read_bytes().splitlines(keepends=True)
    deliver(home, "K02", "PESERTA_K02_20260131.csv", b"".join(lines[: len(lines) // 5]))
    deliver(home, "K01", "PESERTA_K01_20260130.csv", first.read_bytes())
    deliver(home, "K01", "data januari.csv", "bukan data\n")
    deliver(home, "K03", "KLAIM_K03_20260130.xlsx", b"PK\x03\x04 not a workbook")


def _simulate(home: Path, day: date, *, seed: int) -> None:
    styles = [Style("csv"), Style("csv", separator=","), Style("xlsx")]
    defects = Defects(nik_missing=0.02)
    simulate(home=home, as_of=day, rows=600, branches=3, seed=seed, defects=defects, styles=styles)
