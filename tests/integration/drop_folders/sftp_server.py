"""An SSH server on loopback that shows one folder by SFTP, and can be told to go wrong."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

from tests.integration.drop_folders.content import content_of

USER = "ucj"


@dataclass
class Faults:
    """What goes wrong. cut_after: bytes that are read before the connection is gone; slow: seconds before each read.

    denied: names of operations (`rename`, `remove`, `open`, `scandir`, `mkdir`) with a part of the path. on_read,
    on_rename: called before it is done.
    """

    cut_after: int | None = None
    slow: float = 0.0
    denied: set[tuple[str, str]] = field(default_factory=set)
    on_read: Callable[[], None] | None = None
    on_rename: Callable[[], None] | None = None
    no_posix_rename: bool = False


@dataclass
class SftpServer:
    """A running server. logins: how often somebody got in; opened: all files that were ever opened."""

    root: Path
    port: int
    host_key: str
    client_key: str
    faults: Faults = field(default_factory=Faults)
    logins: int = 0
    opened: list[Any] = field(default_factory=list)

    @property
    def url(self) -> str:
        """As in the settings."""
        return f"sftp://{USER}@127.0.0.1:{self.port}/ucj"

    @property
    def ucj(self) -> Path:
        """The folder of the url on this machine."""
        return self.root / "ucj"

    def content(self, part: str) -> dict[str, bytes]:
        """Files below a part of that folder."""
        return content_of(self.ucj / part)

    def drop(self, folder: str, name: str | bytes, content: str | bytes, *, at: int = 1_770_000_000) -> Path:
        """What a branch does: a file in its folder, last changed at that second."""
        import os

        place = self.ucj / "inbox" / folder / os.fsdecode(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(place, (at, at))
        return place


def new_key() -> asyncssh.SSHKey:
    """A pair of keys."""
    return asyncssh.generate_private_key("ssh-ed25519")


@contextmanager
def running_sftp(root: Path) -> Iterator[SftpServer]:
    """A server with new keys, in a thread with a loop of its own."""
    host, client = new_key(), new_key()
    server = SftpServer(root, 0, host.get_fingerprint(), client.export_private_key().decode())
    (server.ucj / "inbox").mkdir(parents=True)
    loop = asyncio.new_event_loop()

    class Door(asyncssh.SSHServer):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            self._connection = conn

        def begin_auth(self, username: str) -> bool:
            return True

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            return username == USER and key == client.convert_to_public()

        def auth_completed(self) -> None:
            server.logins += 1

    async def listen() -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Door,
            server_host_keys=[host],
            sftp_factory=lambda chan: FaultySftp(chan, server),
        )

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result(30)
    server.port = acceptor.get_port()

    async def close() -> None:
        acceptor.close()
        await acceptor.wait_closed()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for file in server.opened:  # of connections that were cut
            file.close()

    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


class FaultySftp(asyncssh.SFTPServer):
    """Shows the folder of a server and nothing above it, with its faults."""

    def __init__(self, chan: Any, server: SftpServer) -> None:
        super().__init__(chan, chroot=str(server.root).encode())
        self._served, self._sent = server, 0

    def _refuse(self, operation: str, path: bytes) -> None:
        if any(operation == name and part.encode() in path for name, part in self._served.faults.denied):
            raise asyncssh.SFTPPermissionDenied("denied")

    def open(self, path: bytes, pflags: int, attrs: Any) -> Any:
        self._refuse("open", path)
        file = super().open(path, pflags, attrs)
        self._served.opened.append(file)
        return file

    def read(self, file_obj: Any, offset: int, size: int) -> Any:
        faults = self._served.faults
        if faults.on_read:
            faults.on_read()
        time.sleep(faults.slow)
        self._sent += size
        if faults.cut_after is not None and self._sent > faults.cut_after:
            self.channel.get_connection().abort()
        return super().read(file_obj, offset, size)

    def scandir(self, path: bytes) -> Any:
        self._refuse("scandir", path)
        return super().scandir(path)

    def mkdir(self, path: bytes, attrs: Any) -> Any:
        self._refuse("mkdir", path)
        return super().mkdir(path, attrs)

    def remove(self, path: bytes) -> Any:
        self._refuse("remove", path)
        return super().remove(path)

    def rename(self, oldpath: bytes, newpath: bytes) -> Any:
        self._refuse("rename", oldpath)
        return super().rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> Any:
        self._refuse("rename", oldpath)
        if self._served.faults.on_rename:
            self._served.faults.on_rename()
        if self._served.faults.no_posix_rename:
            raise asyncssh.SFTPOpUnsupported("not here")
        return super().posix_rename(oldpath, newpath)
