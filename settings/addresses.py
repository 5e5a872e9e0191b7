"""What holds for every address of a service: TLS, but on this machine, and no credentials within."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_safe_endpoint(address: str) -> bool:
    """Whether nobody on the way can read what is sent there, and the address holds no user or password."""
    given = urlsplit(address)
    is_private = given.scheme == "https" or (given.scheme == "http" and given.hostname in LOOPBACK)
    return is_private and bool(given.hostname) and given.username is None and given.password is None
