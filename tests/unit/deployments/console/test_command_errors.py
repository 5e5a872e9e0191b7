"""What went wrong is one line, without values."""

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError

from deployments.console.command_errors import tell_fault
from deployments.console.exit_codes import Exit
from warehouse.errors import CatalogueBusy, OperatorError

REQUEST = httpx.Request("POST", "http://127.0.0.1:4200/api/flow_runs/")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (
            PrefectHTTPStatusError("busy", request=REQUEST, response=httpx.Response(503, request=REQUEST)),
            *(Exit.INTERNAL, "The Prefect server did not answer, or its database is busy (PrefectHTTPStatusError)"),
        ),
        (httpx.ReadTimeout("NIK 7205011708900013"), Exit.INTERNAL, "its database is busy (ReadTimeout)"),
        (CatalogueBusy("The catalogue has been locked."), Exit.INTERNAL, "The catalogue has been locked."),
        (OperatorError("Set it."), Exit.USAGE, "Set it."),
        (KeyError("7205011708900013"), Exit.INTERNAL, "internal fault KeyError at "),
    ],
)
def test_each_kind_of_error_is_one_line(
    error: Exception, code: Exit, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(type(error)) as caught:
        raise error
    assert tell_fault(caught.value) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ucj: ")
    assert says in line
    assert "7205011708900013" not in line


@pytest.mark.parametrize("typed", ["7205011708900013", "S7205011708900013", "--metric=7205011708900013"])
def test_a_long_number_that_was_typed_is_not_repeated(
    typed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["ucj", "explain", typed])
    tell_fault(OperatorError("There is no submission S7205011708900013, of release 2026-01-31-123456789012."))
    said = capsys.readouterr().err
    assert said == "ucj: There is no submission S..., of release 2026-01-31-123456789012.\n"
