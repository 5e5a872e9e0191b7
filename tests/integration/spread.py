"""A home that is served on several machines, as docs/operations.md says (*On several machines*)."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from sqlalchemy import make_url

from tests.integration.machines import Machine, Network, missing_for_machines, network
from tests.integration.served import Served, command_of, statuses
from tests.integration.shared_disk import missing_for_sharing, mount, share
from tests.postgresql import Listening, Missing, Server, binaries, running_server

AUTH = "operator:rahasia"
SILENT_SECONDS = 60  # workers look so often for runs whose process is gone
PREFECT_NEEDS = "pg_trgm"  # of a PostgreSQL that has its tables
PORT = 4200
SERVER, WORKER_A, WORKER_B, WATCHER = "server", "worker-a", "worker-b", "watcher"
AT = {SERVER: "server", WORKER_A: "worker", WORKER_B: "worker", WATCHER: "watcher"}


@dataclass
class Spread(Served):
    """The machines of one home. `home` is where each of them has it; `disk` is where the host sees it."""

    network: Network | None = None
    disk: Path = Path()
    share: Machine | None = None
    of_server: Mapping[str, str] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{self.machines[SERVER].address}:{self.port}"

    @property
    def said(self) -> str:
        return "\n".join(machine.said for machine in self.machines.values())

    def begin_machine(self, name: str) -> Machine:
        """A machine that has the shared folder; nothing of ours runs there yet."""
        assert self.network is not None
        assert self.share is not None
        machine = self.network.machine(name)
        mount(machine, self.share, self.home.parent)
        self.machines[name] = machine
        return machine

    def serve(self, name: str) -> None:
        """The service of a machine."""
        self.machines[name].start(*_ucj("serve", "--only", AT[name]), environment=self.environment_of(name))

    def bring_back(self, name: str) -> None:
        """A machine that was lost, with its service."""
        self.begin_machine(name)
        self.serve(name)

    def ucj(self, name: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """A command on a machine."""
        return self.machines[name].do(*_ucj(*words), environment=self.environment_of(name))

    def python_at(self, name: str, code: str) -> str:
        """What a program says on a machine; it must end well."""
        done = self.machines[name].do(sys.executable, "-c", code, environment=self.environment_of(name))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def deliver(self, branch: str, *, first: int) -> None:
        """A good extract of a branch, from the machine that has the watcher."""
        told = f"Path({str(self.home)!r}), {branch!r}, first={first}"
        self.python_at(WATCHER, f"from pathlib import Path; from tests.integration.served import drop; drop({told})")

    def answered(self, branch: str) -> list[str]:
        """What the receipts of a branch say."""
        return statuses(self.disk, branch)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """The lock of runs is held by a machine, which keeps all runs waiting."""
        holding = self.machines[name].start("flock", "--no-fork", str(self.home / ".run.lock"), "sleep", "3600")
        try:
            self.wait_for(lambda: self.process_at(name, "sleep", "3600"))
            yield
        finally:
            for process in self.process_at(name, "sleep", "3600"):
                process.kill()
            holding.wait()

    def process_at(self, name: str, *words: str) -> list[psutil.Process]:
        """The processes of a machine whose command has these words."""
        return [one for one in self.machines[name].processes() if set(words) <= set(command_of(one))]

    def at_work(self, run: str) -> str:
        """The machine where the process of a run is; empty when it is nowhere."""
        for name in (WORKER_A, WORKER_B):
            for process in self.process_at(name, "deployments.server.flow_process"):
                with suppress(psutil.Error):
                    if process.environ().get("PREFECT__FLOW_RUN_ID") == run:
                        return name
        return ""

    def environment_of(self, name: str) -> Mapping[str, str]:
        """What the operator sets there."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "UCJ_"))}
        common = {"UCJ_HOME": str(self.home), "UCJ_SERVER__AUTH": self.auth, "UCJ_POLL_SECONDS": "5", **self.extra}
        if name == SERVER:
            return {**kept, **common, **self.of_server, "UCJ_SERVER__HOST": self.machines[SERVER].address}
        return {**kept, **common, "PREFECT_API_URL": f"{self.url}/api"}


@contextmanager
def spread(folder: Path) -> Iterator[Spread]:
    """A fresh home and its machines below a folder: disk, database, server, two workers, watcher.

    Where there can be none the test is skipped, and fails where `CI` is set.
    """
    if reason := _missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    disk, place = folder / "disk", folder / "mounted"
    for one in (disk, place):
        one.mkdir()
    with ExitStack() as stack:
        net = stack.enter_context(network(folder))
        server = stack.enter_context(_database(net.machine("database")))
        shared = net.machine("share")
        share(shared, disk)
        catalogue, prefects = _name(server.database()), _name(server.database())
        prefects_url = make_url(server.address_from_elsewhere(prefects)).set(drivername="postgresql+asyncpg")
        made = Spread(
            place / "home",
            PORT,
            AUTH,
            {
                "UCJ_DATABASE_URL": server.address_from_elsewhere(catalogue),
                "UCJ_HEARTBEAT__SILENT_SECONDS": str(SILENT_SECONDS),
            },
            network=net,
            disk=disk / "home",
            share=shared,
            of_server={"PREFECT_SERVER_DATABASE_CONNECTION_URL": prefects_url.render_as_string(hide_password=False)},
        )
        for name in AT:
            made.begin_machine(name)
        yield made


def _missing() -> str:
    try:
        binaries(extension=PREFECT_NEEDS)
    except Missing as fault:
        return str(fault)
    return missing_for_machines() or missing_for_sharing()


@contextmanager
def _database(machine: Machine) -> Iterator[Server]:
    def entered_by(user: Mapping[str, int]) -> list[str]:
        options = [f"--set{kind}={user[name]}" for kind, name in (("uid", "user"), ("gid", "group")) if name in user]
        return machine.on_its_network(*options)

    listening = Listening(address=machine.address, entered_by=entered_by)
    with running_server(durable=True, listening=listening, extension=PREFECT_NEEDS) as server:
        yield server


def _name(address: str) -> str:
    return str(make_url(address).database)


def _ucj(*words: str) -> list[str]:
    return [sys.executable, "-m", "deployments", *words]
