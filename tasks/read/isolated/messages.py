"""Messages between a run and a reader's process: JSON with open files beside it, over a socket."""

import json
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any

LENGTH = struct.Struct("!Q")
MOST_FILES = 2


class Closed(Exception):
    """The other side is gone."""


def send(connection: socket.socket, message: Mapping[str, Any], *, files: Sequence[int] = ()) -> None:
    """Send a message, and open files by their descriptors. Raises `Closed`."""
    body = json.dumps(message).encode()
    try:
        if files:
            socket.send_fds(connection, [LENGTH.pack(len(body))], files)
        else:
            connection.sendall(LENGTH.pack(len(body)))
        connection.sendall(body)
    except (BrokenPipeError, ConnectionResetError) as fault:
        raise Closed from fault


def receive(connection: socket.socket) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The next message, and descriptors of the files that came with it. Raises `Closed`, `TimeoutError`."""
    try:
        head, files, _, _ = socket.recv_fds(connection, LENGTH.size, MOST_FILES)
        head += _exactly(connection, LENGTH.size - len(head)) if head else b""
        if not head:
            raise Closed
        body = _exactly(connection, *LENGTH.unpack(head))
    except ConnectionResetError as fault:
        raise Closed from fault
    for opened in files:
        os.set_inheritable(opened, False)
    message: dict[str, Any] = json.loads(body)
    return message, tuple(files)


def _exactly(connection: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = connection.recv(min(size - len(pieces), 1 << 20))
        if not piece:
            raise Closed
        pieces += piece
    return bytes(pieces)
