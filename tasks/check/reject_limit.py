"""How many bad rows a branch may send before its file is refused whole."""

from settings import Settings
from tasks.receive.branches import load_branches


def max_reject_share_of(branch: str, *, settings: Settings) -> float:
    """The share in the branch list, else the setting; 0 refuses a file with any bad row, 1 refuses none."""
    listed = (load_branches(settings.branches_path) or {}).get(branch)
    own = listed.max_reject_share if listed else None
    return settings.max_reject_share if own is None else own
