"""`ucj serve` as a process of a test, its API, and files dropped into its inbox."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil

from deployments.server.environment import prefect_environment
from settings import Settings
from tests.integration.ask_prefect import ask_prefect

PATIENCE_SECONDS = 300
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_DESA;KODE_KAB_KERJA"
Found = TypeVar("Found")


@dataclass
class Served:
    """A home that is served on a port of its own."""

    home: Path
    port: int
    auth: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def login(self) -> str:
        """As it is set, else as it was made."""
        return self.auth or (self.home / "secret" / "ucj_server_auth").read_text().strip()

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
        return {
            **kept,
            "UCJ_HOME": str(self.home),
            "UCJ_SERVER__PORT": str(self.port),
            "UCJ_SETTLE_SECONDS": "0.2",
            "UCJ_SERVER__AUTH": self.auth,
            **self.extra,
        }

    @property
    def said(self) -> str:
        logs = [self.home.parent / "serve.log", *(self.home / "prefect").glob("*.log")]
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in logs if log.exists())

    def start(self) -> None:
        with (self.home.parent / "serve.log").open("ab") as log:
            command = [sys.executable, "-m", "deployments", "serve"]
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, umask=0o002)

    def python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A module of Python, with this server."""
        environment = {**self.environment, **self.prefect, "PREFECT_API_URL": f"{self.url}/api"}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @property
    def prefect(self) -> dict[str, str]:
        settings = Settings(home=self.home, server={"port": self.port, "auth": self.auth})
        return dict(prefect_environment(settings))

    def api(self, path: str, content: dict[str, Any] | list[Any] | None = None, *, method: str = "POST") -> Any:
        return ask_prefect(self.url, path, content or {}, auth=self.login, method=method)

    def get(self, path: str, **parameters: str) -> Any:
        known = httpx.BasicAuth(*self.login.split(":", 1))
        found = httpx.get(f"{self.url}/api/{path}", params=parameters, auth=known, timeout=60)
        return found.raise_for_status().json()

    def deployments(self) -> dict[str, dict[str, Any]]:
        return {found["name"]: found for found in self.api("deployments/filter")}

    def runs(self, name: str, *, states: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Runs of a deployment that were due, in order; of all states or of some."""
        condition: dict[str, Any] = {
            "deployments": {"name": {"any_": [name]}},
            "flow_runs": {"expected_start_time": {"before_": datetime.now(UTC).isoformat()}},
            "sort": "EXPECTED_START_TIME_ASC",
        }
        if states:
            condition["flow_runs"]["state"] = {"type": {"any_": list(states)}}
        found: list[dict[str, Any]] = self.api("flow_runs/filter", condition)
        return found

    def run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"flow_runs/{run_id}")
        return found

    def begin(self, name: str, parameters: dict[str, object] | None = None) -> str:
        deployment = self.deployments()[name]["id"]
        return str(self.api(f"deployments/{deployment}/create_flow_run", {"parameters": parameters or {}})["id"])

    def wait_for(self, look: Callable[[], Found]) -> Found:
        """Look until there is something; fail with what the services said."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            ended = self.process is not None and self.process.poll() is not None
            with suppress(httpx.HTTPError):
                if found := look():
                    return found
            if ended:
                raise AssertionError(f"ucj serve ended: {self.said}")
            time.sleep(0.3)
        raise AssertionError(f"nothing was seen within {PATIENCE_SECONDS} s: {self.said}")

    def services(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def service(self, *words: str) -> psutil.Process:
        """The process whose command has these words."""
        return self.wait_for(lambda: [one for one in self.services() if set(words) <= set(command_of(one))])[0]

    def end(self, by: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(by)
        return self.process.wait(PATIENCE_SECONDS)

    def kill_all(self) -> None:
        """As when the machine goes down."""
        assert self.process is not None
        whole = [psutil.Process(self.process.pid), *self.services()]
        for process in whole:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(whole, timeout=30)
        self.process.wait()

    def ready(self) -> None:
        """Wait until everything is up."""
        self.wait_for(lambda: "watching" in (self.home.parent / "serve.log").read_text())


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@contextmanager
def serving(folder: Path, *, auth: str = "", **extra: str) -> Iterator[Served]:
    """A fresh home below a folder, served; nothing of it is left behind."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Served(folder / "home", port, auth, extra)
    (served.home / "inbox").mkdir(parents=True)
    served.start()
    try:
        served.ready()
        yield served
    finally:
        if served.process is not None and served.process.poll() is None:
            served.kill_all()


def drop(home: Path, branch: str, *, people: int = 20, first: int = 1, date: str = "20260131") -> None:
    """A good extract of a branch."""
    lines = [HEADER]
    for number in range(first, first + people):
        nik, kpj = f"720501170890{number:04d}", f"1234567{number:04d}"
        lines.append(f"{nik};{kpj};SITI PERCOBAAN;PU;01/03/2020;01-2026;72.05.01.2001;7271")
    place = home / "inbox" / branch / f"PESERTA_{branch}_{date}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("\n".join(lines) + "\n")


def statuses(home: Path, branch: str) -> list[str]:
    """What the receipts of a branch say."""
    receipts = sorted((home / "outbox" / branch).glob("S*/receipt.json"))
    return [json.loads(receipt.read_text())["status"] for receipt in receipts]
