"""What flows make of the dates they are given."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from flows.runtime.parameters import FeedCode, SubmissionNumber, with_cohort
from settings import Settings
from warehouse.errors import CohortDayUnfit

DAY, MARCH = date(2022, 12, 1), date(2022, 3, 1)


def test_a_month_comes_to_those_of_the_settings() -> None:
    settings = Settings(cohort_since=(date(2021, 1, 1),))
    assert with_cohort(settings, MARCH, day=DAY).cohort_since == (date(2021, 1, 1), MARCH)
    assert with_cohort(settings, DAY, day=DAY).cohort_since == (date(2021, 1, 1), DAY)
    assert with_cohort(settings, None, day=DAY) is settings


@pytest.mark.parametrize("since", [date(2022, 3, 2), date(2023, 1, 1)])
def test_a_day_within_a_month_and_a_later_month_are_refused(since: date) -> None:
    with pytest.raises(CohortDayUnfit, match=f"{since}"):
        with_cohort(Settings(), since, day=DAY)


@pytest.mark.parametrize("given", [12, "12", "S000012", "s12", " S000012 "])
def test_submissions_are_named_either_way(given: object) -> None:
    assert TypeAdapter(SubmissionNumber).validate_python(given) == 12


@pytest.mark.parametrize("given", ["K01", "S", "S1.5", "../12", ""])
def test_what_names_no_submission_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(SubmissionNumber).validate_python(given)


@pytest.mark.parametrize("feed", FEEDS.values(), ids=lambda feed: feed.name)
def test_feeds_are_named_either_way(feed: Feed) -> None:
    adapter = TypeAdapter(FeedCode)
    for name in (feed.name, feed.file_prefix, feed.file_prefix.lower()):
        assert adapter.validate_python(name) == feed.name
    assert {feed.name, feed.file_prefix} <= set(adapter.json_schema()["enum"])
    with pytest.raises(ValidationError):
        adapter.validate_python(f"{feed.name}s")
