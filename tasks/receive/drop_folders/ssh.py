"""Reach an SSH server and be sure of it: one key, pinned host keys, no agent, no password, no other settings."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncssh

from settings import DropFolderSettings
from settings.drop_folders import SFTP_PORT
from tasks.receive.drop_folders.faults import DropFolderFault, FaultCode, unreachable

HOST_KEY_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
                  "rsa-sha2-512", "rsa-sha2-256")  # fmt: skip
CLOSING_SECONDS = 5.0


@asynccontextmanager
async def sftp_client(folder: DropFolderSettings, private_key: str) -> AsyncIterator[tuple[Any, str]]:
    """A client whose paths are bytes, and host and port as they are shown; raises `DropFolderFault`."""
    key = _key(folder, private_key)
    parts = folder.parts
    where = f"{parts.hostname}:{parts.port or SFTP_PORT}"
    shown: list[str] = []  # fingerprints that the server showed and nobody pinned
    with _connecting(folder, where, shown):
        connection = await asyncssh.connect(
            parts.hostname or "",
            parts.port or SFTP_PORT,
            username=parts.username or "",
            client_keys=[key],
            client_factory=lambda: _pinning_client(frozenset(folder.host_keys), shown),
            known_hosts=([], [], []),
            server_host_key_algs=HOST_KEY_KINDS,
            preferred_auth=("publickey",),
            agent_path=None,
            password=None,
            config=None,
            gss_host=None,
            x509_trusted_certs=None,
            connect_timeout=folder.answer_seconds,
            login_timeout=folder.answer_seconds,
            keepalive_interval=folder.answer_seconds,
        )
        try:
            opening = connection.start_sftp_client(path_encoding=None)
            client = await asyncio.wait_for(opening, folder.answer_seconds)
        except BaseException:
            connection.abort()
            raise
    try:
        yield client, where
    finally:
        connection.abort()  # whatever is finished was answered; a server may not keep us
        with suppress(Exception):
            await asyncio.wait_for(connection.wait_closed(), CLOSING_SECONDS)


def _pinning_client(pinned: frozenset[str], shown: list[str]) -> Any:
    class PinningClient(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: Any) -> bool:  # noqa: ARG002
            fingerprint = key.get_fingerprint("sha256")
            if fingerprint not in pinned:
                shown.append(fingerprint)
            return fingerprint in pinned

    return PinningClient()


def _key(folder: DropFolderSettings, private_key: str) -> Any:
    try:
        return asyncssh.import_private_key(private_key)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError):
        raise DropFolderFault(
            FaultCode.CREDENTIALS_UNFIT,
            f"secret/{folder.secret_name} is no private key in OpenSSH's form without a passphrase.",
            "Make one with `ssh-keygen -t ed25519 -N '' -f FILE` and give its .pub to the server.",
        ) from None


@contextmanager
def _connecting(folder: DropFolderSettings, where: str, shown: list[str]) -> Iterator[None]:
    """Errors on the way to a session, as faults."""
    try:
        yield
    except asyncssh.HostKeyNotVerifiable:
        raise DropFolderFault(
            FaultCode.HOST_KEY,
            f"{where} shows the host key {shown[-1] if shown else 'of an unknown kind'}, which is not among host_keys; "
            "nothing was sent.",
            "Ask who runs the server over another way: only if that is its key, add it to host_keys.",
        ) from None
    except asyncssh.PermissionDenied:
        raise DropFolderFault(
            FaultCode.LOGIN_REFUSED,
            f"{where} does not let {folder.parts.username} in with this key.",
            f"Give the server the public half (`ssh-keygen -y -f secret/{folder.secret_name}`), or correct the user.",
        ) from None
    except (TimeoutError, OSError):
        raise unreachable(where) from None
    except asyncssh.Error:
        raise DropFolderFault(
            FaultCode.UNREACHABLE,
            f"{where} did not open an SFTP session.",
            "Ask who runs it whether SFTP is on for this user, with algorithms of today.",
        ) from None
