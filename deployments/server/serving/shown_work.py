"""What `ucj serve` shows while it serves: a line for each file that was answered, and for each release."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from expectations.jakarta import JAKARTA
from expectations.written import counted
from settings import Settings

WATCHER = "ucj: watch: "


class FollowedFile:
    """The lines that are appended to a file from now on; one that was put aside is followed in its new place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place, self._number = self._now()
        self._half = b""

    def lines(self) -> Iterator[str]:
        """Whole lines since the last look."""
        size, number = self._now()
        if number != self._number or size < self._place:
            self._place, self._number, self._half = 0, number, b""
        if size == self._place:
            return
        with self.path.open("rb") as file:
            file.seek(self._place)
            found = self._half + file.read(size - self._place)
        self._place = size
        *whole, self._half = found.split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in whole)

    def _now(self) -> tuple[int, int]:
        try:
            status = self.path.stat()
        except OSError:
            return 0, 0
        return status.st_size, status.st_ino


class ShownWork:
    """What happened in a home since the last look, as lines for people."""

    def __init__(self, settings: Settings) -> None:
        self._watcher = FollowedFile(settings.path("prefect", "watcher.log"))
        self._stages = FollowedFile(settings.path("logs", "ucj.jsonl"))

    def lines(self) -> Iterator[str]:
        """First what arrived, then what became of it."""
        now = f"{datetime.now(JAKARTA):%H:%M:%S}"
        for line in self._watcher.lines():
            if line.startswith(WATCHER):
                yield f"{now}  {line.removeprefix(WATCHER)}"
        for line in self._stages.lines():
            if text := stage_text(line):
                yield text


def stage_text(line: str) -> str:
    """A line of `logs/ucj.jsonl` for people; empty for what needs no telling."""
    try:
        facts: dict[str, Any] = json.loads(line)
        at = f"{datetime.fromisoformat(facts['at']).astimezone(JAKARTA):%H:%M:%S}"
    except (ValueError, KeyError, TypeError):
        return ""
    if facts.get("stage") == "ingest":
        return f"{at}  {facts.get('submission') or ''} {facts.get('file') or ''}: {_verdict(facts)}"
    if facts.get("stage") == "publish":
        return f"{at}  release {facts.get('release') or '-'}: {_plain(facts.get('outcome') or facts.get('fault'))}"
    return ""


def _verdict(facts: dict[str, Any]) -> str:
    if facts.get("fault"):
        return f"not settled, a fault: {facts['fault']}"
    rows = f", {facts['rows_accepted']:,} of {counted(facts['rows_read'], 'row')}" if facts.get("rows_read") else ""
    reason = f" ({facts['reason']})" if facts.get("reason") else ""
    return f"{_plain(facts.get('status'))}{reason}{rows}; answered"


def _plain(word: object) -> str:
    return str(word or "-").replace("_", " ")
