"""The version of the rules changes when a rule does, and only then; it is the same in every process."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.checks import between
from expectations.contracts.codes import code_lists
from expectations.contracts.rules_version import rules_digest, rules_version
from expectations.contracts.schema import Feed, Severity

ENROLMENT = FEEDS["enrolment"]
FIRST = ENROLMENT.rules[0]


def with_first(**changes: object) -> Feed:
    return replace(ENROLMENT, rules=(replace(FIRST, **changes), *ENROLMENT.rules[1:]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        with_first(code="ANOTHER"),
        with_first(severity=Severity.WARN),
        with_first(check=between("wage", low=1)),
        replace(ENROLMENT, rules=ENROLMENT.rules[1:]),
        replace(ENROLMENT, version="9.9"),
        replace(ENROLMENT, key=ENROLMENT.key[:1]),
        replace(ENROLMENT, fields=(replace(ENROLMENT.fields[0], aliases=("NOMOR",)), *ENROLMENT.fields[1:])),
    ],
    ids=["code", "severity", "check", "one less", "version", "key", "alias"],
)
def test_a_change_of_rules_changes_it(changed: Feed) -> None:
    assert rules_digest(changed, lists=code_lists()) != rules_version("enrolment")


def test_a_code_that_is_added_changes_it() -> None:
    name = next(field.code_list for field in ENROLMENT.fields if field.code_list)
    lists = dict(code_lists())
    lists[name] = replace(lists[name], codes=lists[name].codes[1:])
    assert rules_digest(ENROLMENT, lists=lists) != rules_version("enrolment")


def test_texts_do_not_change_it() -> None:
    reworded = with_first(text_id="Lain", text_en="Other", bad={"NIK": "1"})
    assert rules_digest(reworded, lists=code_lists()) == rules_version("enrolment")


def test_each_feed_has_its_own_and_every_process_the_same() -> None:
    versions = [rules_version(name) for name in FEEDS]
    assert len(set(versions)) == len(FEEDS)
    code = (
        "from expectations.contracts import FEEDS; from expectations.contracts.rules_version import rules_version as v"
    )
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", f"{code}; print(*[v(name) for name in FEEDS])"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert told.stdout.split() == versions
