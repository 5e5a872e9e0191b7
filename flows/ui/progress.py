"""How far a run has come, as a progress bar in the Prefect UI."""

import time
from collections.abc import Callable
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.context import FlowRunContext

from flows.ui.best_effort import best_effort

SECONDS_BETWEEN = 1.0
KEY = "progress"


class ProgressBar:
    """One bar a run; told often, it speaks to the server once a second. Outside a flow run it does nothing."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._artifact: UUID | None = None
        self._shown_at = float("-inf")

    def show(self, percent: float, says: str, *, now: bool = True) -> None:
        """Set the bar; `now=False`: only when the last time lies long enough back."""
        if FlowRunContext.get() is None or not (now or self._clock() - self._shown_at >= SECONDS_BETWEEN):
            return
        with best_effort():
            if self._artifact is None:
                self._artifact = UUID(str(create_progress_artifact(percent, key=KEY, description=says)))
            else:
                update_progress_artifact(self._artifact, progress=percent, description=says)
            self._shown_at = self._clock()

    def count(self, done: int, total: int, says: str, *, start: float, end: float) -> None:
        """Show `done` of `total` pieces of a part of the run that takes the bar from `start` to `end` percent."""
        percent = start + (end - start) * done / total
        self.show(round(percent, 1), f"{says}: {done} of {total}", now=done == total)
