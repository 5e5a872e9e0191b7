"""Great Expectations takes seconds to import: begun while Prefect starts, it is done when a run needs it."""

from threading import Thread


def begin_import_of_checks() -> None:
    """In the background."""
    Thread(target=_import, daemon=True).start()


def _import() -> None:
    import expectations.contracts.suite  # noqa: F401, PLC0415
