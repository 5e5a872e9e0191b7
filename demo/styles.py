"""The ways in which branches write the same extract: file kind, delimiter, dates, months, codes, headers."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

INDONESIAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ENGLISH = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DATE_COLUMNS = ("TANGGAL_LAHIR", "TANGGAL_KEPESERTAAN", "TANGGAL_AKHIR", "TANGGAL_NONAKTIF")

Extension = Literal["csv", "csv.gz", "xlsx", "parquet"]
DateStyle = Literal["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "indonesian", "english"]
WageStyle = Literal["plain", "rupiah", "decimal"]


@dataclass(frozen=True)
class Style:
    """How one branch writes; all its cells are text but for `typed`, which keeps dates and numbers as such."""

    extension: Extension
    separator: str = ";"
    encoding: str = "utf-8"
    newline: str = "\n"
    dates: DateStyle = "%d/%m/%Y"
    months: str = "%m-%Y"
    wages: WageStyle = "plain"
    dotted: bool = True
    headers: Literal["code", "spaced", "title"] = "code"
    spaced_codes: bool = False
    title: bool = False
    total: bool = False
    typed: bool = False
    left_out: tuple[str, ...] = ()


STYLES = (
    Style("csv", encoding="utf-8-sig", newline="\r\n", wages="rupiah", total=True),
    Style("xlsx", dates="%d-%m-%Y", months="%Y-%m", headers="title", title=True),
    Style("csv.gz", separator=",", dates="%Y-%m-%d", months="%Y%m", dotted=False),
    Style("parquet", dates="%Y-%m-%d", months="%Y-%m", typed=True),
    Style("csv", encoding="cp1252", newline="\r\n", dates="indonesian", title=True, headers="spaced", total=True),
    Style("csv", separator="\t", months="%m/%Y", dates="%d-%m-%Y", dotted=False, left_out=("UPAH", "JKP")),
    Style("csv", separator=",", dates="english", months="%Y-%m", spaced_codes=True, wages="decimal"),
    Style("xlsx", months="%m/%Y", dates="%Y-%m-%d", typed=True, dotted=False, total=True),
)
PLAIN = STYLES[0]


def written_date(column: str, *, style: DateStyle) -> pl.Expr:
    """A date as text; month names where the style has them."""
    day = pl.col(column)
    if style not in ("indonesian", "english"):
        return day.dt.strftime(style)
    names = INDONESIAN if style == "indonesian" else ENGLISH
    month = day.dt.month().replace_strict(dict(enumerate(names, start=1)), return_dtype=pl.String)
    return day.dt.strftime("%d-") + month + day.dt.strftime("-%Y")


def written_wage(*, style: WageStyle) -> pl.Expr:
    """Whole rupiah as text: 3250000, Rp3.250.000 or 3.250.000,00."""
    plain = pl.col("UPAH").cast(pl.String)
    if style == "plain":
        return plain
    dotted = plain.str.replace(r"^(\d+)(\d{3})$", "$1.$2").str.replace(r"^(\d+)(\d{3})\.", "$1.$2.")
    return pl.lit("Rp") + dotted if style == "rupiah" else dotted + pl.lit(",00")


def header_text(column: str, *, style: Style) -> str:
    """A column's header as the branch writes it."""
    if style.headers == "code":
        return column
    spaced = column.replace("_", " ")
    return spaced if style.headers == "spaced" else spaced.title()


def as_cells(frame: pl.DataFrame, *, style: Style) -> pl.DataFrame:
    """The typed extract as text cells in the branch's style, under the feed's own headers."""
    columns = [name for name in ORDER if name not in style.left_out]
    written: dict[str, pl.Expr] = {name: written_date(name, style=style.dates) for name in DATE_COLUMNS}
    written["BLTH_AKHIR"] = pl.col("BLTH_AKHIR").dt.strftime(style.months)
    written["UPAH"] = written_wage(style=style.wages)
    written["JUMLAH_TK"] = pl.col("JUMLAH_TK").cast(pl.String)
    if not style.dotted:
        for name in ("KODE_DESA", "KODE_KAB_KERJA"):
            written[name] = pl.col(name).str.replace_all(".", "", literal=True)
    if style.spaced_codes:
        written["KATEGORI"] = pl.col("KATEGORI").str.replace_all("_", " ").str.to_lowercase()
        written["SEGMEN"] = pl.col("SEGMEN").replace({"PMI": "TKI"})
    return frame.select(written.get(name, pl.col(name)).alias(name) for name in columns)


ORDER = (
    "NIK", "KPJ", "NAMA_LENGKAP", "TANGGAL_LAHIR", "JENIS_KELAMIN", "SEGMEN", "KATEGORI", "NPP", "NO_PROYEK", "UPAH",
    "JKK", "JKM", "JHT", "JP", "JKP", "SUMBER_DANA", "KODE_DESA", "KODE_KAB_KERJA", "TANGGAL_KEPESERTAAN",
    "BLTH_AKHIR", "TANGGAL_AKHIR", "TANGGAL_NONAKTIF", "JUMLAH_TK",
)  # fmt: skip
