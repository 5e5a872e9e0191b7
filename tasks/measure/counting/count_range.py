"""Count people, all of one range of NIK regencies or some; the counts of all ranges add up."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

import polars as pl

from tasks.measure.counting.employers import count_of_employers, employer_schema
from tasks.measure.counting.expiry import count_expiring, expiry_schema
from tasks.measure.counting.pairs import PAIRS, count_pairs
from tasks.measure.counting.profiles import PACKED, count_profiles
from tasks.measure.counting.sex_age import SEX_AGE, count_sex_age
from tasks.measure.counting.transitions import count_transitions, inactive_segments, transition_schema
from tasks.measure.counting.vulnerable import VULNERABLE, count_vulnerable
from tasks.measure.inputs.positions import Position, Read
from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.partitions import Partition, in_partitions
from tasks.measure.people.past_people import PAST_COUNTS, PastPeople
from tasks.measure.people.views import regional_and_national
from tasks.measure.registrations.protection import with_protection
from tasks.measure.registrations.registrations import Registrations, keep_newest, read_registrations
from tasks.measure.registrations.segment_scope import regional_set
from tasks.measure.registrations.segments import holds_any

NOW = ("person_id", "active", "nik", "nik_adjusted", "funder", "category")
DOUBTED: dict[str, pl.DataType | type[pl.DataType]] = {"district": pl.String, "people": pl.Int64}


@dataclass(frozen=True, eq=False, kw_only=True)
class RangeCounts:
    """Counts of people; every table may have several rows of one key, which are to be added.

    profiles [`PACKED`], pairs [`PAIRS`: of those whom profiles do not tell], doubted [`DOUBTED`: people by a prefix of
    a split regency], expiring [`expiry_schema`], vulnerable [`VULNERABLE`], sex_age [`SEX_AGE`], employers
    [`employer_schema`]; then [`PAST_COUNTS`] and changes [`transition_schema`] against the comparison dates.
    """

    profiles: pl.DataFrame
    pairs: pl.DataFrame
    doubted: pl.DataFrame
    expiring: pl.DataFrame
    vulnerable: pl.DataFrame
    sex_age: pl.DataFrame
    employers: pl.DataFrame
    then: pl.DataFrame
    changes: pl.DataFrame

    @classmethod
    def together(cls, counts: Sequence[Self], *, rules: CountRules) -> Self:
        """Concatenate the counts of several regency ranges."""
        return cls(
            **{
                name: pl.concat([schema.to_frame(), *(getattr(part, name) for part in counts)])
                for name, schema in count_schemas(rules).items()
            }
        )

    def summed(self) -> Self:
        """The same counts with one row for each key, and none for those that add up to nothing."""
        return self._changed(
            lambda table: (
                table.group_by(pl.exclude("people")).agg(pl.col("people").sum()).filter(pl.col("people") != 0)
            ).select(table.columns)
        )

    def negative(self) -> Self:
        """The counts to be taken away."""
        return self._changed(lambda table: table.with_columns(-pl.col("people")))

    def _changed(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Self:
        return replace(self, **{one.name: change(getattr(self, one.name)) for one in fields(self)})


def count_schemas(rules: CountRules) -> Mapping[str, pl.Schema]:
    """The columns of each table of counts."""
    return {
        "profiles": pl.Schema(PACKED),
        "pairs": pl.Schema(PAIRS),
        "doubted": pl.Schema(DOUBTED),
        "expiring": expiry_schema(rules),
        "vulnerable": pl.Schema(VULNERABLE),
        "sex_age": pl.Schema(SEX_AGE),
        "employers": employer_schema(rules),
        "then": pl.Schema(PAST_COUNTS),
        "changes": transition_schema(rules),
    }


def count_range(
    positions: Sequence[Position],
    *,
    read: Read,
    days: Collection[date],
    past: PastPeople,
    as_of: date,
    rules: CountRules,
) -> RangeCounts:
    """The people whom `read` finds now, and what became of them since the comparison dates, with their `past`."""
    rows = read_registrations(positions, read=read, as_of=as_of, rules=rules)

    def count(part: Partition) -> RangeCounts:
        return _count_part(
            keep_newest(part.of(rows)),
            past=part.of_sorted(past.people),
            days=days,
            as_of=as_of,
            rules=rules,
        )

    return replace(RangeCounts.together(in_partitions(rows.height, count), rules=rules), then=past.counts)


def _count_part(
    found: Registrations,
    *,
    past: pl.DataFrame,
    days: Collection[date],
    as_of: date,
    rules: CountRules,
) -> RangeCounts:
    """People now, by their registrations, and what became of them since the comparison dates."""
    protected = with_protection(found, as_of=as_of, rules=rules)
    views = regional_and_national(protected, rules=rules)
    people = views[0].people
    split = people.filter(pl.col("district").is_not_null(), holds_any("active", regional_set(rules)))
    now, inactive = people.select(NOW), inactive_segments(found.inactive, as_of=as_of, rules=rules)
    return RangeCounts(
        profiles=pl.concat(count_profiles(view, rules=rules) for view in views),
        pairs=pl.concat(count_pairs(view) for view in views),
        doubted=split.group_by(pl.col("district").cast(pl.String)).agg(people=pl.len().cast(pl.Int64)),
        expiring=pl.concat(count_expiring(view, as_of=as_of) for view in views),
        vulnerable=pl.concat(count_vulnerable(view, rules=rules) for view in views),
        sex_age=pl.concat(count_sex_age(view) for view in views),
        employers=count_of_employers(found, rules=rules),
        then=pl.DataFrame(schema=PAST_COUNTS),
        changes=count_transitions(now, past, inactive=inactive, days=days, rules=rules),
    )
