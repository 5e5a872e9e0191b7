"""The pages of the Data Docs: HTML with its style in it, no script, nothing from anywhere else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from expectations.data_docs.listed import Listed
from expectations.data_docs.validation import Documented, Outcome, RuleFinding
from expectations.page_templates import source_hash, templates_in
from expectations.written import INDONESIAN

TEMPLATES = Path(__file__).parent / "templates"
OUTCOMES = {
    Outcome.ERROR: ("tidak dapat dinilai", "could not be evaluated"),
    Outcome.FAILED: ("dilanggar", "broken"),
    Outcome.WARNING: ("peringatan", "warning"),
    Outcome.PASSED: ("terpenuhi", "holds"),
}


def validation_page(documented: Documented, *, day: str, time: str) -> str:
    """Everything about one file or release; broken rules first, the worst at the top."""
    sections = [
        (one, _broken(one.rules), [r for r in one.rules if not _is_broken(r)]) for one in documented.validations
    ]
    return _render("validation.html.j2", documented=documented, day=day, time=time, sections=sections, up="../")


def day_page(day: str, listed: Sequence[Listed]) -> str:
    """The validations of one day, newest first."""
    return _render("day.html.j2", day=day, listed=listed, up="../")


def index_page(newest: Sequence[Listed], *, days: Mapping[str, Sequence[Listed]], total: int) -> str:
    """The newest validations, and every day with how its validations ended."""
    counted = {day: Counter(one.outcome for one in listed) for day, listed in days.items()}
    return _render("index.html.j2", newest=newest, days=counted, total=total, up="")


def _is_broken(rule: RuleFinding) -> bool:
    return rule.outcome is not Outcome.PASSED


def _broken(rules: Sequence[RuleFinding]) -> list[RuleFinding]:
    order = list(Outcome)
    return sorted(filter(_is_broken, rules), key=lambda rule: (order.index(rule.outcome), -(rule.failing or 0)))


def _render(template: str, **content: object) -> str:
    return _environment().get_template(template).render(**content)


@cache
def _environment() -> jinja2.Environment:
    made = templates_in(TEMPLATES)
    style = (TEMPLATES / "docs.css").read_text(encoding="utf-8")
    made.globals |= {
        "style": Markup(style),  # noqa: S704 - our own file
        "style_hash": source_hash(style),
        "outcomes": {str(outcome): texts for outcome, texts in OUTCOMES.items()},
    }
    made.filters |= {"count": INDONESIAN.number, "percent": _percent}
    return made


def _percent(share: float) -> str:
    """A share in percent with two decimals; what is there is never shown as nothing, nor all but all as all."""
    percent = share * 100
    if 0 < percent < 0.01:
        return f"< {INDONESIAN.percent(Decimal('0.01'))}"
    if 99.99 < percent < 100:
        return f"> {INDONESIAN.percent(Decimal('99.99'))}"
    return INDONESIAN.percent(Decimal(percent))
