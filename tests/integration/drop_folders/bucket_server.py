"""An S3 service on loopback (moto), and what may go wrong with it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

KEY_ID, SECRET = "AKIAPERCOBAAN", "rahasia-sekali"
NUMBERS = count(1)


@dataclass
class BucketFaults:
    """unavailable: so many requests are answered 503. cut_after: bytes of an object, then the connection ends.

    cut_in: part of the path of objects that are cut. denied: method with a part of the path. on_copy: called before an
    object is copied. heedless: a write is done whatever its condition. pause_seconds: before each answer. lost: so many
    writes are done, and answered 503. refused_writes: so many writes are answered so instead of being done.
    """

    unavailable: int = 0
    cut_after: int | None = None
    cut_in: str = "inbox"
    heedless: bool = False
    pause_seconds: float = 0.0
    lost: int = 0
    refused_writes: tuple[int, str] = (0, "")
    denied: set[tuple[str, str]] = field(default_factory=set)
    on_copy: Callable[[], None] | None = None


@dataclass
class BucketServer:
    """A bucket of its own at the service."""

    port: int
    bucket: str
    client: Any
    faults: BucketFaults

    @property
    def endpoint(self) -> str:
        """Address of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """As in the settings."""
        return f"s3://{self.bucket}/ucj"

    @property
    def secret(self) -> str:
        """As in the file of the credentials."""
        return f"access_key_id={KEY_ID}\nsecret_access_key={SECRET}\n"

    def drop(self, folder: str, name: str, content: str | bytes) -> None:
        """What a branch does."""
        data = content.encode() if isinstance(content, str) else content
        self.client.put_object(Bucket=self.bucket, Key=f"ucj/inbox/{folder}/{name}", Body=data)

    def content(self, part: str = "") -> dict[str, bytes]:
        """Objects below a part of the prefix."""
        prefix = f"ucj/{part}".rstrip("/") + "/"
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", ())
        bodies = {one["Key"]: self.client.get_object(Bucket=self.bucket, Key=one["Key"])["Body"] for one in found}
        return {key.removeprefix(prefix): body.read() for key, body in bodies.items()}


def _instead_of_writing(faults: BucketFaults, write: Callable[[], object]) -> str:
    """What a write is answered in place of how it went; empty where nothing is wrong with it."""
    left, status = faults.refused_writes
    if left:
        faults.refused_writes = left - 1, status
        return status
    if faults.lost:
        faults.lost -= 1
        write()
        return "503 Slow Down"
    return ""


@contextmanager
def running_bucket() -> Iterator[BucketServer]:
    """The service in a thread, with an empty bucket."""
    faults = BucketFaults()
    service = DomainDispatcherApplication(create_backend_app)

    def with_faults(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if environ.get("HTTP_USER_AGENT", "").startswith("Boto3"):  # the test itself
            return service(environ, start)
        if faults.unavailable:
            faults.unavailable -= 1
            start("503 Slow Down", [("Content-Length", "0")])
            return [b""]
        if any(method == verb and part in path for verb, part in faults.denied):
            body = b"<Error><Code>AccessDenied</Code></Error>"
            start("403 Forbidden", [("Content-Length", f"{len(body)}"), ("Content-Type", "application/xml")])
            return [body]
        if faults.on_copy and "HTTP_X_AMZ_COPY_SOURCE" in environ:
            faults.on_copy()
        if method == "PUT" and (status := _instead_of_writing(faults, lambda: list(service(environ, lambda *_: None)))):
            start(status, [("Content-Length", "0")])
            return [b""]
        if faults.heedless:
            environ.pop("HTTP_IF_NONE_MATCH", None)
        time.sleep(faults.pause_seconds)
        answer = service(environ, start)
        if method == "GET" and faults.cut_after is not None and faults.cut_in in path:
            return [b"".join(answer)[: faults.cut_after]]
        return answer

    server = make_server("127.0.0.1", 0, with_faults, threaded=True)
    server.log = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{server.port}",
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
    bucket = f"kantor-{next(NUMBERS)}"
    client.create_bucket(Bucket=bucket)
    try:
        yield BucketServer(server.port, bucket, client, faults)
    finally:
        client.close()
        server.shutdown()
        server.server_close()
        thread.join(30)
