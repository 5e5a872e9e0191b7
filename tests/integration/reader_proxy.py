"""The proxy for readers as `deployments/nginx/ucj-readers.conf` sets it up, before a server of a test."""

import base64
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "deployments" / "nginx" / "ucj-readers.conf"
READER = ("siti", "pembaca")
HASHED = "siti:{PLAIN}pembaca\n"  # as nginx takes it, besides real hashes
PATIENCE_SECONDS = 20


@contextmanager
def proxied(folder: Path, *, port: int, login: str, home: Path | None = None) -> Iterator[str]:
    """The address for readers of the server at a port, and of what a home shows.

    Skips loudly without nginx, and fails where `CI` is set.
    """
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PROXY FOR READERS NOT TESTED: nginx is missing")
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "ucj_readers").write_text(HASHED)
    known = base64.b64encode(login.encode()).decode()
    (folder / "ucj_login").write_text(f'proxy_set_header Authorization "Basic {known}";\n')
    (folder / "nginx.conf").write_text(_configuration(folder, address=address, port=port, home=home or folder))
    with (folder / "log").open("wb") as log:
        command = [nginx, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(f"http://{address}", running, folder / "log")
        yield f"http://{address}"
    finally:
        running.terminate()
        running.wait(PATIENCE_SECONDS)


def _configuration(folder: Path, *, address: str, port: int, home: Path) -> str:
    """The example, without TLS, at another place, in a whole configuration."""
    example = re.sub(r"(?m)^ *ssl_.*\n", "", EXAMPLE.read_text())
    assert example.count("listen 443 ssl;") == 1
    example = example.replace("listen 443 ssl;", f"listen {address};")
    example = example.replace("127.0.0.1:4200", f"127.0.0.1:{port}").replace("/etc/nginx", str(folder))
    example = example.replace("/srv/ucj/", f"{home}/")
    user = "user root;" if os.geteuid() == 0 else ""  # whose folder it is
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""{user} daemon off; pid {folder}/pid; events {{}}
http {{ access_log off; default_type text/plain; {places}
{example} }}
"""


def _wait(address: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        with suppress(httpx.HTTPError):
            httpx.get(address, timeout=5)
            return
        time.sleep(0.1)
    pytest.fail(f"nginx does not answer: {log.read_text()}")
