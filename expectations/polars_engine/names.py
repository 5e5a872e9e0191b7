"""The one place where a name becomes an expression: always the column of that very name.

Polars reads a text in the place of an expression as a pattern where it looks like one: `*` is every column, `^...$` all
that match, and it does so deep inside its own plans. A frame may have columns of such names. So no other module of this
package calls `pl.col` or passes names to methods that take expressions, and a frame is worked on with such columns
renamed: when it comes in, by `renamed`, and back, where rows are told.
"""

from collections.abc import Iterable
from functools import lru_cache
from uuid import uuid4

import polars as pl

Frame = pl.DataFrame | pl.LazyFrame
INTERNAL = f"__{uuid4().hex}__"  # made anew in every process, so that no frame can have a column that begins so


def internal(name: str) -> str:
    """The name of a helper column, which no column of a frame has."""
    return INTERNAL + name


@lru_cache(maxsize=10_000)
def inside(name: str) -> str:
    """The name under which a column is worked on: its own, if Polars does not take it for a pattern."""
    return name if pl.col(name).meta.root_names() == [name] else internal(name)


def column(name: str) -> pl.Expr:
    """The column of exactly that name, in a renamed frame."""
    return pl.col(inside(name))


def columns(names: Iterable[str]) -> list[pl.Expr]:
    """The columns of exactly these names, in their order, in a renamed frame."""
    return [column(name) for name in names]


def renamed(frame: Frame, names: Iterable[str]) -> Frame:
    """A frame with the columns under the names under which they are worked on."""
    others = {name: inside(name) for name in names if inside(name) != name}
    return frame.rename(others) if others else frame


def told(frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """A frame with its columns under these names, in their order."""
    frame = frame.clone()
    frame.columns = list(names)
    return frame


def printed(expression: pl.Expr) -> str:
    """An expression as Polars prints it, with the columns under their own names."""
    return str(expression).replace(INTERNAL, "")
