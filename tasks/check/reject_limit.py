"""How many bad rows a branch may send before its file is refused whole."""

from pathlib import Path

from tasks.receive.branches import load_branches


def max_reject_share_of(branch: str, *, branch_list: Path, usual: float) -> float:
    """The share in the branch list, else the usual one; 0 refuses a file with any bad row, 1 refuses none."""
    listed = (load_branches(branch_list) or {}).get(branch)
    own = listed.max_reject_share if listed else None
    return usual if own is None else own
