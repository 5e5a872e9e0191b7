"""Whether the port of the Prefect server is free; if not, who has it and which one is."""

import os
import socket
from contextlib import closing

import psutil

from settings import Settings
from warehouse.errors import OperatorError

LAST_PORT, LOOKED_AT = 65535, 100


class PortTaken(OperatorError):
    """Another program listens on the port of the Prefect server."""


def require_free_port(settings: Settings) -> None:
    """Raise `PortTaken`, with a port that is free, where nobody else can listen on that of the settings."""
    host, port, free = settings.server.host, settings.server.port, free_port(settings)
    if free == port:
        return
    how = f"; or take another: UCJ_SERVER__PORT={free} ucj serve" if free else ""
    raise PortTaken(f"Port {port} of {host} is taken by {_listener(port)}: end that{how}. Nothing was started.")


def free_port(settings: Settings) -> int:
    """The port of the settings where it is free, else the next one that is; 0 where none of a hundred is."""
    host, port = settings.server.host, settings.server.port
    ports = range(port, min(port + LOOKED_AT, LAST_PORT) + 1)
    return next((one for one in ports if is_free(host, one)), 0)


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: what has just ended is no bar
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _listener(port: int) -> str:
    """The process that listens, as far as this account sees it, and the home that it serves."""
    for process in psutil.process_iter():
        try:
            if any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in process.net_connections()):
                home = process.environ().get("UCJ_HOME", "")
                return f"process {process.pid} ({process.name()}{f', home {home}' if home else ''})"
        except (psutil.Error, OSError):
            continue
    return "another program" if os.getuid() == 0 else "a program of another account"
