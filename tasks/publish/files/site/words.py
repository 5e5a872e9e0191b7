"""Codes of columns in words, for tables and sentences."""

from collections.abc import Mapping

from expectations.contracts.codes import code_lists
from warehouse.figures.schema import Text

WORDS: Mapping[str, Text] = {
    "previous_month": Text(id="bulan lalu", en="previous month"),
    "december": Text(id="akhir tahun lalu", en="end of last year"),
    "year_ago": Text(id="setahun lalu", en="a year ago"),
    "since": Text(id="sejak bulan yang diminta", en="since the month asked for"),
    "monthly": Text(id="bulanan", en="monthly"),
    "ahead": Text(id="di muka", en="ahead"),
    "contract": Text(id="sampai akhir kontrak", en="to the end of the contract"),
    "very_low": Text(id="sangat rendah", en="very low"),
    "low": Text(id="rendah", en="low"),
    "medium": Text(id="sedang", en="medium"),
    "high": Text(id="tinggi", en="high"),
    "TIDAK_DIISI": Text(id="Tidak diisi", en="Not stated"),
    "TIDAK_DIKETAHUI": Text(id="Tidak diketahui", en="Not known"),
    "TOTAL": Text(id="Semua", en="All"),
    "L": Text(id="Laki-laki", en="Men"),
    "P": Text(id="Perempuan", en="Women"),
}
LISTS: Mapping[str, str] = {
    "segment": "SEGMEN",
    "category": "KATEGORI",
    "funder": "SUMBER_DANA",
    "programme": "PROGRAM",
}


def named(column: str, value: object) -> Text:
    """A code in words; the code itself where no list has it."""
    text = str(value)
    if text in WORDS:
        return WORDS[text]
    listed = code_lists().get(LISTS.get(column, ""))
    for code in listed.codes if listed else ():
        if code.code == text:
            return Text(id=code.name_id, en=code.name_en)
    return Text(id=text, en=text)
