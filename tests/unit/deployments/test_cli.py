"""The command line answers without loading what only the work needs, and ends with the agreed codes."""

import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
import typer.main

from deployments import commands
from deployments.cli import COMMANDS, GROUPS, app
from deployments.commands.run.run import exit_code
from deployments.console.exit_codes import Exit
from tests.forked import forked_ucj

ROOT = Path(__file__).parents[3]
HEAVY = ("great_expectations", "polars", "prefect", "sqlalchemy", "pandas", "pydantic")


def ucj(*arguments: str, home: Path | str) -> "subprocess.CompletedProcess[str]":
    return forked_ucj(*arguments, environment={"UCJ_HOME": str(home)})


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, deployments.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_help_names_every_command_in_groups_in_the_order_of_the_work(tmp_path: Path) -> None:
    shown = ucj("--help", home=tmp_path)
    assert shown.returncode == 0
    sections = {
        title: re.findall(r"^  ([a-z]+) {2,}\S", text, re.MULTILINE)
        for title, text in re.findall(r"(?ms)^([A-Z][a-z]+):\n(.*?)(?=^\S|\Z)", shown.stdout)
    }
    del sections["Options"]
    assert sections == {
        "Start": ["init", "demo", "simulate", "completion"],
        "Deliver": ["template", "check"],
        "Run": ["run", "publish", "serve", "stop", "backfill"],
        "Look": ["status", "submissions", "explain", "trace", "alarms", "doctor", "audit"],
        "Mend": ["approve", "refuse", "withdraw", "move", "release", "reprocess"],
        "Administer": ["db", "backup", "storage", "purge", "key", "erase"],
    }
    command: Any = typer.main.get_command(app)
    assert {name for names in sections.values() for name in names} == set(command.commands)


def test_options_say_in_a_plain_word_what_they_take(tmp_path: Path) -> None:
    shown = ucj("simulate", "--help", home=tmp_path).stdout
    assert re.findall(r"--(rows|seed|as-of|defect) (\S+)", shown) == [
        ("rows", "NUMBER"), ("seed", "NUMBER"), ("as-of", "YYYY-MM-DD"), ("defect", "TEXT"),
    ]  # fmt: skip
    diff = ucj("release", "diff", "--help", home=tmp_path).stdout
    assert "--csv PATH" in diff


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("fly", "ucj"),
        ("--frob run", "ucj"),
        ("run --frob", "ucj run"),
        ("run --as-of", "ucj run"),
        ("run --as-of today", "ucj run"),
        ("check", "ucj check"),
        ("release lst", "ucj release"),
        ("release diff", "ucj release diff"),
        ("release diff run check --csv", "ucj release diff"),
    ],
)
def test_what_was_typed_wrongly_leads_to_the_help_of_its_own_command(typed: str, leads_to: str, tmp_path: Path) -> None:
    assert f"`{leads_to} --help`" in ucj(*typed.split(), home=tmp_path).stderr


@pytest.mark.parametrize("arguments", [(), ("run",), ("db", "check"), ("key",)])
def test_help_has_a_short_name_everywhere(arguments: tuple[str, ...], tmp_path: Path) -> None:
    short, long = (ucj(*arguments, name, home=tmp_path) for name in ("-h", "--help"))
    assert (short.returncode, short.stdout) == (0, long.stdout)
    assert "Usage:" in short.stdout


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert ucj("--version", home=tmp_path).stdout.startswith(f"ucj {declared} (Python 3.")


def test_every_module_that_declares_commands_is_on_the_command_line() -> None:
    modules = [import_module(one.name) for one in walk_packages(commands.__path__, f"{commands.__name__}.")]
    declaring = {one.__name__ for one in modules if hasattr(one, "app")}
    assert len(declaring) > 20
    assert {one.__name__ for one in COMMANDS} == declaring


def test_a_command_stands_in_the_package_of_its_group() -> None:
    packages = {title: {one.__name__.split(".")[-2] for one in declaring} for title, declaring in GROUPS.items()}
    assert packages == {title: {title.lower()} for title in GROUPS}


