"""The steps from rows of registrations to a figure, with their texts; their sum must be what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.figures.schema import Text

STEP_TEXTS: Mapping[str, Text] = {
    "rows": Text(id="baris pendaftaran di wilayah ini", en="rows of registrations in this region"),
    "crosswalk_out": Text(
        id="baris yang kecamatan NIK-nya kini di wilayah lain", en="rows whose NIK district is in another region now"
    ),
    "crosswalk_in": Text(
        id="baris wilayah lain yang kecamatan NIK-nya kini di sini", en="rows of others whose NIK district is here now"
    ),
    "without_nik": Text(
        id="baris proyek tanpa NIK (orangnya di bawah)", en="rows of projects without NIK (their heads are below)"
    ),
    "lapsed": Text(id="gugur: melewati masa tenggang", en="lapsed: beyond the grace period"),
    "ended": Text(id="berakhir: dinonaktifkan", en="ended"),
    "not_yet": Text(id="belum mulai", en="not begun yet"),
    "repeated": Text(
        id="pendaftaran yang sama di cabang lain: posisi terbaru berlaku",
        en="the same registration in another branch: the newer position holds",
    ),
    "same_person": Text(id="pendaftaran lain dari orang yang sama", en="further registrations of the same person"),
    "not_counted": Text(
        id="hanya dalam segmen yang tidak dihitung di sini (PMI)", en="only in segments not counted here (PMI)"
    ),
    "placed_elsewhere": Text(
        id="pendaftaran terbarunya di wilayah lain atau tanpa wilayah",
        en="the latest registration is in another region or in none",
    ),
    "heads": Text(id="tenaga proyek tanpa NIK", en="heads of projects without NIK"),
    "active_then": Text(id="aktif saat itu", en="active then"),
    "new": Text(id="baru", en="new"),
    "came": Text(
        id="datang: baru atau kembali, tidak dapat dibedakan", en="came: new or returned, which cannot be told apart"
    ),
    "returned": Text(id="kembali", en="returned"),
    "gone": Text(id="hilang dari data", en="gone from the data"),
}


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    """Steps (a key of `STEP_TEXTS` and a signed number) that add up to `published`, the figure of column `figure`."""

    figure: str
    steps: Sequence[tuple[str, int]]
    published: int

    @property
    def total(self) -> int:
        """What the steps add up to."""
        return sum(number for _, number in self.steps)

    @property
    def meets(self) -> bool:
        """Whether that is the published figure."""
        return self.total == self.published


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A row of `ucj_movement`: the people from then to now, the net of its parts, and the rows behind the date then.

    rows_then: None where positions of that date were purged.
    """

    comparison: str
    compared_with: Any
    people: Waterfall
    net: Waterfall
    rows_then: Waterfall | None


LEFT = ("lapsed", "ended", "gone")


def movement_steps(row: Mapping[str, Any], *, rows_then: Waterfall | None) -> Movement:
    """The steps of a row of `ucj_movement`."""
    left = [(name, -row[name]) for name in LEFT]
    if row["new"] is None:  # who is new is not known: all who came are what the net and those who left leave
        came = [("came", row["net"] - sum(number for _, number in left))]
    else:
        came = [(name, row[name]) for name in ("new", "returned")]
    parts = [*came, *left]
    return Movement(
        comparison=row["comparison"],
        compared_with=row["compared_with"],
        people=Waterfall(
            figure="active_now", steps=[("active_then", row["active_then"]), *parts], published=row["active_now"]
        ),
        net=Waterfall(figure="net", steps=parts, published=row["net"]),
        rows_then=rows_then,
    )
