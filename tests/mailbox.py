"""A local mail server that keeps what it is sent."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Mailbox:
    """Takes mail; `port` is where its server listens."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        return "250 OK"

    def read(self) -> Iterator[bytes]:
        """Every mail as it came, then its text."""
        for envelope in self.got:
            assert isinstance(envelope.content, bytes)
            yield envelope.content
            mail = message_from_bytes(envelope.content, policy=policy.default)
            yield "\n".join(
                part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
            ).encode()


@contextmanager
def serving_mail(**guards: Any) -> Iterator[Mailbox]:
    """A server that takes mail on loopback; guards: what its controller asks of those who send."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **guards)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
