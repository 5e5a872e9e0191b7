"""Headers over two rows: `TANGGAL` above `NONAKTIF`, or a name in the row above an empty cell."""

from collections.abc import Collection, Mapping, Sequence

from expectations.contracts.schema import Feed
from tasks.read.headers.header_names import field_of, header_names, plain_header

Row = Sequence[str | None]


def joined_with_next(header: Row, below: Row, *, taken: Mapping[str, int], feed: Feed) -> list[str] | None:
    """The cells of both rows as one header, where the lower one names a missing field under a cell that names none.

    taken: the fields that the upper one names, and their places. None where the rows are no header together.
    """
    names = header_names(feed)
    upper, lower = _padded(header, below)
    if any(any(map(str.isdigit, lower[place])) for place in taken.values()):
        return None  # a record
    found = dict(taken)
    joined = list(upper)
    for place, (group, text) in enumerate(zip(_groups(upper, taken.values()), lower, strict=True)):
        if place in taken.values() or not text.strip():
            continue
        for written in (f"{group} {text}", text):
            name = field_of(written, names)
            if name is not None and name not in found:
                found[name], joined[place] = place, written.strip()
                break
    return joined if len(found) > len(taken) else None


def joined_with_last(above: Row, header: Row, *, taken: Mapping[str, int], feed: Feed) -> list[str] | None:
    """The same, where it is the row above that names a missing field over an empty or an unknown cell."""
    names = header_names(feed)
    upper, lower = _padded(above, header)
    found = dict(taken)
    joined = list(lower)
    for place, (group, text) in enumerate(zip(_groups(upper, ()), lower, strict=True)):
        written = f"{group} {text}" if text.strip() else upper[place]
        name = field_of(written, names) if place not in taken.values() and plain_header(written) else None
        if name is not None and name not in found:
            found[name], joined[place] = place, written.strip()
    return joined if len(found) > len(taken) else None


def _padded(one: Row, other: Row) -> tuple[list[str], list[str]]:
    width = max(len(one), len(other))
    first, second = ([*(cell or "" for cell in row), *[""] * (width - len(row))] for row in (one, other))
    return first, second


def _groups(upper: Sequence[str], fields: Collection[int]) -> list[str]:
    """For each cell the text that stands over it: its own, or that of the last filled one to its left."""
    groups: list[str] = []
    group = ""
    for place, text in enumerate(upper):
        group = "" if place in fields else text or group
        groups.append(group)
    return groups
