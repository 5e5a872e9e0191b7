"""The open alarms as an artifact of the Prefect UI: always the newest look, also when there are none."""

from collections.abc import Iterator, Sequence

from prefect.artifacts import create_markdown_artifact
from prefect.context import FlowRunContext

from expectations.jakarta import moment_text
from expectations.written import counted
from flows.ui.best_effort import best_effort
from tasks.operations.alarms.catalogue import TEXTS, Alarm
from tasks.operations.alarms.dismissals import Dismissal


def show_alarms(alarms: Sequence[Alarm], closed: Sequence[Dismissal]) -> None:
    """Bring the artifact `alarms` up to date; outside a flow run nothing happens."""
    if FlowRunContext.get() is None:
        return
    with best_effort():
        create_markdown_artifact(
            key="alarms",
            markdown=alarms_text(alarms, closed),
            description=f"{counted(len(alarms), 'alarm is', 'alarms are')} open",
        )


def alarms_text(alarms: Sequence[Alarm], closed: Sequence[Dismissal]) -> str:
    """What is open with what to do, then what was dismissed and why, in Markdown."""
    return "\n".join([*_open(alarms), *_dismissed(closed)]) + "\n"


def _open(alarms: Sequence[Alarm]) -> Iterator[str]:
    if not alarms:
        yield "**Tidak ada alarm. / No alarms.**"
        return
    yield "| id | alarm | about | what to do |"
    yield "|---|---|---|---|"
    for one in alarms:
        texts = TEXTS[one.kind]
        yield (
            f"| `{one.id}` | {texts.title_id} / {texts.title_en} | {_cell(one.detail)} | "
            f"{_cell(texts.do_id)} / {_cell(texts.do_en)} |"
        )
    yield ""
    yield "Close one that needs nobody: `ucj alarms --dismiss ID --why ...`"


def _dismissed(closed: Sequence[Dismissal]) -> Iterator[str]:
    if not closed:
        return
    yield from ("", "**Ditutup pengelola / Dismissed**", "", "| id | about | why | when |", "|---|---|---|---|")
    yield from (
        f"| `{one.id}` | {_cell(one.detail)} | {_cell(one.why)} ({_cell(one.by)}) | {moment_text(one.at)} |"
        for one in closed
    )


def _cell(text: str) -> str:
    """Text that breaks no table."""
    return text.replace("|", "\\|").replace("\n", " ")
