"""What the name of a packed file says, where it is of the contract: it must not contradict the delivery."""

import re
from dataclasses import dataclass
from datetime import date

from expectations.contracts import FEED_OF_PREFIX
from tasks.refusal import Refusal

NAME = re.compile(
    r"(?P<feed>[A-Z]+)[_ -]+(?P<branch>[A-Z0-9][A-Z0-9_-]*?)[_ -]+(?P<day>\d{4}[-_.]?\d{2}[-_.]?\d{2})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
LONGEST_BRANCH = 12


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What the name of a delivery says; `branch` None where it is not known."""

    feed: str
    branch: str | None
    position_date: date


def contradiction(name: str, delivered: Delivered | None) -> Refusal | None:
    """A refusal where a packed file's name says another feed, branch or date; its ending and revision do not matter."""
    found = NAME.match(re.split(r"[/\\]", name)[-1])
    feed = FEED_OF_PREFIX.get(found["feed"].upper()) if found else None
    if found is None or feed is None or delivered is None:
        return None
    differing = []
    if feed.name != delivered.feed:
        differing.append(f"jenis / feed {feed.file_prefix}")
    if delivered.branch is not None and found["branch"].upper() != delivered.branch.upper():
        shown = found["branch"].upper() if len(found["branch"]) <= LONGEST_BRANCH else "..."
        differing.append(f"cabang / branch {shown}")
    day = re.sub(r"\D", "", found["day"])
    if day != f"{delivered.position_date:%Y%m%d}":
        differing.append(f"tanggal / date {day}")
    return Refusal(code="MEMBER_NAME_DIFFERS", detail="; ".join(differing)) if differing else None
