"""What the commands of `ucj release` say, as lines for people."""

from collections.abc import Sequence
from typing import Any

from expectations.jakarta import moment_text
from expectations.written import counted
from expectations.written_sizes import size_text


def list_lines(records: Sequence[dict[str, Any]]) -> list[str]:
    """The list for people."""
    if not records:
        return ["Nothing was published yet: `ucj run` does that."]
    return [
        f"{'*' if one['is_current'] else ' '} {one['id']}  {one['standing'].replace('_', ' '):<11}  "
        f"made {moment_text(one['created_at'])}{'' if one['is_there'] else '  (its folder is gone)'}"
        for one in records
    ] + ["* published/current"]


def show_lines(record: dict[str, Any]) -> list[str]:
    """One release for people."""
    lines = list_lines([record])[:-1]
    lines += [f"  revises        {record['revises']}"] if record["revises"] else []
    lines += [f"  compared with  {record['compared_with']}"] if record["compared_with"] else []
    lines += [
        f"  {one['decision'].replace('_', ' ')} {moment_text(one['decided_at'])} by {one['actor']}"
        f"{': ' + one['reason'] if one['reason'] else ''}"
        for one in record["decisions"]
    ]
    if nation := record["nation"]:
        eligible = "-" if nation["eligible"] is None else f"{nation['eligible']:,}"
        lines.append(f"  Indonesia      {nation['active']:,} active of {eligible} = {nation['coverage_pct'] or '-'} %")
    size = sum(record["files"].values())
    return [*lines, f"  folder         {record['path']} ({counted(len(record['files']), 'file')}, {size_text(size)})"]


def diff_lines(record: dict[str, Any]) -> list[str]:
    """A comparison for people."""
    differ = counted(record["figures_changed"], "figure differs", "figures differ")
    lines = [f"{record['before']} -> {record['after']}: {differ}"]
    lines += [f"  {table:<24} {number:>9,}" for table, number in record["by_table"].items()]
    lines += [f"  {kind}: {text}" for kind in ("major", "minor") for text in record[kind]]
    return lines + [
        f"  {one['region_code']}  {one['region_name']:<34} {one['active_before'] or 0:>9,} -> {one['active'] or 0:>9,}"
        f"  {one['coverage_pct_before'] or '-'} -> {one['coverage_pct'] or '-'} %"
        for one in record["largest"]
    ]


def decided_lines(record: dict[str, Any]) -> list[str]:
    """What was done, for people."""
    before, after = record["before_release_id"], record["after_release_id"]
    pointer = f"published/current stays at {after or 'nothing'}"
    if before != after:
        pointer = f"published/current leads to {after or 'nothing'} now, and led to {before or 'nothing'} before"
    lines = [f"{record['release_id']} {record['decision'].replace('_', ' ')} by {record['actor']}", pointer]
    if record["decision"] == "withdrawn":
        lines.append(f"why it was withdrawn stands in {record['path']}/index.html; copies that readers made stay")
    return lines
