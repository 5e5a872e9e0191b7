"""What can be wrong with a drop folder, in words that say what to do; nothing that a server wrote is repeated."""

from enum import StrEnum

from warehouse.errors import UcjError, kind_and_place


class FaultCode(StrEnum):
    """Kinds of faults, as the run summary, the log and alarms name them."""

    NOT_INSTALLED = "NOT_INSTALLED"
    NO_CREDENTIALS = "NO_CREDENTIALS"
    CREDENTIALS_UNFIT = "CREDENTIALS_UNFIT"
    HOST_KEY = "HOST_KEY"
    LOGIN_REFUSED = "LOGIN_REFUSED"
    UNREACHABLE = "UNREACHABLE"
    CUT = "CUT"
    NO_INBOX = "NO_INBOX"
    NOT_ALLOWED = "NOT_ALLOWED"
    TIME_LIMIT = "TIME_LIMIT"
    BUSY = "BUSY"
    STORING = "STORING"
    OTHER = "OTHER"


AT_ONCE = frozenset({FaultCode.HOST_KEY})  # an alarm that does not wait: somebody may stand in between


class DropFolderFault(UcjError):
    """A visit could not be made or went no further; what was fetched before stays."""

    def __init__(self, code: FaultCode, says: str, do: str) -> None:
        self.code, self.says, self.do = code, says, do
        super().__init__(f"{says} {do}")


class ChangedRemotely(Exception):
    """A file is not the one any more that a look saw: it grew, was replaced, or went."""


class NotAllowedRemotely(Exception):
    """The account may not do this with one file or folder; others may go well."""


def not_installed(package: str) -> DropFolderFault:
    """The extra with the client is missing."""
    return DropFolderFault(
        FaultCode.NOT_INSTALLED,
        f"{package} is not installed.",
        "Install the extra: pip install 'ucj[remote]'.",
    )


def unreachable(where: str) -> DropFolderFault:
    """No connection, or nobody who answers."""
    return DropFolderFault(
        FaultCode.UNREACHABLE,
        f"{where} does not answer.",
        "Look at name, port, network and firewall, or ask who runs the server; visits go on by themselves.",
    )


def cut(where: str) -> DropFolderFault:
    """The connection ended in the middle."""
    return DropFolderFault(
        FaultCode.CUT,
        f"The connection to {where} was cut.",
        "Nothing is lost: the next visit goes on. Look at the network if it happens again.",
    )


def time_limit(seconds: float) -> DropFolderFault:
    """The whole visit took too long."""
    return DropFolderFault(
        FaultCode.TIME_LIMIT,
        f"The visit was not done within {seconds:g} s.",
        "The next one goes on; raise visit_seconds where a single file takes longer.",
    )


def no_inbox(path: str) -> DropFolderFault:
    """The server has no folder in which branches could put anything."""
    return DropFolderFault(
        FaultCode.NO_INBOX,
        f"There is no folder {path}.",
        "Make it there, with one folder for each branch below it, or correct url.",
    )


def not_allowed(path: str) -> DropFolderFault:
    """The account may not even look."""
    return DropFolderFault(
        FaultCode.NOT_ALLOWED,
        f"The account may not list {path}.",
        "Give it the right to read that folder and those below it.",
    )


def unforeseen(error: BaseException) -> DropFolderFault:
    """Anything else, without its text, which may be that of a server."""
    return DropFolderFault(
        FaultCode.OTHER,
        f"The visit ended by {kind_and_place(error)}.",
        "Ask who runs the server what it runs; if it stays so, it is a fault of the program.",
    )
