"""Notes as an operator gives them on the command line: why something was decided."""

from warehouse.errors import OperatorError

NOTE_LENGTH = 500


def fitting_note(note: str) -> str:
    """The note on one line; raises `OperatorError` when it is too long."""
    plain = " ".join(note.split())
    if len(plain) > NOTE_LENGTH:
        raise OperatorError(f"The note is longer than {NOTE_LENGTH} characters: shorten it.")
    return plain