@pytest.mark.parametrize(
    "arguments",
    [("run", "--as-of", "31-01-2026"), ("fly",), ("run", "--frob"), ("check", "nowhere.csv"), ("serve", "--only", "x")],
)
def test_wrong_usage_ends_with_3(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = ucj(*arguments, home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert ended.stderr.startswith("ucj: ")
    assert "Traceback" not in ended.stderr
    assert "Value error" not in ended.stderr


def test_wrong_setting_ends_with_3_and_names_it(tmp_path: Path) -> None:
    (tmp_path / "ucj.toml").write_text("max_reject_share = 7\n")
    ended = ucj("submissions", home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert "max_reject_share" in ended.stderr


def test_broken_settings_file_ends_with_3_and_names_it(tmp_path: Path) -> None:
    for content in (b"grace_months = ", b"home = '\xff'"):
        (tmp_path / "ucj.toml").write_bytes(content)
        ended = ucj("submissions", home=tmp_path)
        assert ended.returncode == Exit.USAGE
        assert "ucj.toml" in ended.stderr


def test_earlier_names_of_settings_are_told_in_one_line_and_the_command_goes_on(tmp_path: Path) -> None:
    (tmp_path / "ucj.toml").write_text('server_port = 4300\nsmtp_password = "geheim"\n')
    ended = ucj("submissions", home=tmp_path)
    assert ended.returncode == Exit.GOOD
    assert ended.stdout.startswith("Nothing has been delivered yet")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("ucj: settings have new names; the earlier ones are still read: server_port in ucj.toml is")
    assert "geheim" not in line


def test_a_setting_under_two_names_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "ucj.toml").write_text("server_port = 4300\n[server]\nport = 4300\n")
    ended = ucj("submissions", home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert "server_port in ucj.toml is an earlier name of port in [server]" in ended.stderr


def test_a_wrong_branch_list_ends_a_run_with_3_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "branches.csv").write_text("code,name,schedule\nK01,Palu,banana\n")
    ended = ucj("run", home=tmp_path)
    assert ended.returncode == Exit.USAGE
    (line,) = ended.stderr.splitlines()
    assert line.startswith("ucj: ")
    assert "branches.csv, line 2: 'banana'" in line
    assert ended.stdout == ""


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    shown = ucj(home=tmp_path)
    assert shown.returncode == 0
    assert "Administer:" in shown.stdout
    assert "..." not in shown.stdout.split("Start:")[1]


def test_future_date_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    ended = ucj("run", "--as-of", "2999-01-01", home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert "2999-01-01" in ended.stderr


@pytest.mark.parametrize("day", ["31-01-2026", "2026-1-31", "20260131", "2026-02-30", "today"])
def test_a_date_is_written_in_one_way_and_the_message_shows_it(day: str, tmp_path: Path) -> None:
    ended = ucj("status", "--as-of", day, home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert "write YYYY-MM-DD, for example 2026-01-31" in ended.stderr
    assert "%" not in ended.stderr + ucj("status", "--help", home=tmp_path).stdout


def test_a_home_without_deliveries_says_so(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    assert ucj("submissions", home=tmp_path).stdout.startswith("Nothing has been delivered yet")
    assert json.loads(ucj("submissions", "--json", home=tmp_path).stdout) == []


@pytest.mark.parametrize(
    ("ending", "statuses", "plain", "strict"),
    [
        ("published", ["accepted"], 0, 0),
        ("published", ["accepted", "accepted_with_rejects"], 0, 1),
        ("nothing_new", ["refused", "accepted_with_rejects"], 0, 2),
        ("published", ["held"], 0, 2),
        ("nothing_to_publish", [], 0, 0),
        ("held_by_gate", ["accepted"], 5, 5),
        ("published", ["failed", "refused"], 4, 4),
    ],
)
def test_the_exit_code_of_run_tells_how_it_ended(ending: str, statuses: list[str], plain: int, strict: int) -> None:
    summary = {"ending": ending, "submissions": [{"status": status} for status in statuses]}
    assert exit_code(summary, strict=False) == plain
    assert exit_code(summary, strict=True) == strict
