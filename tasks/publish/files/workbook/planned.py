"""All that a workbook is made from, in one object: by its digest a workbook is known that was made before."""

from dataclasses import astuple, dataclass
from hashlib import sha256

from tasks.publish.files.workbook.front import TextSheet
from tasks.publish.files.workbook.program import PROGRAM
from tasks.publish.files.workbook.sheets import TableSheet
from tasks.publish.files.workbook.writer import write_workbook


@dataclass(frozen=True, eq=False, kw_only=True)
class PlannedWorkbook:
    """What the code that writes a workbook is given, and nothing else: the same gives the same bytes.

    about_rows: a line above each table. label: a word for who may read it, on each sheet; empty = everybody.
    """

    front: tuple[TextSheet, ...]
    sheets: tuple[TableSheet, ...]
    title: str
    about_rows: str
    label: str = ""

    def write(self) -> bytes:
        """The workbook."""
        return write_workbook(self.front, self.sheets, title=self.title, about_rows=self.about_rows, label=self.label)

    def digest(self) -> str:
        """SHA-256 of everything that it is made from, the code that writes it among it."""
        texts = (PROGRAM, self.title, self.about_rows, self.label, [astuple(one) for one in self.front])
        found = sha256(repr(texts).encode())
        for sheet in self.sheets:
            told = (sheet.name, sheet.title, sheet.description, sheet.columns, sheet.rows)
            found.update(sha256(repr(told).encode()).digest() + sha256(sheet.xml.encode()).digest())
        return found.hexdigest()
