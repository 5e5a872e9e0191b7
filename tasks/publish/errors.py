"""What can keep a release from being written; data that look wrong are problems of the gate, not errors."""

from warehouse.errors import UcjError


class ReleaseDamaged(UcjError):
    """A release folder was changed after it was written: move it away and publish again."""


class ReleaseMissing(UcjError):
    """There is no such release folder: publish it first."""


class PointerBlocked(UcjError):
    """`published/current` is a file or folder of somebody else: move it away, then publish again."""
