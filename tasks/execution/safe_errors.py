"""Remove values from unexpected errors: a message may contain a NIK, so only kind and place are passed on.

Prefect stores the text and traceback of a failed task where everyone with the UI can read it.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.execution.retries import MomentaryFault, ProcessingFault, is_momentary
from warehouse.errors import UcjError


@contextmanager
def discreet_faults() -> Iterator[None]:
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
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = MomentaryFault if is_momentary(error) else ProcessingFault
        raise kind(f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}") from None
