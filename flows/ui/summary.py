"""What a run reports: the same data for people, for `--json` and for the Prefect UI."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from expectations.written import counted
from tasks.operations.status.read import DeliveryStatus
from tasks.publish.mirror.state import MirrorState
from tasks.publish.task import Published
from tasks.receive.drop_folders.visit import Visit

PUBLISHED, DRAFTED = "published", "drafted"  # standings of a release
Ending = Literal["published", "drafted", "ingested", "nothing_new", "nothing_to_publish", "held_by_gate"]


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """The result of one run; `submissions` are receipts without file facts, `left_in_inbox` what was not taken.

    deliveries: what each branch delivered so far, and what is late or missing today, whatever date the run is for
    (`tasks.operations.status.table`). drop_folders: visits of drop folders on other machines. mirror: how the copy of
    `published/` stands, None where there is none.
    """

    as_of: date
    ending: Ending
    flow_run_id: str
    flow_run_name: str
    branch_list: bool
    submissions: tuple[dict[str, Any], ...]
    left_in_inbox: tuple[dict[str, str], ...]
    release: dict[str, Any] | None
    notes: tuple[str, ...]
    deliveries: tuple[dict[str, Any], ...] = ()
    drop_folders: tuple[dict[str, Any], ...] = ()
    mirror: dict[str, Any] | None = None

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        return {
            "as_of": self.as_of.isoformat(),
            "ending": self.ending,
            "flow_run": {"id": self.flow_run_id, "name": self.flow_run_name},
            "branch_list": self.branch_list,
            "submissions": list(self.submissions),
            "left_in_inbox": list(self.left_in_inbox),
            "release": self.release,
            "notes": list(self.notes),
            "deliveries": list(self.deliveries),
            "drop_folders": list(self.drop_folders),
            "mirror": self.mirror,
        }


@dataclass(frozen=True, kw_only=True)
class IngestSummary:
    """The result of one sweep; `submissions` are receipts without file facts, `left_in_inbox` what was not taken."""

    submissions: tuple[dict[str, Any], ...]
    left_in_inbox: tuple[dict[str, str], ...]
    drop_folders: tuple[dict[str, Any], ...] = ()

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        return {
            "submissions": list(self.submissions),
            "left_in_inbox": list(self.left_in_inbox),
            "drop_folders": list(self.drop_folders),
        }


def ending_of(release: Published | None) -> Ending:
    """How the run ended."""
    if release is None:
        return "nothing_to_publish"
    if release.problems:
        return "held_by_gate"
    if not release.new:
        return "nothing_new"
    return "drafted" if release.standing == DRAFTED else "published"


def notes_of(
    *, branch_list: bool, release: Published | None, taken: int | None, day: date, standing: DeliveryStatus
) -> tuple[str, ...]:
    """What an operator should know about this run; `taken` is None where the inbox was not looked into."""
    notes: list[str] = []
    if not branch_list:
        notes.append("No branches.csv: every folder under inbox/ counts as a branch, all that delivered are expected.")
    if taken == 0:
        notes.append("The inbox held nothing to take.")
    notes += (
        [f"Nothing was published: no branch has an enrolment position on or before {day}."] if release is None else []
    )
    notes += _of_pointer(release) if release is not None else []
    if release is not None and release.new and release.restates and not release.problems:
        notes.append(f"Restates {release.restates}: release-notes.md says which positions changed, and why.")
    if release is not None and release.thinned:
        notes.append(
            f"Positions within that month are no longer kept for {', '.join(release.thinned)}: an older one stands for "
            "each of them (release-notes.md lists them)."
        )
    if standing.summary["late"] or standing.summary["missing"]:
        counts = f"{standing.summary['late']} late, {standing.summary['missing']} missing"
        notes.append(
            f"Of {counted(standing.summary['expected'], 'delivery', 'deliveries')} expected by today: "
            f"{counts} (`ucj status --late`)."
        )
    notes += [
        f"restated: the release as of {earlier} rests on "
        f"{'people who were erased since' if earlier in standing.erased else 'older positions'}; "
        f"`ucj run --as-of {earlier}` republishes it."
        for earlier in standing.restated
    ]
    return tuple(notes)


def notes_of_drop_folders(visits: Sequence[Visit]) -> tuple[str, ...]:
    """What is wrong with drop folders, each thing once."""
    notes = [
        f"Drop folder {visit.name}: {text}"
        for visit in visits
        for text in (*([str(visit.fault)] if visit.fault else []), *(f"{note}." for note in visit.notes))
    ]
    return tuple(dict.fromkeys(notes))


def notes_of_mirror(mirror: MirrorState) -> tuple[str, ...]:
    """What is wrong with the copy of `published/`."""
    return (mirror.text(),) if mirror.is_behind else ()


def _of_pointer(release: Published) -> Iterator[str]:
    """What readers see of a release, where that is not the release itself."""
    if release.problems:
        yield "The gate held the release back; published/current is unchanged."
    elif release.standing == DRAFTED:
        yield f"It is a draft that readers do not see: `ucj release promote {release.release_id}` publishes it."
    elif release.standing != PUBLISHED:
        yield (
            f"It was {release.standing.replace('_', ' ')}, and published/current stays at {release.current_id}: "
            f"`ucj release show {release.release_id}` says why."
        )
    elif not release.is_current:
        yield f"published/current stays at a later as-of date ({release.current_id})."
