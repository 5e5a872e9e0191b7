"""The way back from a published figure, as a record for machines and as lines for people."""

from collections.abc import Iterator
from typing import Any

from expectations.written import ENGLISH, counted
from tasks.operations.trace.steps import STEP_TEXTS, Waterfall
from tasks.operations.trace.trace import Trace
from warehouse.releases.lineage import Origin


def trace_record(trace: Trace) -> dict[str, Any]:
    """The trace for machines."""
    return {
        "metric": trace.metric.code,
        "name_id": trace.metric.name.id,
        "name_en": trace.metric.name.en,
        "figures": list(trace.figures),
        "coverage": dict(trace.coverage),
        "release": {"id": trace.release.id, "current": trace.release.is_current, "run": trace.release.run_id},
        "provenance": dict(trace.provenance),
        "objects_with_erasures": len(trace.erased),
        "branches": [
            _origin(one.origin) | {"rows_in_region": one.rows, "rows_active": one.active} for one in trace.branches
        ],
        "waterfall": _waterfall(trace.waterfall),
        "movements": [
            {
                "comparison": one.comparison,
                "compared_with": one.compared_with,
                "people": _waterfall(one.people),
                "net": _waterfall(one.net),
                "rows_then": one.rows_then and _waterfall(one.rows_then),
            }
            for one in trace.movements
        ],
        "references": [_origin(origin) for origin in trace.references],
    }


def trace_lines(trace: Trace) -> Iterator[str]:
    """The trace for people."""
    region, metric = trace.coverage, trace.metric
    yield f"{metric.name.id} / {metric.name.en} [{metric.code}]"
    yield f"  {region['region_code']} {region['region_name']}, basis {region['basis']}, as of {region['as_of']}"
    keys = [name for name in metric.grain if name not in ("as_of", "basis", "region_code")]
    for row in trace.figures:
        label = " ".join(str(row[name]) for name in keys)
        of = f" = {row[metric.numerator]:,} of {_whole(trace, row)}" if metric.numerator else ""
        value = row[metric.column.name]
        yield f"  {label:<24} {'not available' if value is None else f'{value} {metric.unit}'}{of}"
    if not trace.figures:
        yield "  no row: nothing to say of this region on this basis"
    yield f"Release   {trace.release.id}{' (current)' if trace.release.is_current else ''}, run {trace.release.run_id}"
    for name in ("rules_version", "measure_version", "regions_version"):
        yield f"  {name:<16} {trace.provenance.get(name, '-')}"
    yield f"  denominators     {region['eligible_year'] or '-'}, version {region['eligible_version'] or '-'}"
    yield f"  flags            {region['flags'] or '-'}"
    yield f"  branches in      {region['branches_in']} of {region['branches_expected']}"
    if trace.erased:
        yield (
            f"  erasure          people were erased since from {counted(len(trace.erased), 'object')} of this release: "
            "the rows below are those that are left"
        )
    yield "Registrations (rows of people in this region; the figure counts each person once over all branches)"
    yield "  branch     position    in region   active     file: read / rejected   submission, object"
    for one in trace.branches:
        origin, submission = one.origin, one.origin.submission
        yield (
            f"  {origin.branch:<10} {origin.position_date}  {one.rows:>9,} {one.active:>8,}  "
            f"{submission.rows_read:>10,} / {submission.rows_rejected:<8,}   {submission.label} "
            f"{submission.file_name}, {origin.path.rpartition('/')[2]}{'' if origin.live else ' (no longer in force)'}"
        )
    yield "Dari baris ke angka / From rows to the figure"
    yield from _step_lines(trace.waterfall)
    for movement in trace.movements:
        yield f"Gerak / Movement since {movement.compared_with} ({movement.comparison})"
        yield from _step_lines(movement.people)
        yield from _step_lines(movement.net)
        yield f"Dari baris ke angka saat itu / From rows to the figure as of {movement.compared_with}"
        if movement.rows_then is None:
            yield "  posisi saat itu sudah dihapus / positions of then were purged"
        else:
            yield from _step_lines(movement.rows_then)
    for origin in trace.references:
        submission = origin.submission
        yield f"  {origin.feed:<10} {origin.position_date}  {origin.branch}  {submission.label} {submission.file_name}"


def _step_lines(waterfall: Waterfall) -> Iterator[str]:
    for key, number in waterfall.steps:
        text = STEP_TEXTS[key]
        yield f"  {ENGLISH.signed(number):>14}  {text.id} / {text.en}"
    total, published = ENGLISH.number(waterfall.total), ENGLISH.number(waterfall.published)
    yield f"  {'= ' + total:>14}  {waterfall.figure}{', as published' if waterfall.meets else ''}"
    if not waterfall.meets:
        yield (
            f"  {'':>14}  TIDAK SAMA / DIFFERS: diterbitkan / published {published}; sejak itu orang dihapus, atau "
            "data, aturan atau daftar wilayah berubah / people were erased since, or data, rules or the list of "
            "regions changed"
        )


def _waterfall(waterfall: Waterfall) -> dict[str, Any]:
    return {
        "figure": waterfall.figure,
        "steps": [
            {"key": key, "number": number, "label_id": STEP_TEXTS[key].id, "label_en": STEP_TEXTS[key].en}
            for key, number in waterfall.steps
        ],
        "total": waterfall.total,
        "published": waterfall.published,
        "meets": waterfall.meets,
    }


def _whole(trace: Trace, row: Any) -> str:
    column = str(trace.metric.denominator)
    value = row[column] if column in row else trace.coverage[column.partition(".")[2]]
    return "-" if value is None else f"{value:,}"


def _origin(origin: Origin) -> dict[str, Any]:
    submission = origin.submission
    return {
        "feed": origin.feed,
        "branch": origin.branch,
        "position_date": origin.position_date,
        "submission": submission.label,
        "file_name": submission.file_name,
        "file_sha256": submission.sha256,
        "object": origin.path,
        "object_sha256": origin.sha256,
        "in_force": origin.live,
        "contract_version": submission.contract_version,
        "rules_version": submission.rules_version,
        "rows_read": submission.rows_read,
        "rows_accepted": submission.rows_accepted,
        "rows_rejected": submission.rows_rejected,
    }
