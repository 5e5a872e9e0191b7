"""Names on an open list: by any spelling a name is what its code list calls it; one that is not listed stays.

A code that ends in ` *` is a family: what follows its name stays, so `Pemerintah Provinsi Bali` is `PEMPROV BALI`.
Every function takes and gives Polars expressions, null for null.
"""

from functools import cache

import polars as pl

from expectations.contracts.codes import PLAIN_DROPS, Code, code_lists

NO_PART_OF_A_NAME = r"[^\p{L}\p{M}\p{N}]"  # case, spaces and signs do not tell two names apart
FAMILY = " *"


def same_name(text: pl.Expr) -> pl.Expr:
    """What two spellings of a name share: its letters and digits as capitals, or its signs where it has no others."""
    letters = text.str.normalize("NFKC").str.to_uppercase().str.replace_all(NO_PART_OF_A_NAME, "")
    return pl.when(letters == "").then(text).otherwise(letters)


def written_name(text: pl.Expr) -> pl.Expr:
    """A name in capitals, with single spaces."""
    return text.str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()


def listed_name(text: pl.Expr, *, code_list: str, on: pl.Expr) -> pl.Expr:
    """The name as the list has it on a date; null where it is not listed."""
    return pl.coalesce(
        _family_name(code, text, on=on) if code.code.endswith(FAMILY) else _single_name(code, text, on=on)
        for code in code_lists()[code_list].codes
    )


def known_name(text: pl.Expr, *, code_list: str, on: pl.Expr) -> pl.Expr:
    """The name as the list has it on a date, else as it is written."""
    return pl.coalesce(listed_name(text, code_list=code_list, on=on), written_name(text))


def _single_name(code: Code, text: pl.Expr, *, on: pl.Expr) -> pl.Expr:
    return pl.when(_holds(code, on) & same_name(text).is_in(_keys(_spellings(code)))).then(pl.lit(code.code))


def _family_name(code: Code, text: pl.Expr, *, on: pl.Expr) -> pl.Expr:
    name, written = code.code.removesuffix(FAMILY), written_name(text)
    beginnings = "|".join(_loosely(spelling) for spelling in sorted(_spellings(code), key=len, reverse=True))
    pattern = rf"^(?:{beginnings})(?:{PLAIN_DROPS}+(.*))?$"
    rest = written.str.extract(pattern, 1).fill_null("")
    full = pl.when(rest == "").then(pl.lit(name)).otherwise(pl.lit(f"{name} ") + rest)
    return pl.when(_holds(code, on) & written.str.contains(pattern)).then(full)


def _loosely(spelling: str) -> str:
    """A pattern of the spelling with any signs between its letters."""
    return f"{NO_PART_OF_A_NAME}*" + f"{NO_PART_OF_A_NAME}*".join(_keys((spelling,))[0])


def _spellings(code: Code) -> tuple[str, ...]:
    return tuple(text.removesuffix(FAMILY) for text in (code.code, *code.aliases))


@cache
def _keys(spellings: tuple[str, ...]) -> list[str]:
    return pl.DataFrame({"text": spellings}).select(same_name(pl.col("text"))).to_series().to_list()


def _holds(code: Code, on: pl.Expr) -> pl.Expr:
    since, until = code.valid_from, code.valid_to
    begun = pl.lit(value=True) if since is None else on >= since
    return begun if until is None else begun & (on <= until)
