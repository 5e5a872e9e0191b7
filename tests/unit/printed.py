"""How the sheets of a workbook print, looked up in its own XML."""

import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def assert_prints(book: zipfile.ZipFile, *, sheets: int) -> None:
    """Every sheet prints on A4 across, as wide as one page, and repeats its first row."""
    for number in range(1, sheets + 1):
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        setup, fit = sheet.find(f"{MAIN}pageSetup"), sheet.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr")
        assert setup is not None
        assert fit is not None
        assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == ("landscape", "9", "0")
        assert fit.get("fitToPage") == "1"
    names = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}definedName")
    titles = [name.text or "" for name in names if name.get("name") == "_xlnm.Print_Titles"]
    assert len(titles) == sheets
    assert all(title.endswith("!$1:$1") for title in titles)
