"""The feeds, by name and by the prefix of their file names."""

from collections.abc import Mapping

from expectations.contract import Feed
from expectations.contracts.benefit import BENEFIT
from expectations.contracts.ecosystem import ECOSYSTEM
from expectations.contracts.eligible import ELIGIBLE
from expectations.contracts.enrolment import ENROLMENT
from expectations.contracts.target import TARGET

FEEDS: Mapping[str, Feed] = {feed.name: feed for feed in (ENROLMENT, ELIGIBLE, TARGET, ECOSYSTEM, BENEFIT)}
FEED_OF_PREFIX: Mapping[str, Feed] = {feed.file_prefix: feed for feed in FEEDS.values()}
