"""The file name as a contract: `<FEED>_<BRANCH>_<YYYYMMDD>[_R<n>].<csv|csv.gz|xlsx|parquet|zip>`."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from expectations.contracts import FEED_OF_PREFIX
from expectations.contracts.schema import Feed
from expectations.published_text import is_publishable

NAME = re.compile(
    r"(?P<feed>[A-Z]+)_(?P<branch>[A-Z0-9][A-Z0-9_-]*?)_(?P<day>\d{8})(?:_R(?P<revision>\d{1,4}))?"
    r"\.(?:csv|csv\.gz|xlsx|parquet|zip)",
    re.IGNORECASE | re.ASCII,
)
CHECK_PREFIX = "CEK_"  # before the name of a delivery: the file is only to be checked
FIRST_WORD = re.compile(r"[A-Za-z]+", re.ASCII)
DATA_ENDINGS = (".csv", ".csv.gz", ".xlsx", ".parquet", ".zip")
OTHER_DATA_ENDINGS = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".gz", ".7z", ".rar", ".dbf", ".mdb", ".json", ".xml")
TEMPORARY_ENDINGS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp")


@dataclass(frozen=True, kw_only=True)
class DeliveryName:
    """What a file name says: branch code in upper case, position date, revision (0 = none)."""

    feed: Feed
    branch: str
    position_date: date
    revision: int


def parse_name(file_name: str) -> DeliveryName | None:
    """What a file name says; None when it is not of the contract."""
    found = NAME.fullmatch(file_name)
    feed = FEED_OF_PREFIX.get(found["feed"].upper()) if found else None
    if found is None or feed is None or not is_publishable(found["branch"]):  # releases name their branches
        return None
    try:
        day = datetime.strptime(found["day"], "%Y%m%d").date()  # noqa: DTZ007 - a calendar day, no clock
    except ValueError:
        return None
    return DeliveryName(
        feed=feed, branch=found["branch"].upper(), position_date=day, revision=int(found["revision"] or 0)
    )


def feed_meant(file_name: str) -> str | None:
    """The feed that the first word of a file name stands for, also where the name is not of the contract."""
    word = FIRST_WORD.match(file_name)
    feed = FEED_OF_PREFIX.get(word[0].upper()) if word else None
    return feed.name if feed else None


def is_check_name(file_name: str) -> bool:
    """Whether the name asks for a check without a delivery: `CEK_` before the name that the delivery would have."""
    return file_name.upper().startswith(CHECK_PREFIX)


def name_of_delivery(file_name: str) -> str:
    """The name under which the file would be delivered: without the prefix of a check, where it has one."""
    return file_name[len(CHECK_PREFIX) :] if is_check_name(file_name) else file_name


def is_data_file(file_name: str) -> bool:
    """Whether a file looks like a delivery, rightly named or not; other files are none of our business."""
    is_meant_for_us = name_of_delivery(file_name).upper().startswith(tuple(f"{prefix}_" for prefix in FEED_OF_PREFIX))
    return is_meant_for_us or file_name.lower().endswith(DATA_ENDINGS + OTHER_DATA_ENDINGS)


def is_unfinished_name(file_name: str) -> bool:
    """Whether a program gives such a name to a file that it still writes, or to one that lies open beside it.

    Uploads (`.part`, `.filepart`, the hidden `.PESERTA_....csv.Xa81` of rsync), downloads, and locks of Office (`~$`).
    """
    name = file_name.lower()
    is_hidden_upload = name.startswith(".") and any(ending in name for ending in DATA_ENDINGS)
    return name.startswith("~$") or name.endswith(TEMPORARY_ENDINGS) or is_hidden_upload
