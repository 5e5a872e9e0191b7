"""Text of cells without what nobody sees and without signs that only fill a place."""

import polars as pl

from tasks.read.tables.raw_table import strip_cells

INVISIBLE = r"[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]"  # zero-width spaces, direction marks, soft hyphens, byte order marks
ONLY_SIGNS = r"^[\s'’`´\"\-–—_./\\:,;*~|]+$"  # `--`, `.`, `  /  /    `: places left empty; ? and # are not among them


LONGEST_SIGNS = 12


def plain_text(cells: pl.Series) -> pl.Series:
    """Trimmed text without invisible signs, in common digits and letters; what only says 'empty' becomes null.

    Columns of ASCII text, the usual ones, are only trimmed and looked at for signs alone.
    """
    text = strip_cells(cells)
    if text.str.len_bytes().sum() != text.str.len_chars().sum():
        text = strip_cells(text.str.normalize("NFKC").str.replace_all(INVISIBLE, ""))
    short = text.str.len_bytes() <= LONGEST_SIGNS
    if not short.any():
        return text
    signs = (short & text.str.contains(ONLY_SIGNS)).fill_null(value=False)
    return text.scatter(signs.arg_true(), None) if signs.any() else text
