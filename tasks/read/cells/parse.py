"""Turn texts of a column into codes, names, flags and regions. What cannot be read becomes null."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from expectations.contracts.codes import PLAIN_DROPS, code_lists
from expectations.contracts.listed_names import known_name
from tasks.read.cells.fallbacks import where

FLAGS = {"Y": True, "YA": True, "YES": True, "1": True, "TRUE": True, "BENAR": True, "T": False, "TIDAK": False,
         "N": False, "NO": False, "0": False, "FALSE": False, "SALAH": False}  # fmt: skip
TRUE_T, OPEN_T = "t = true", "t = ?"
T_MEANINGS: Mapping[str | None, Mapping[str, bool | None]] = {
    None: {},
    TRUE_T: {"T": True, "F": False},
    OPEN_T: {"T": None, "F": None},
}
FEW = 100  # texts of a column of flags that are looked at
JOINED = r"\s*[()\[\]:=]\s*|\s+[-|/]\s+"  # what stands between a code and its name
CODE_AND_NAME = (
    r"^[(\[]?([0-9]{2}(?:\.?[0-9]{2}(?:\.?[0-9]{2}\.?[0-9]{4})?)?)(?:[)\]]|\s*[-–:/|]|\s)\s*(\p{L}{2}[\p{L}\s.'\-]*)$"
)
NAME_AND_CODE = (
    r"^(\p{L}{2}[\p{L}\s.'\-]*?)\s*[(\[\-–:/|]\s*([0-9]{2}(?:\.?[0-9]{2}(?:\.?[0-9]{2}\.?[0-9]{4})?)?)[)\]]?$"
)
LOST_DIGIT = r"^[0-9][.\s\-]|[.\s\-][0-9][.\s\-]|[.\s\-][0-9]$"  # 1.1 is a paragraph, or a number that lost a zero
IN_THOUSANDS = r"^[0-9](\.[0-9]{3})+$"  # 7.205, as a spreadsheet shows 7205
NATION = ("ID", "INDONESIA", "NASIONAL", "0", "00", "0000")


def read_codes(cells: pl.Series, *, code_list: str, on: date) -> pl.Series:
    """Codes of a list, by any accepted spelling; a code and its name beside it, as in `Penerima Upah (PU)`, are one."""
    spellings = code_lists()[code_list].spellings(on=on)
    codes = _listed(cells, spellings)
    left = (codes.is_null() & cells.str.contains(JOINED)).fill_null(value=False).arg_true()
    if left.is_empty():
        return codes
    parts = cells.gather(left).str.replace_all(JOINED, "\x1f").str.strip_chars("\x1f").str.split("\x1f")
    rows = pl.DataFrame({"row": left, "part": parts}).explode("part", empty_as_null=True, keep_nulls=True)
    found = rows.with_columns(code=_listed(rows["part"], spellings)).group_by("row", maintain_order=True)
    agreed = found.agg(pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()))
    return codes.scatter(agreed["row"], agreed["code"])


def read_other_spellings(
    cells: pl.Series, codes: pl.Series, *, others: Sequence[Sequence[tuple[str, str]]]
) -> pl.Series:
    """The codes, or those by other spellings: where the list lacks some cells, and these have every filled one."""
    if not others or not (cells.is_not_null() & codes.is_null()).any():
        return codes
    for spellings in others:
        found = _listed(cells, dict(spellings))
        if found.is_null().equals(cells.is_null()):
            return found
    return codes


def _listed(cells: pl.Series, spellings: Mapping[str, str]) -> pl.Series:
    plain = cells.str.replace_all(PLAIN_DROPS, "").str.to_uppercase()
    return plain.replace_strict(list(spellings), list(spellings.values()), default=None, return_dtype=pl.String)


def read_names(cells: pl.Series, *, code_list: str, on: date) -> pl.Series:
    """Names as a list has them, by any spelling; others in capitals."""
    name = known_name(pl.col(cells.name), code_list=code_list, on=pl.lit(on))
    return cells.to_frame().select(name.alias(cells.name)).to_series()


def read_flags(cells: pl.Series, *, t_means: str | None = None) -> pl.Series:
    """Y or T, TRUE or FALSE, BENAR or SALAH, 1 or 0; t_means: what `meaning_of_t` found."""
    meanings = {**FLAGS, **T_MEANINGS[t_means]}
    return (
        cells.str.to_uppercase()
        .str.replace(r"^([01])[.,]0$", "${1}")
        .replace_strict(list(meanings), list(meanings.values()), default=None, return_dtype=pl.Boolean)
    )


def meaning_of_t(columns: Iterable[pl.Series]) -> str | None:
    """What T means in all columns of flags of a file: TIDAK, or TRUE beside F as databases write it.

    Small letters without any word for yes leave it open: then no such cell is read.
    """
    texts = {text for cells in columns for text in cells.unique().drop_nulls().head(FEW).str.strip_chars().to_list()}
    words = {text.upper() for text in texts}
    if "F" in words:
        return OPEN_T if words & {"Y", "YA", "N", "TIDAK"} else TRUE_T
    has_yes = any(FLAGS.get(word) for word in words)
    return OPEN_T if "t" in texts and not has_yes else None


def names_beside_codes(cells: pl.Series) -> pl.Series:
    """The names that stand in one cell with the code of a region: `72.05 - Kab. Buol`, `BUOL (7205)`; else null."""
    return pl.select(
        pl.coalesce(cells.str.extract(CODE_AND_NAME, 2), cells.str.extract(NAME_AND_CODE, 1)).str.strip_chars()
    ).to_series()


def read_regions(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Dotted region codes; `width` = the digits a code must have, None = nation, province, regency or village.

    A name behind or before the code is left out here: `names_beside_codes` gives it.
    """
    whole = cells.str.replace(CODE_AND_NAME, "${1}").str.replace(NAME_AND_CODE, "${2}").str.replace(r"\.0+$", "")
    lost = whole.str.contains(LOST_DIGIT) & ~whole.str.contains(IN_THOUSANDS)
    digits = where(~lost, whole).str.replace_all(r"[.\s'\-]", "").str.to_uppercase()
    dotted = digits.str.replace(r"^(..)(..)(..)(....)$", "${1}.${2}.${3}.${4}").str.replace(r"^(..)(..)$", "${1}.${2}")
    if width is not None:
        return where(digits.str.contains(rf"^[0-9]{{{width}}}$"), dotted)
    return pl.select(
        pl.when(digits.is_in(NATION))
        .then(pl.lit("ID"))
        .when(digits.str.contains("^[0-9]{2}(00)?$"))
        .then(digits.str.head(2))
        .when(digits.str.contains("^[0-9]{4}([0-9]{6})?$"))
        .then(dotted)
    ).to_series()
