"""What to type after the demo: lines for a shell that work as they are printed."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deployments.server.environment import server_url
from deployments.server.free_port import free_port
from settings import Settings

NOT_GOOD = ("refused", "held", "accepted_with_rejects")


def first_steps(settings: Settings, summary: dict[str, Any]) -> Iterator[str]:
    """Commands, each with what it shows behind a `#`. summary: of the run that the demo made."""
    ucj = typed_name()
    port = free_port(settings)
    elsewhere = f"UCJ_SERVER__PORT={port} " if port != settings.server.port else ""
    url = server_url(settings.model_copy(update={"server": settings.server.model_copy(update={"port": port})}))
    steps = (
        (f"export UCJ_HOME={shlex.quote(str(settings.home))}", "the home that the commands below look into"),
        (f"{ucj} status", "what each branch delivered, and what is late"),
        (f"{ucj} explain {_telling(summary)}", "the history of one file, and what its branch is to do"),
        *([(f"{ucj} trace --region ID", "where the national figure comes from")] if summary["release"] else []),
        (f"{ucj} doctor", "whether anything is wrong with this installation"),
        (f"{elsewhere}{ucj} serve --detach", "the daily run, files on drop, and the Prefect UI"),
        (f"{ucj} serve --show-login", f"user and password for {url}/runs/flow-run/{summary['flow_run']['id']}"),
        (f"{ucj} stop", "end all of that"),
    )
    width = max(len(command) for command, _ in steps)
    yield "First steps (type them one by one; `ucj --help` lists all commands):"
    yield from (f"  {command:<{width}}  # {shows}" for command, shows in steps)


def typed_name() -> str:
    """How this command is typed in this folder: `ucj` where the shell finds it, else its path."""
    program = Path(sys.executable).parent / "ucj"
    found = shutil.which("ucj")
    if found is not None and Path(found).resolve() == program.resolve():
        return "ucj"
    here = Path.cwd()
    return shlex.quote(os.path.relpath(program) if program.is_relative_to(here) else str(program))


def _telling(summary: dict[str, Any]) -> str:
    """The submission that has most to tell: one that was not simply accepted, where there is one."""
    labels: dict[str, str] = {one["status"]: one["submission"] for one in reversed(summary["submissions"])}
    return next(labels[status] for status in (*NOT_GOOD, *labels) if status in labels)
