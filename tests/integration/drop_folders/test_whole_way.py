"""A file that a branch puts on the server becomes a figure, and the branch reads its receipt there."""

import asyncio
import json
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import asyncssh
import polars as pl
import pytest

from deployments.commands.run.run import summary_text
from deployments.inbox.watcher import watch_inbox
from settings import Settings
from tests.conftest import RunDay
from tests.integration.drop_folders.home import NAME, RemoteHome
from tests.integration.drop_folders.sftp_server import USER, SftpServer
from tests.integration.inbox import JANUARY, extract

pytestmark = pytest.mark.usefixtures("few_regions", "quick_release")

ELIGIBLE = "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n"
PATIENCE_SECONDS = 60.0


class BranchClient:
    """A branch with an SFTP client."""

    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def put(self, place: str, content: str) -> None:
        async def put(sftp: asyncssh.SFTPClient) -> None:
            await sftp.makedirs(f"/ucj/{Path(place).parent}", exist_ok=True)
            async with sftp.open(f"/ucj/{place}", "w") as file:
                await file.write(content)

        asyncio.run(self._do(put))

    def read_all(self, pattern: str) -> list[str]:
        found: list[str] = []

        async def read(sftp: asyncssh.SFTPClient) -> None:
            with suppress(asyncssh.SFTPNoSuchFile):  # nothing matches yet
                for path in await sftp.glob(f"/ucj/{pattern}"):
                    async with sftp.open(path, "r") as file:
                        found.append(str(await file.read()))

        asyncio.run(self._do(read))
        return found

    async def _do(self, work: object) -> None:
        server = self._server
        keys = [asyncssh.import_private_key(server.client_key)]
        options = {"username": USER, "client_keys": keys, "known_hosts": None, "config": None, "agent_path": None}
        async with (
            asyncssh.connect("127.0.0.1", server.port, **options) as connection,
            connection.start_sftp_client() as sftp,
        ):
            await work(sftp)  # type: ignore[operator]


@pytest.fixture
def branch(sftp: SftpServer) -> BranchClient:
    return BranchClient(sftp)


def test_a_file_becomes_a_figure_and_its_receipt_comes_back(
    remote: RemoteHome, branch: BranchClient, run_day: RunDay
) -> None:
    branch.put(f"inbox/K01/{NAME}", extract(40, bad=2))
    branch.put("inbox/BPS/PEKERJA_BPS_20260101.csv", ELIGIBLE)
    branch.put("inbox/K02/CEK_PESERTA_K02_20260131.csv", extract(5))
    summary = run_day(remote.home, JANUARY)
    assert summary["ending"] == "published"
    coverage = pl.read_csv(remote.home / "published" / "current" / "ucj_coverage.csv", infer_schema=False)
    buol = coverage.filter(pl.col("region_code") == "72.05", pl.col("basis") == "nik")
    assert (buol["active"].item(), buol["eligible"].item()) == ("40", "150")
    (receipt,) = (json.loads(text) for text in branch.read_all(f"outbox/K01/*_{NAME}/receipt.json"))
    assert (receipt["status"], receipt["rows"]["accepted"]) == ("accepted_with_rejects", 40)
    assert len(branch.read_all("outbox/K02/CEK_PESERTA_K02_20260131.csv/receipt.json")) == 1
    assert remote.there("inbox") == {}
    assert sorted(path.split("/")[0] for path in remote.there("processed")) == ["BPS", "K01", "K02"]
    assert [(one["name"], one["fetched"], one["fault"]) for one in summary["drop_folders"]] == [
        ("kanwil", 3, None),
        ("kanwil", 0, None),
    ]
    _assert_the_key_is_in_nothing_else(remote)
    again = run_day(remote.home, JANUARY)
    assert (again["ending"], again["submissions"]) == ("nothing_new", [])


def test_a_run_goes_on_without_a_server_and_says_what_to_do(remote: RemoteHome, run_day: RunDay) -> None:
    text = (remote.home / "ucj.toml").read_text()
    (remote.home / "ucj.toml").write_text(text.replace(f":{remote.server.port}/", ":9/"))
    (remote.home / "inbox" / "K01" / NAME).write_text(extract(40))
    summary = run_day(remote.home, JANUARY)
    assert [one["status"] for one in summary["submissions"]] == ["accepted"]
    paths = dict.fromkeys(("outbox", "published"), "")
    told = summary_text({**summary, "paths": paths})
    assert "note: Drop folder kanwil: 127.0.0.1:9 does not answer. Look at name, port, network" in told
    assert summary["drop_folders"][0]["fault"]["code"] == "UNREACHABLE"


def _assert_the_key_is_in_nothing_else(remote: RemoteHome) -> None:
    secret = remote.home / "secret" / "ucj_drop_folder_kanwil"
    lines = [line for line in remote.server.client_key.splitlines() if len(line) > 40 and "---" not in line]
    assert lines != []
    for path in remote.home.rglob("*"):
        if path.is_file() and path != secret:
            content = path.read_bytes()
            assert [line for line in lines if line.encode() in content] == [], path


def test_the_watcher_visits_takes_and_answers(
    remote: RemoteHome, branch: BranchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any run, and without a Prefect server."""
    monkeypatch.setenv("UCJ_DROP_FOLDERS_SECONDS", "1")
    monkeypatch.setenv("UCJ_POLL_SECONDS", "0.2")
    branch.put(f"inbox/K01/{NAME}", extract(5))
    stop = Event()
    watcher = Thread(
        target=watch_inbox, args=(Settings(),), kwargs={"stop": stop, "request": lambda: True}, daemon=True
    )
    watcher.start()
    until = time.monotonic() + PATIENCE_SECONDS
    try:
        while not (told := branch.read_all(f"outbox/K01/*_{NAME}/receipt.json")) and time.monotonic() < until:
            time.sleep(0.2)
        while remote.there("inbox") and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        stop.set()
        watcher.join(PATIENCE_SECONDS)
    assert [json.loads(text)["status"] for text in told] == ["received"]
    assert remote.there("inbox") == {}
