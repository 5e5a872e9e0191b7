"""Data contracts: the declaration of every feed (kind of input file), found by name or by prefix of the file name."""

from collections.abc import Mapping

from expectations.contracts.feeds.benefit import BENEFIT
from expectations.contracts.feeds.ecosystem import ECOSYSTEM
from expectations.contracts.feeds.eligible import ELIGIBLE
from expectations.contracts.feeds.enrolment.enrolment import ENROLMENT
from expectations.contracts.feeds.target import TARGET
from expectations.contracts.schema import Feed

FEEDS: Mapping[str, Feed] = {feed.name: feed for feed in (ENROLMENT, ELIGIBLE, TARGET, ECOSYSTEM, BENEFIT)}
FEED_OF_PREFIX: Mapping[str, Feed] = {feed.file_prefix: feed for feed in FEEDS.values()}
