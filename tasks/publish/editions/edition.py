"""What tells the two editions of a release apart: where they lie, who may read them, how each file says so."""

from dataclasses import dataclass

from warehouse.figures.schema import Text


@dataclass(frozen=True, kw_only=True)
class Edition:
    """folder: below the home. mark: the beginning of the name of each file of figures. title: added to titles, where
    the edition is to be told apart; label: the same in a word. The modes are those of a release that the gate let pass.
    """

    name: str
    folder: str
    mark: str
    title: Text | None
    label: str
    folder_mode: int
    file_mode: int

    def file_name(self, name: str) -> str:
        """The name, or the path, of a file of figures in this edition."""
        folder, slash, last = name.rpartition("/")
        return f"{folder}{slash}{self.mark}{last}"


RESTRICTED_MARK = Text(
    id="TERBATAS, memuat angka kecil yang dapat mengenali orang; jangan diteruskan atau diterbitkan",
    en="RESTRICTED, holds small counts from which people can be recognised; do not pass on or publish",
)
PUBLIC = Edition(name="public", folder="published", mark="", title=None, label="", folder_mode=0o755, file_mode=0o644)
RESTRICTED = Edition(
    name="restricted",
    folder="restricted",
    mark="restricted-",
    title=RESTRICTED_MARK,
    label="TERBATAS / RESTRICTED",
    folder_mode=0o750,
    file_mode=0o640,
)
