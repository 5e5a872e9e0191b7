"""Open a bucket of an S3 service: with the address, the region and the keys that are given, and no others."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from obstore.store import S3Store

KEYS = ("access_key_id", "secret_access_key", "session_token")
RETRIES = 5
KEYS_HOLD = timedelta(minutes=5)  # then they are read again: they may be of a session, or changed
STATUS = re.compile(r"status code: (\d{3})")
Keys = dict[str, str]


class NoKeys(ValueError):
    """A text does not hold the keys of a bucket."""


def parse_keys(text: str) -> Keys:
    """Keys from lines `name=value`; raises `NoKeys`."""
    pairs = (line.partition("=") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    given = {name.strip().removeprefix("aws_"): value.strip() for name, _, value in pairs}
    if not (given.get(KEYS[0]) and given.get(KEYS[1])) or set(given) - set(KEYS):
        raise NoKeys
    return given


def open_s3(
    bucket: str,
    *,
    prefix: str,
    endpoint: str,
    region: str,
    keys: Callable[[], Keys],
    connect_seconds: float,
    whole_seconds: float,
    read_seconds: float | None = None,
) -> Any:
    """A client of a bucket; nothing is asked yet. What the environment holds is not used.

    keys: called when they are needed. read_seconds: longest pause of the service, also before it begins to answer, so
    that it bounds the time to send; None = no such limit. whole_seconds: longest time of one request.
    """
    address = address_of_service(endpoint, region=region)
    options: dict[str, Any] = {
        "allow_http": address.startswith("http://"),
        "connect_timeout": timedelta(seconds=connect_seconds),
        "timeout": timedelta(seconds=whole_seconds),
    }
    if read_seconds is not None:
        options["read_timeout"] = timedelta(seconds=read_seconds)
    return S3Store(
        bucket,
        prefix=prefix.strip("/") or None,
        endpoint=address,
        region=region,
        virtual_hosted_style_request=False,
        skip_signature=False,
        unsigned_payload=False,
        conditional_put="etag",
        client_options=options,  # type: ignore[arg-type]
        retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=connect_seconds)},
        credential_provider=lambda: _as_the_client_wants(keys()),  # type: ignore[arg-type]
    )


def address_of_service(endpoint: str, *, region: str) -> str:
    """The address that is set, or that of Amazon."""
    return endpoint or f"https://s3.{region}.amazonaws.com"


def status_of(error: Exception) -> str:
    """The HTTP status behind an error, as far as the client tells; empty otherwise."""
    found = STATUS.search(str(error))
    return found[1] if found else ""


def _as_the_client_wants(keys: Keys) -> dict[str, object]:
    return {
        KEYS[0]: keys[KEYS[0]],
        KEYS[1]: keys[KEYS[1]],
        "token": keys.get(KEYS[2]),
        "expires_at": datetime.now(UTC) + KEYS_HOLD,
    }
