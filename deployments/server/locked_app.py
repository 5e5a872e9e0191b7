"""Prefect's application, locked: it answers only to the names that the server has.

A page of another host may give itself the address of this machine (DNS rebinding). Its browser then speaks to the
server under the name of that page, and Prefect alone would take any name.
"""

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from deployments.server.collector import collect_beside
from deployments.server.environment import names_of_server
from deployments.server.guard.lifeline import end_with_standard_input
from settings import Settings


def locked(app: ASGIApp) -> ASGIApp:
    """An application that answers 400 to other names, web sockets included."""
    return TrustedHostMiddleware(app, allowed_hosts=names_of_server(Settings()), www_redirect=False)


def ephemeral_app() -> ASGIApp:
    """The server of one run, which ends with it; what makes it ephemeral stands in its environment."""
    end_with_standard_input()
    collect_beside()
    from prefect.server.api.server import create_app  # noqa: PLC0415 - takes seconds

    return locked(create_app())
