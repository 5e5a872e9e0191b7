"""The reason why a file is refused or held."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A file that is not taken: the code of a rule in `contracts.file_rules`, and a detail without values."""

    code: str
    detail: str = ""
