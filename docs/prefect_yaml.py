"""`deployments/prefect.yaml` and `work_pool.json`, derived from what is declared, for `prefect deploy --all`."""

import json

import yaml

from deployments.registration.specs import (
    DEPLOYMENTS,
    POOL,
    POOL_DESCRIPTION,
    POOL_TEMPLATE,
    POOL_TYPE,
    TIMEZONE,
    Declared,
)

HEAD = f"""\
# Written by `make docs` from deployments/registration/specs.py. Do not edit.
#
# The same deployments as `ucj serve --only register` makes. With a server at PREFECT_API_URL:
#   prefect work-pool create {POOL} --type {POOL_TYPE} --base-job-template deployments/work_pool.json
#   prefect work-pool update {POOL} --description "{POOL_DESCRIPTION}"
#   prefect --no-prompt deploy --all --prefect-file deployments/prefect.yaml
# The worker is that of `ucj serve --only worker`: it runs what is declared, whatever the server says. Prefect's own
# worker does what the server says.
"""


def prefect_yaml() -> str:
    """The file."""
    content = {"name": "ucj", "pull": [], "deployments": [_deployment(declared) for declared in DEPLOYMENTS]}
    return HEAD + yaml.safe_dump(content, sort_keys=False, width=110, allow_unicode=True)


def work_pool_json() -> str:
    """The template of the work pool."""
    return json.dumps(POOL_TEMPLATE, indent=2) + "\n"


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
        "work_pool": {"name": POOL, "job_variables": {}},
    }
