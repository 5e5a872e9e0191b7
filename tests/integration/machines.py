"""Stand-ins for machines, on one host: each has its own network, name, processes and mounts (Linux namespaces).

No machine sees another's processes; all they share is a network, and what is served over it. Needs root and the
programs of `NEEDED`; a machine is gone with the test's process, however that ends.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import psutil

NETWORK = "198.18.77"  # of the block for trials of networks (RFC 2544): nobody's
HERE = f"{NETWORK}.254"
NEEDED = ("ip", "nsenter", "setpriv", "unshare")
IDLE = 'hostname "$0"; while :; do sleep 600; done'  # its first process: adopts orphans, and the machine ends with it
PATIENCE_SECONDS = 30


def missing_for_machines() -> str:
    """Why there can be none here; empty where they can be made."""
    absent = [program for program in NEEDED if shutil.which(program) is None]
    if absent:
        return f"machines on one host need {', '.join(absent)}"
    return "" if os.geteuid() == 0 else "only root makes machines on one host"


@dataclass
class Machine:
    """One machine while it is up; `first` is its first process as the host sees it."""

    name: str
    address: str
    folder: Path
    port: str
    holder: "subprocess.Popen[bytes]"
    first: int
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def command(self, *words: str) -> list[str]:
        """A command there, with its processes, as the host has to give it."""
        return [*self._entering("--net", "--uts", "--pid", "--mount"), *words]

    def on_its_network(self, *options: str) -> list[str]:
        """What goes before a command that shall only have its network; it stays the same process."""
        return self._entering("--net", *options)

    def do(self, *words: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """Have it done there; what it said."""
        return subprocess.run(
            self.command(*words), env=self._environment(environment), capture_output=True, text=True, check=False
        )

    def start(
        self, *words: str, environment: Mapping[str, str] | None = None, log: str = "log"
    ) -> "subprocess.Popen[bytes]":
        """Begin something there that lasts."""
        with (self.folder / log).open("ab") as file:
            begun = subprocess.Popen(
                self.command(*words), env=self._environment(environment), stdout=file, stderr=file, umask=0o022
            )
        self.started.append(begun)
        return begun

    def processes(self) -> list[psutil.Process]:
        """All that run there, as the host sees them; none where it was lost."""
        if self.holder.poll() is not None:
            return []
        begun = [one.pid for one in self.started if one.poll() is None]
        return [below for pid in (self.first, *begun) for below in psutil.Process(pid).children(recursive=True)]

    def lose(self) -> None:
        """Everything there ends at once, as when the power fails; no connection is closed in order."""
        if self.holder.poll() is not None:
            return
        _call("ip", "link", "delete", self.port)
        for begun in (self.holder, *self.started):
            begun.kill()  # what entered is gone already, or stopped with what a test stopped
            begun.wait(PATIENCE_SECONDS)

    @property
    def said(self) -> str:
        return "\n".join(f"{log.parent.name}/{log.name}: {log.read_text()[-2000:]}" for log in self.folder.glob("*log"))

    def _entering(self, *options: str) -> list[str]:
        return ["nsenter", f"--target={self.first}", *options, "--"]

    def _environment(self, environment: Mapping[str, str] | None) -> dict[str, str]:
        return {**(os.environ if environment is None else environment), "TMPDIR": str(self.folder / "tmp")}


class Network:
    """The machines that can reach each other; the host is at `HERE`."""

    def __init__(self, folder: Path, bridge: str) -> None:
        self._folder = folder
        self._bridge = bridge
        self._machines: dict[str, Machine] = {}

    def machine(self, name: str) -> Machine:
        """Start a machine; one of that name that was lost comes back at its address."""
        known = self._machines.get(name)
        address = known.address if known else f"{NETWORK}.{len(self._machines) + 1}"
        folder = self._folder / name
        (folder / "tmp").mkdir(parents=True, exist_ok=True)
        spaces = ("--net", "--uts", "--pid", "--mount-proc", "--kill-child")
        holder = subprocess.Popen(["setpriv", "--pdeathsig=KILL", "unshare", *spaces, "sh", "-c", IDLE, name])
        port = f"{self._bridge}{address.rpartition('.')[2]}"
        machine = Machine(name, address, folder, port, holder, _only_child(holder))
        self._machines[name] = machine
        self._connect(machine)
        return machine

    def lose_all(self) -> None:
        for machine in self._machines.values():
            machine.lose()

    def _connect(self, machine: Machine) -> None:
        inside = machine.on_its_network()
        _call("ip", "link", "add", machine.port, "type", "veth", "peer", "name", "eth0", "netns", str(machine.first))
        _call("ip", "link", "set", machine.port, "master", self._bridge, "up")
        _call(*inside, "ip", "address", "add", f"{machine.address}/24", "dev", "eth0")
        _call(*inside, "ip", "link", "set", "eth0", "up")
        _call(*inside, "ip", "link", "set", "lo", "up")


@contextmanager
def network(folder: Path) -> Iterator[Network]:
    """A network of machines; they and it are gone after the block."""
    bridge = f"ucj{token_hex(3)}"
    with ExitStack() as stack:
        _call("ip", "link", "add", bridge, "type", "bridge")
        stack.callback(_call, "ip", "link", "delete", bridge)
        _call("ip", "address", "add", f"{HERE}/24", "dev", bridge)
        _call("ip", "link", "set", bridge, "up")
        made = Network(folder, bridge)
        stack.callback(made.lose_all)
        yield made


def _only_child(holder: "subprocess.Popen[bytes]") -> int:
    """Its process id, once its namespaces are complete: the first process has begun to idle."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and holder.poll() is None:
        for child in psutil.Process(holder.pid).children():
            if child.name() == "sh" and child.children():
                return child.pid
        time.sleep(0.02)
    raise AssertionError("no machine could be started: unshare failed")


def _call(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
