"""Remove values from unexpected errors: a message may contain a NIK, so only kind and place are passed on.

Prefect stores the text and traceback of a failed task where everyone with the UI can read it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tasks.execution.retries import ProcessingFault, TransientFault, is_transient
from warehouse.errors import UcjError, kind_and_place


@contextmanager
def redact_errors() -> Iterator[None]:
    """Let errors raised on purpose pass (their texts are safe), and Prefect's time-outs; replace all others.

    What is left of those is their kind and place.
    """
    try:
        yield
    except UcjError:
        raise
    except Exception as error:
        if isinstance(error, TimeoutError) and type(error).__module__.startswith("prefect."):
            raise
        kind = TransientFault if is_transient(error) else ProcessingFault
        raise kind(kind_and_place(error)) from None
