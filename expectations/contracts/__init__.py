"""Data contracts: the declaration of every feed (kind of input file), found by name or by prefix of the file name.

A feed is declared here and nowhere else: every stage asks the contract what to do with a file, a row and an object.
"""

from collections.abc import Mapping

from expectations.contracts.feeds.benefit import BENEFIT
from expectations.contracts.feeds.ecosystem import ECOSYSTEM
from expectations.contracts.feeds.eligible import ELIGIBLE
from expectations.contracts.feeds.enrolment.enrolment import ENROLMENT
from expectations.contracts.feeds.target import TARGET
from expectations.contracts.schema import Feed, FeedKind, Sender

__all__ = [
    "BENEFIT",
    "ECOSYSTEM",
    "ELIGIBLE",
    "ENROLMENT",
    "FEEDS",
    "FEED_OF_PREFIX",
    "MEASURED",
    "TARGET",
    "feeds_from",
    "feeds_of_kind",
]

FEEDS: Mapping[str, Feed] = {feed.name: feed for feed in (ENROLMENT, ELIGIBLE, TARGET, ECOSYSTEM, BENEFIT)}
FEED_OF_PREFIX: Mapping[str, Feed] = {feed.file_prefix: feed for feed in FEEDS.values()}
MEASURED = ENROLMENT.name  # the feed whose people coverage counts


def feeds_of_kind(*kinds: FeedKind) -> frozenset[str]:
    """Names of the feeds whose files belong together in one of these ways."""
    return frozenset(name for name, feed in FEEDS.items() if feed.kind in kinds)


def feeds_from(sender: Sender) -> frozenset[str]:
    """Names of the feeds that such a sender delivers."""
    return frozenset(name for name, feed in FEEDS.items() if feed.sender is sender)
