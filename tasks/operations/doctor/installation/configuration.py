"""Check settings and branch list: values without effect, and who may read secret files."""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from expectations.written import counted
from settings import Settings, default_home
from settings.earlier_names import EARLIER
from settings.listing import Listed, list_settings
from tasks.execution.places import BUCKET_KEYS
from tasks.operations.doctor.finding import Health, HealthFinding, of_error
from tasks.receive.branches import load_branches
from warehouse.errors import OperatorError

OTHER_VARIABLES = frozenset({"UCJ_HOME", "UCJ_TRACEBACK", BUCKET_KEYS.upper()})


def check_variables(settings: Settings) -> Iterator[HealthFinding]:
    """Environment variables that look like settings and are none."""
    known = {f"UCJ_{name.upper()}" for name in type(settings).model_fields} | OTHER_VARIABLES
    earlier = {f"UCJ_{old.upper()}": f"UCJ_{group}__{name}".upper() for old, (group, name) in EARLIER.items()}
    given = sorted(name for name in os.environ if name.upper().startswith("UCJ_"))
    known |= {one.secret_name.upper() for one in settings.drop_folders}
    unknown = [name for name in given if name.upper().partition("__")[0] not in known | earlier.keys()]
    yield HealthFinding(
        check="settings", health=Health.OK, says=f"valid; {len(given) - len(unknown)} from the environment."
    )
    for name in unknown:
        do = "Correct its name (docs/configuration.md lists them), or unset it."
        yield HealthFinding(check="settings", health=Health.WARN, says=f"{name} is no setting and does nothing.", do=do)
    for name in given:
        if present := earlier.get(name.upper()):
            says = f"{name} is an earlier name, which a later version will not read."
            yield HealthFinding(check="settings", health=Health.WARN, says=says, do=f"Name it {present}.")


def check_secrets(settings: Settings) -> Iterator[HealthFinding]:
    """Whether others can read the settings file while it holds a secret."""
    file = default_home() / "ucj.toml"
    if not file.is_file():
        return
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    held = [one for one in list_settings(type(settings)) if one.is_secret and _holds(given, one)]
    if held and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield HealthFinding(
            check="secrets",
            health=Health.FAIL,
            says=f"{file} holds {', '.join(one.path for one in held)} and can be read by others.",
            do=f"chmod 600 {file}; better: put it into the file {file.parent}/secret/{held[0].secret_file}",
        )


def _holds(given: Mapping[str, Any], one: Listed) -> bool:
    """Whether a settings file gives a setting, by its present name or an earlier one."""
    earlier = [old for old, place in EARLIER.items() if place == (one.group, one.name)]
    table = given.get(one.group, {}) if one.group else given
    return one.name in table or any(old in given for old in earlier)


def check_branches(settings: Settings) -> Iterator[HealthFinding]:
    """The branch list, and the folders of the inbox against it."""
    place = settings.branches_path
    try:
        branches = load_branches(place)
    except OperatorError as error:
        yield of_error("branches", error)
        return
    if branches is None:
        says = "there is no branch list: every folder of the inbox may deliver."
        yield HealthFinding(
            check="branches", health=Health.WARN, says=says, do=f"Write {place} (`ucj init` gives a sample)."
        )
        return
    yield HealthFinding(check="branches", health=Health.OK, says=f"{len(branches)} in {place.name}.")
    inbox = settings.path("inbox")
    folders = {path.name for path in inbox.iterdir() if path.is_dir()} if inbox.is_dir() else set()
    known = {name.upper() for name in folders}
    if absent := sorted(branches.keys() - known):
        says = f"{counted(len(absent), 'has', 'have')} no folder in the inbox and cannot deliver: {_some(absent)}."
        yield HealthFinding(
            check="branches", health=Health.WARN, says=says, do="`ucj init` makes them; then give each to its group."
        )
    if strange := len([name for name in folders if name.upper() not in branches]):
        says = (
            f"{counted(strange, 'folder of the inbox is', 'folders of the inbox are')} not in the "
            "list: what comes there is refused."
        )
        yield HealthFinding(check="branches", health=Health.WARN, says=says, do=f"Add them to {place}, or remove them.")


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
