"""Great Expectations takes seconds to import: begun while Prefect starts, it is done when a run needs it."""

from threading import Thread


def begin_import_of_checks() -> None:
    """Import Great Expectations in a thread, so that it is there when a run needs it."""
    Thread(target=_import, daemon=True).start()


def _import() -> None:
    from expectations.contracts import suite  # noqa: F401, PLC0415
