"""Only transient faults are tried again."""

import errno

import pytest
from prefect.states import Failed
from sqlalchemy.exc import OperationalError

from tasks.execution.redact_errors import redact_errors
from tasks.execution.retries import retry_if_transient
from warehouse.errors import CatalogueBusy, LakeObjectCorrupt, UcjError


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (CatalogueBusy("busy"), True),
        (OSError(errno.ESTALE, "stale file handle"), True),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (OperationalError("SELECT", {}, Exception("gone")), True),
        (ValueError("7171015503910007"), False),
        (LakeObjectCorrupt("damaged"), False),
    ],
)
def test_only_transient_faults_are_tried_again(fault: Exception, again: bool) -> None:
    with pytest.raises(UcjError) as raised, redact_errors():
        raise fault
    assert retry_if_transient(None, None, Failed(data=raised.value)) is again
    assert "7171015503910007" not in str(raised.value)


def test_a_time_out_is_not_tried_again() -> None:
    assert retry_if_transient(None, None, Failed(data=TimeoutError())) is False
