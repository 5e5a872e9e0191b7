"""Contexts in memory, and the current one, which Great Expectations keeps in one global place."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from great_expectations.data_context.data_context.context_factory import project_manager
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.store.validation_results_store import ValidationResultsStore
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.exceptions.exceptions import DataContextRequiredError

FORGETFUL = "forgetful_results_store"

_lock = threading.Lock()
_stand_in: EphemeralDataContext | None = None  # the current context while nobody has set one
_runs = 0  # that count on there being a current context


class ForgetfulResultsStore(ValidationResultsStore):
    """Keeps no result: a context that lives for one checkpoint would turn it into JSON twice for nobody to read."""

    def store_validation_results(self, *_: Any, **__: Any) -> bool:
        """Pretend to store results, which stay in memory only."""
        return True


def new_context(kind: type[EphemeralDataContext] = EphemeralDataContext) -> EphemeralDataContext:
    """A fresh context in memory that stores no results, sends nothing and shows no progress.

    It does not become the current one.
    """
    defaults = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    forgetful = {"class_name": ForgetfulResultsStore.__name__, "module_name": __name__}
    config = DataContextConfig(
        store_backend_defaults=defaults,
        stores={**defaults.stores, FORGETFUL: forgetful},
        validation_results_store_name=FORGETFUL,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return kind(project_config=config)


@contextmanager
def a_current_context() -> Iterator[None]:
    """See to it that there is a current context: Great Expectations asks it, even of bound objects, if it is a cloud's.

    One that somebody has set is left alone. Any number of threads may be in the block; after the last there is none
    again, if there was none before.
    """
    global _stand_in, _runs  # noqa: PLW0603 - as global as the place it guards
    with _lock:
        _runs += 1
        if _current() is None:
            _stand_in = _stand_in or new_context()
            project_manager.set_project(_stand_in)
    try:
        yield
    finally:
        with _lock:
            _runs -= 1
            if _runs == 0 and _current() is _stand_in:
                project_manager.set_project(None)


def _current() -> Any:
    try:
        return project_manager.get_current_project()
    except DataContextRequiredError:
        return None
