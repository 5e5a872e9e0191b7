"""The UI of Prefect's server over the server of the session, and two runs of a home in it."""

import gzip
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

DAYS = date(2026, 1, 31), date(2026, 2, 28)
NIK, NAME, KPJ = "7205011708900003", "SITI PERCOBAAN", "12345678901"
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR"
BRANCHES = "code,name,regional_office,feeds,regions\nK01,Buol,Sulawesi,enrolment,\nK02,Palu,Sulawesi,enrolment,\n"
ISSUER = "BPS,Badan Pusat Statistik,,eligible,\n"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The UI's address, and the runs in it: ids by as-of date."""

    address: str
    home: Path
    runs: dict[date, str]


def extract(people: int, *, month: str, bad: int) -> str:
    rows = [f"720501170890{number:04d};{KPJ[:-4]}{number:04d}" for number in range(1, people + 1)]
    rows += [f"{NIK[:12]}0000;{KPJ}"] * bad
    return "\n".join([HEADER, *(f"{row};{NAME};PU;01/03/2020;{month}" for row in rows)]) + "\n"


def deliver(home: Path, folder: str, name: str, content: bytes) -> None:
    place = home / "inbox" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)


@pytest.fixture(scope="module")
def shown(prefect_server: None, few_regions: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """K01 delivers twice, the second time with a bad row; K02 never does."""
    from flows.run_daily import run_daily

    home = tmp_path_factory.mktemp("home")
    (home / "branches.csv").write_text(BRANCHES + ISSUER)
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", b"KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n")
    runs = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_HOME", str(home))
        patch.setenv("UCJ_SETTLE_SECONDS", "0.05")
        patch.setenv("UCJ_PUBLIC_URL", "https://ucj.contoh.go.id/")
        for number, day in enumerate(DAYS):
            content = extract(40 + 20 * number, month=f"{day:%m-%Y}", bad=number).encode()
            deliver(home, "K01", f"PESERTA_K01_{day:%Y%m%d}.csv.gz", gzip.compress(content, mtime=0))
            runs[day] = run_daily(as_of=day).record()["flow_run"]["id"]
    with served_ui() as address:
        yield Shown(address=address, home=home, runs=runs)


class served_ui:  # noqa: N801 - used as a context
    """Prefect's own application of the UI on a free port, talking to the API of the session."""

    def __enter__(self) -> str:
        import uvicorn
        from prefect.server.api.server import create_ui_app
        from prefect.settings import PREFECT_API_URL, PREFECT_UI_API_URL, temporary_settings

        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self._settings = temporary_settings({PREFECT_UI_API_URL: str(PREFECT_API_URL.value())})
        self._settings.__enter__()
        self._server = uvicorn.Server(uvicorn.Config(create_ui_app(ephemeral=False), log_level="error"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._settings.__exit__(None, None, None)
        self._listening.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: `SCREENSHOTS=<folder>` keeps them for a look."""
    kept = os.environ.get("SCREENSHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(exist_ok=True)
    return folder
