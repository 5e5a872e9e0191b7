"""Name the rules a file is judged by, so that the name changes when a rule does, and only then."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import Any

from expectations.contracts import FEEDS
from expectations.contracts.codes import CodeList, code_lists
from expectations.contracts.schema import Feed

LENGTH = 12
TEXTS = frozenset({"text_id", "text_en", "good", "bad"})  # what explains a rule does not change it


@cache
def rules_version(feed_name: str) -> str:
    """Of a feed by its name: the first digits of a SHA-256 over all that decides a verdict (`rules_digest`)."""
    return rules_digest(FEEDS[feed_name], lists=code_lists())


def rules_digest(feed: Feed, *, lists: Mapping[str, CodeList]) -> str:
    """Over rule codes, severities and parameters, how columns are read, keys, and the code lists they refer to.

    What a named condition computes is code: who changes it raises the contract's version, which counts here too.
    """
    used = sorted({field.code_list for field in feed.fields if field.code_list})
    named: dict[str, Any] = {
        "contract": feed.version,
        "rules": [_without_texts(rule) for rule in feed.rules],
        "fields": [_without_texts(field) for field in feed.fields],
        "beside": [_without_texts(field) for field in feed.beside],
        "key": feed.key,
        "agrees": feed.agrees,
        "latest": feed.latest,
        "require_one_of": feed.require_one_of,
        "code_lists": [asdict(lists[name]) for name in used],
    }
    return sha256(json.dumps(named, sort_keys=True, default=str).encode()).hexdigest()[:LENGTH]


def _without_texts(declared: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(declared).items() if name not in TEXTS}
