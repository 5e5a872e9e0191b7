"""Feeds as people name them: by the name in the code, or by the prefix of file names."""

from expectations.contracts import FEED_OF_PREFIX, FEEDS
from expectations.contracts.schema import Feed
from warehouse.errors import OperatorError


class FeedUnknown(OperatorError):
    """There is no such feed; the message says which there are."""


def feed_named(text: str) -> Feed:
    """`enrolment` or `PESERTA`, in any case; raises `FeedUnknown`."""
    feed = FEEDS.get(text.strip().lower()) or FEED_OF_PREFIX.get(text.strip().upper())
    if feed is None:
        known = ", ".join(f"{one.name} ({one.file_prefix})" for one in FEEDS.values())
        raise FeedUnknown(f"There is no feed {text!r}; there are: {known}.")
    return feed
