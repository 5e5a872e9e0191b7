"""Sum up how long each stage of a run took, from its log lines."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from threading import Lock


class StageTimes(logging.Handler):
    """Adds up the seconds of each stage; files worked on side by side each count whole."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._adding = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Add the seconds that a stage's log line reports."""
        facts = getattr(record, "facts", {})
        if "stage" in facts and "seconds" in facts:
            with self._adding:
                self._seconds[facts["stage"]] += facts["seconds"]

    @property
    def seconds(self) -> Mapping[str, float]:
        """Seconds per stage, summed over the log lines seen."""
        return dict(self._seconds)
