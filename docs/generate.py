"""Write the documents that are derived from the code, or check that they are fresh (`--check`)."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from docs.branch_guide import Language, fill_blocks
from docs.commands import commands_text
from docs.data_dictionary import dictionary_pages
from docs.guide_pages import guide_page
from docs.json_schema import schema_text
from docs.prefect_yaml import prefect_yaml, work_pool_json
from docs.rooms import rooms_text
from expectations.contracts import FEEDS
from expectations.contracts.file_rules import FILE_RULES
from expectations.templates.downloads import GUIDE_FILES, GUIDES
from settings import DropFolderSettings, Settings
from settings.earlier_names import EARLIER
from settings.groups import description_of
from settings.listing import Listed, groups_of, list_settings
from tests.specification import SPECIFICATIONS
from warehouse.figures.metrics import Metric, metrics_of
from warehouse.figures.tables import PUBLISHED_TABLES

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "<!-- Written by `make docs` from the code. Do not edit. -->\n"
LANGUAGES: tuple[Language, ...] = ("id", "en")


def rule_catalogue() -> str:
    """Every rule with its code, severity and texts."""
    lines = ["# Rules", "", "Codes are stable: they stand in receipts, in the quarantine and in the catalogue.", ""]
    lines += ["## Files", "", "| code | effect | aturan | rule |", "|---|---|---|---|"]
    lines += [f"| `{rule.code}` | {rule.severity} | {rule.text_id} | {rule.text_en} |" for rule in FILE_RULES]
    for feed in FEEDS.values():
        lines += ["", f"## Rows of {feed.file_prefix} ({feed.name})", ""]
        lines += ["| code | effect | columns | aturan | rule |", "|---|---|---|---|---|"]
        for rule in feed.rules:
            headers = ", ".join(feed.field(column).header for column in rule.columns)
            lines.append(f"| `{rule.code}` | {rule.severity} | {headers} | {rule.text_id} | {rule.text_en} |")
    return "\n".join(lines) + "\n"


def configuration() -> str:
    """Every setting, with its default."""
    listed = list_settings(Settings)
    lines = [
        "# Configuration",
        "",
        "Settings come from `UCJ_<NAME>` environment variables, then from files `secret/ucj_<name>` in `UCJ_HOME` (for",
        "secrets: one value a file), then from `ucj.toml` in `UCJ_HOME`, then from the defaults. Values per segment",
        "nest: `UCJ_GRACE_MONTHS__PU=2`, or `[grace_months]` with `PU = 2`; lists are JSON in the environment.",
        "",
        "Most settings stand in groups. A group is a table of `ucj.toml`: `reject_share = 0.05` below `[alarms]` sets",
        "`alarms.reject_share`. Its environment variable is `UCJ_ALARMS__REJECT_SHARE` (two underscores after the",
        "group), its secret file `secret/ucj_alarms_reject_share`.",
        "",
        "## Settings outside of groups",
        "",
        *_table("", listed),
    ]
    for group, model in groups_of(Settings).items():
        lines += ["", f"## `[{group}]`", "", description_of(model), "", *_table(group, listed)]
    lines += [
        "",
        "## `[[drop_folders]]`",
        "",
        "One table for each drop folder ([drop-folders.md](drop-folders.md)). In the environment `UCJ_DROP_FOLDERS` is",
        "a JSON list of them.",
        "",
        "| setting | default | meaning |",
        "|---|---|---|",
        *(
            f"| `{name}` | {'must be set' if field.is_required() else _shown(field.default)} | {field.description} |"
            for name, field in DropFolderSettings.model_fields.items()
        ),
        "",
        "## Earlier names",
        "",
        "Settings that now stand in groups are still read under their earlier names, with a warning that names the",
        "present one. Where one source gives a setting under both names, commands end with 3.",
        "",
        "| earlier name | earlier variable | now |",
        "|---|---|---|",
        *(f"| `{old}` | `UCJ_{old.upper()}` | `{name}` in `[{group}]` |" for old, (group, name) in EARLIER.items()),
        "",
        "## Exit codes",
        "",
        "| code | meaning |",
        "|---|---|",
        "| 0 | ended as designed: published, nothing new, or an empty inbox; rejects included |",
        "| 1 | rows were rejected (`ucj check`, `ucj run --strict`) |",
        "| 2 | a file was refused or held (`ucj check`, `ucj run --strict`) |",
        "| 3 | wrong usage or configuration |",
        "| 4 | a fault of the program; nothing is lost, run again |",
        "| 5 | a gate held the release back |",
        "| 130 | stopped by Ctrl-C |",
    ]
    return "\n".join(lines) + "\n"


def _table(group: str, listed: Sequence[Listed]) -> Iterator[str]:
    """Settings of a group, one a line."""
    yield "| setting | default | meaning |"
    yield "|---|---|---|"
    for one in listed:
        if one.group == group:
            value = one.field.get_default(call_default_factory=True)
            yield f"| `{one.name}` | {_shown('./var' if one.path == 'home' else value)} | {one.field.description} |"


def _shown(value: object) -> str:
    """A default as it stands in a table."""
    return f"`{str(value) or chr(34) * 2}`"


def metric_registry() -> str:
    """Every published figure: what it counts, of what, how it is rounded, what empty means."""
    lines = [
        "# Metrics",
        "",
        "Every published figure; [definitions.md](definitions.md) defines what the source names.",
        "",
    ]
    for table in PUBLISHED_TABLES:
        metrics = metrics_of(table)
        lines += [f"## `{table.name}`: {table.title.id} / {table.title.en}", "", table.description.id, ""]
        lines += [
            table.description.en,
            "",
            f"One value per {', '.join(f'`{name}`' for name in table.primary_key)}.",
            "",
        ]
        for population in dict.fromkeys(metric.population for metric in metrics):
            codes = ", ".join(f"`{metric.column.name}`" for metric in metrics if metric.population == population)
            lines += [f"- {codes}: {population.id} / {population.en}"]
        lines += ["", "| metric | nama | name | of | unit | rounding | empty | sums up | source |", "|---" * 9 + "|"]
        lines += [_metric_line(metric) for metric in metrics]
        lines.append("")
    return "\n".join(lines)


def _metric_line(metric: Metric) -> str:
    of = f"100 x `{metric.numerator}` / `{metric.denominator}`" if metric.numerator else ""
    added = "yes" if metric.additive else ""
    cells = (f"`{metric.code}`", metric.name.id, metric.name.en, of, metric.unit, metric.rounding.en, metric.missing.en)
    return f"| {' | '.join((*cells, added, metric.source))} |"


def examples() -> str:
    """The definitions by example; each line is a test."""
    lines = [
        "# The definitions by example",
        "",
        "Each line is measured by `tests/specification/test_specification.py`, which fails when it is not so.",
        "",
    ]
    return "\n".join([*lines, *(one.markdown() for one in SPECIFICATIONS)])


def decisions() -> str:
    """The list of decision records, by their titles."""
    lines = ["# Decisions", "", "Each record says what was decided, why, and what follows.", ""]
    for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join(lines) + "\n"


def branch_guides() -> Iterator[tuple[Path, str]]:
    """The guides, whose explaining parts are written by hand and stay as they are."""
    for language in LANGUAGES:
        path = ROOT / "docs" / f"branch-guide.{language}.md"
        yield path, fill_blocks(path.read_text(encoding="utf-8"), language=language)


def guide_pages() -> Iterator[tuple[Path, str]]:
    """The guides as pages, which the program gives to branches."""
    for path, text in branch_guides():
        language = path.suffixes[0].removeprefix(".")
        yield GUIDES / GUIDE_FILES[language], guide_page(text, language=language)


def documents() -> Iterator[tuple[Path, str]]:
    """Every derived document and its text."""
    for name, text in dictionary_pages():
        yield ROOT / "docs" / name, NOTICE + text
    yield ROOT / "docs" / "commands.md", NOTICE + commands_text()
    yield ROOT / "docs" / "metrics.md", NOTICE + metric_registry()
    yield ROOT / "docs" / "examples.md", NOTICE + examples()
    yield ROOT / "docs" / "rules.md", NOTICE + rule_catalogue()
    yield ROOT / "docs" / "configuration.md", NOTICE + configuration()
    yield ROOT / "docs" / "adr" / "index.md", NOTICE + decisions()
    yield ROOT / "tasks" / "README.md", NOTICE + rooms_text(ROOT / "tasks")
    for feed in FEEDS.values():
        yield ROOT / "docs" / "schemas" / f"{feed.name}.schema.json", schema_text(feed)
    yield ROOT / "deployments" / "prefect.yaml", prefect_yaml()
    yield ROOT / "deployments" / "work_pool.json", work_pool_json()
    yield from branch_guides()
    yield from guide_pages()


def stale() -> list[str]:
    """Names of documents that are not what the code says."""
    return [
        str(path.relative_to(ROOT))
        for path, text in documents()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        if names := stale():
            sys.exit(f"not fresh: {', '.join(names)}; run `make docs`")
    else:
        for place, content in documents():
            place.parent.mkdir(exist_ok=True)
            place.write_text(content, encoding="utf-8")
            print(place.relative_to(ROOT))
