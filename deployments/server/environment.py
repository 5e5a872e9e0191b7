"""How Prefect is set up for us: in UCJ_HOME, on loopback, behind a login, closed to pages of other hosts, no telemetry.

Must be applied before Prefect is imported.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from deployments.server.login import ensure_login, login_of
from flows.runtime.home import ensure_home
from flows.runtime.server_record import ServerRecord, living_server
from settings import Settings
from warehouse.files.folders import make_folder

SERVER_START_SECONDS = "120"
DAY_SECONDS = 24 * 3600
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where this machine finds a server on all addresses


def prefect_environment(settings: Settings) -> Mapping[str, str]:
    """Environment variables of Prefect; what the operator has set already wins."""
    seen_as = settings.server.public_url.rstrip("/") or server_url(settings)
    login = login_of(settings)
    return {
        "PREFECT_HOME": str(settings.path("prefect")),
        **_database_of_odd_path(settings.path("prefect", "prefect.db")),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": SERVER_START_SECONDS,
        "PREFECT_SERVER_API_HOST": settings.server.host,
        "PREFECT_SERVER_API_PORT": str(settings.server.port),
        "PREFECT_UI_API_URL": f"{seen_as}/api",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": seen_as,  # Prefect's default lets every page of every host read all
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
        "PREFECT_SERVER_API_AUTH_STRING": login,
        "PREFECT_API_AUTH_STRING": login,
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # seconds; `deployments.registration.automations` misses them
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(settings.server.prefect_days * DAY_SECONDS),
        # in files, so that a run keeps its place when the server is started anew
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_WORKER_QUERY_SECONDS": "3",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
        "PREFECT_CLI_PROMPT": "false",
    }


def _database_of_odd_path(database: Path) -> Mapping[str, str]:
    """Where Prefect keeps its tables, when its own way to write that as an address would lead elsewhere."""
    from sqlalchemy import make_url  # noqa: PLC0415 - Prefect needs it too

    if make_url(f"sqlite+aiosqlite:///{database}").database == str(database):
        return {}
    return {"PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///file:{quote(str(database))}?uri=true"}


def server_url(settings: Settings) -> str:
    """Address of the local server and its UI."""
    host = EVERYWHERE.get(settings.server.host, settings.server.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"


def names_of_server(settings: Settings) -> list[str]:
    """Hosts under which people and programs may ask the server: this machine's own, and those that are set."""
    addresses = (server_url(settings), settings.server.public_url, os.environ.get("PREFECT_API_URL", ""))
    return sorted({*LOOPBACK, *(host for address in addresses if (host := host_of(address)))})


def host_of(address: str) -> str:
    """The host of an address as the header `Host` names it, without the port."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def apply_prefect_environment(settings: Settings, *, own_server: bool = False) -> None:
    """Set up this process and its children; a server of this home that runs already is used, whatever its port.

    own_server: not by this process, which starts one.
    """
    ensure_home(settings)
    make_folder(settings.path("prefect"))  # what Prefect writes there has the modes of the umask
    ensure_login(settings)
    for name, value in prefect_environment(settings).items():
        os.environ.setdefault(name, value)
    if not own_server and (server := served_here(settings)):
        os.environ.setdefault("PREFECT_API_URL", f"{server.url}/api")


def served_here(settings: Settings) -> ServerRecord | None:
    """The server for everybody that this home has now, where this machine can reach it."""
    server = living_server(settings)
    return server if server is not None and server.is_served and server.is_reachable else None


def api_url(settings: Settings) -> str:
    """Where to ask the Prefect server: as the environment says, else as the home says, else where one would be."""
    if given := os.environ.get("PREFECT_API_URL"):
        return given.rstrip("/")
    server = served_here(settings)
    return f"{server.url if server else server_url(settings)}/api"


def answers(settings: Settings) -> bool:
    """Whether the Prefect server of `api_url` is up."""
    import httpx  # noqa: PLC0415 - comes with Prefect; only needed when a server may be running

    try:
        return httpx.get(f"{api_url(settings)}/health", timeout=5).is_success
    except httpx.HTTPError:
        return False
