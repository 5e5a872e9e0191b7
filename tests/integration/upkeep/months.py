"""A branch that delivers month by month: small extracts of people who stay, come and go."""

from datetime import date
from pathlib import Path

HEADER = "NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR"


def extract(people: range, *, paid: date) -> str:
    rows = [f"720501170890{n:04d};1234567{n:04d};PU;01/03/2020;{paid:%m-%Y}" for n in people]
    return "\n".join([HEADER, *rows]) + "\n"


def deliver(home: Path, day: date, people: range, *, branch: str = "K01", revision: int = 0) -> None:
    """An extract of a branch at a position date, all of it paid up to that month."""
    name = f"PESERTA_{branch}_{day:%Y%m%d}{f'_R{revision}' if revision else ''}.csv"
    put(home, branch, name, extract(people, paid=day))


def put(home: Path, folder: str, name: str, content: str) -> None:
    place = home / "inbox" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(content)


def deliver_eligible(home: Path, day: date, *, year: int, eligible: int) -> None:
    put(home, "BPS", f"PEKERJA_BPS_{day:%Y%m%d}.csv", f"KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,{year},{eligible},a\n")
