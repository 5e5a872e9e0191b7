"""`deployments/prefect.yaml`, derived from what is declared, for `prefect deploy --all`."""

import yaml

from deployments.declared import COMMAND, DEPLOYMENTS, POOL, POOL_DESCRIPTION, POOL_TYPE, TIMEZONE, Declared

HEAD = f"""\
# Written by `make docs` from deployments/declared.py. Do not edit.
#
# The same deployments as `ucj serve --only register` makes. With a server at PREFECT_API_URL:
#   prefect work-pool create {POOL} --type {POOL_TYPE} --description "{POOL_DESCRIPTION}"
#   prefect --no-prompt deploy --all --prefect-file deployments/prefect.yaml
# Workers need `ucj` installed, UCJ_HOME set, and its `python` first in PATH; `ucj serve --only worker` sees to that.
"""


def prefect_yaml() -> str:
    """The file."""
    content = {"name": "ucj", "pull": [], "deployments": [_deployment(declared) for declared in DEPLOYMENTS]}
    return HEAD + yaml.safe_dump(content, sort_keys=False, width=110, allow_unicode=True)


def _deployment(declared: Declared) -> dict[str, object]:
    schedules = [{"cron": declared.cron, "timezone": TIMEZONE, "active": True}] if declared.cron else []
    return {
        "name": declared.name,
        "entrypoint": declared.entrypoint,
        "description": declared.description,
        "tags": declared.tags,
        "parameters": dict(declared.parameters),
        "schedules": schedules,
        "concurrency_limit": {"limit": 1, "collision_strategy": "ENQUEUE"},
        "work_pool": {"name": POOL, "job_variables": {"command": COMMAND}},
    }
