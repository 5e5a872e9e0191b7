"""Names that settings had before they stood in groups: still read, with a warning that names the present ones."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from settings.errors import SettingGivenTwice

EARLIER: Mapping[str, tuple[str, str]] = {
    "hold_min_rows": ("hold", "min_rows"),
    "hold_low_share": ("hold", "low_share"),
    "hold_high_share": ("hold", "high_share"),
    "object_retention_days": ("retention", "object_days"),
    "release_retention_days": ("retention", "release_days"),
    "archive_retention_days": ("retention", "archive_days"),
    "thin_after_days": ("retention", "thin_after_days"),
    "maintain_purges": ("retention", "maintain_purges"),
    "server_host": ("server", "host"),
    "server_port": ("server", "port"),
    "server_public_url": ("server", "public_url"),
    "server_auth": ("server", "auth"),
    "prefect_days": ("server", "prefect_days"),
    "stop_seconds": ("server", "stop_seconds"),
    "silent_seconds": ("heartbeat", "silent_seconds"),
    "given_up_seconds": ("heartbeat", "given_up_seconds"),
    "unchecked_seconds": ("alarms", "unchecked_seconds"),
    "alarm_webhook_url": ("alarms", "webhook_url"),
    "alarm_email_to": ("alarms", "email_to"),
    "alarm_email_from": ("alarms", "email_from"),
    "alarm_run_by": ("alarms", "run_by"),
    "alarm_run_hours": ("alarms", "run_hours"),
    "alarm_reject_share": ("alarms", "reject_share"),
    "alarm_repeat_hours": ("alarms", "repeat_hours"),
    "smtp_host": ("smtp", "host"),
    "smtp_port": ("smtp", "port"),
    "smtp_security": ("smtp", "security"),
    "smtp_user": ("smtp", "user"),
    "smtp_password": ("smtp", "password"),
}


class Moved(NamedTuple):
    """A setting that one source gives under its earlier name: both names, as that source writes them."""

    earlier: str
    present: str


def in_their_groups(
    present: Mapping[str, Any], earlier: Mapping[str, Any], *, moved: Mapping[str, Moved]
) -> dict[str, Any]:
    """What one source gives, with what it gives under earlier names put into the groups.

    present: settings and groups under present names. earlier: values by earlier name. moved: both names of each of
    these. Raises `SettingGivenTwice` when the source gives a setting under both.
    """
    joined: dict[str, Any] = dict(present)
    for old, value in earlier.items():
        group, name = EARLIER[old]
        given = joined.get(group, {})
        if not isinstance(given, Mapping):  # not a table: pydantic says so
            continue
        if name in given:
            both = moved[old]
            raise SettingGivenTwice(
                f"{both.earlier} is an earlier name of {both.present}, and both are given: remove the earlier one."
            )
        joined[group] = {**given, name: value}
    return joined


def text_about(moved: Iterable[Moved]) -> str:
    """One text about settings under earlier names: what each is called now, no value."""
    pairs = "; ".join(f"{one.earlier} is now {one.present}" for one in moved)
    return f"settings have new names; the earlier ones are still read: {pairs}."
