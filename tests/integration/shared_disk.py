"""A folder shared by machines over their network, by GlusterFS: each mounts it itself, and locks go over it."""

import shutil
from pathlib import Path

from tests.integration.machines import Machine

PORT = 24007
SERVED = """
volume disk
  type storage/posix
  option directory {folder}
end-volume
volume shared
  type features/locks
  subvolumes disk
end-volume
volume server
  type protocol/server
  option transport-type tcp
  option transport.socket.bind-address {address}
  option transport.socket.listen-port {port}
  option auth.addr.shared.allow *
  subvolumes shared
end-volume
"""
MOUNTED = """
volume shared
  type protocol/client
  option transport-type tcp
  option remote-host {address}
  option remote-port {port}
  option remote-subvolume shared
  option ping-timeout 10
end-volume
"""


def missing_for_sharing() -> str:
    """Why nothing can be shared here; empty where it can."""
    if shutil.which("glusterfsd") is None:
        return "a shared disk needs glusterfsd (Debian: glusterfs-server)"
    return "" if Path("/dev/fuse").exists() else "a shared disk needs /dev/fuse"


def share(machine: Machine, folder: Path) -> None:
    """Have a machine serve a folder of its own."""
    recipe = machine.folder / "served.vol"
    recipe.write_text(SERVED.format(folder=folder, address=machine.address, port=PORT))
    machine.start("glusterfsd", "--no-daemon", f"--volfile={recipe}", f"--log-file={machine.folder / 'served.log'}")


def mount(machine: Machine, served_by: Machine, place: Path) -> None:
    """Have a machine mount what another serves; the host does not see it there."""
    recipe = machine.folder / "mounted.vol"
    recipe.write_text(MOUNTED.format(address=served_by.address, port=PORT))
    log = f"--log-file={machine.folder / 'mounted.log'}"
    done = machine.do("glusterfs", f"--volfile={recipe}", log, str(place))
    assert done.returncode == 0, done.stderr
    seen = machine.do("findmnt", "--noheadings", "--output=FSTYPE", str(place))
    assert seen.stdout.strip() == "fuse.glusterfs", machine.said
