"""The page for operators says of every kind of alarm when it is raised and when it ends, and of no other."""

import re
from itertools import takewhile

from docs.site import ROOT
from tasks.operations.alarms.catalogue import AlarmKind

HEAD = "| alarm | when | ends |"


def test_the_table_of_alarms_has_every_kind_once() -> None:
    _, _, below = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition(HEAD)
    rows = list(takewhile(lambda line: line.startswith("|"), below.splitlines()[2:]))
    named = [kind for row in rows for kind in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(AlarmKind)
    assert all(cell.strip() for row in rows for cell in row.split("|")[1:4])
