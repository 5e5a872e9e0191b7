"""Formats that are not read are called by name, with the way to export, whatever the file is called."""

import gzip

import pytest

from tasks.read.containers.other_formats import other_format
from tests.unit.read.extracts import GOOD, HEADERS, ROWS, accept, niks, refuse, text, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PAGE = "<table><tr><td>NIK</td></tr></table>"
MULTIPART = "multipart/related; boundary=x"
FILES: dict[str, list[bytes]] = {
    "old XLS": [
        OLE + "Workbook\0".encode("utf-16-le") + b"\0" * 99,
        OLE + "Book\0".encode("utf-16-le") + b"\0" * 99,
        b"\x09\x08\x10\x00\x00\x06\x05\x00",
        b"\x09\x00\x04\x00\x07\x00\x10\x00",
    ],
    "ODS": [
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
    ],
    "XLSB": [zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})],
    "Word": [
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
        OLE + "WordDocument\0".encode("utf-16-le"),
    ],
    "Numbers": [
        zipped({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}),
        zipped({"Index.zip": b"x", "preview.jpg": b"x"}),
    ],
    "HTML": [
        f"<html><body>{PAGE}".encode(),
        f"\ufeff\r\n <!DOCTYPE html>{PAGE}".encode(),
        PAGE.encode("utf-16"),
        f"<!-- laporan --><meta charset=utf-8>{PAGE}".encode(),
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{PAGE}'.encode(),
    ],
    "XML 2003": [
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>',
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
    "MHTML": [
        f"MIME-Version: 1.0\nContent-Type: {MULTIPART}\n\n--x\n{PAGE}".encode(),
        f"From: <Saved by Microsoft Internet Explorer 5>\r\nSubject: Lap\r\nMIME-Version: 1.0\r\n{PAGE}".encode(),
    ],
    "SYLK": [b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"NIK"\r\n', b"ID;PCALC3\nB;Y4;X6\n"],
    "JSON": [
        b'[{"NIK": "1"}]',
        b'{"data": [{"NIK": "1"}]}',
        b'{"NIK": "1"}\n{"NIK": "2"}\n',
        b'\xef\xbb\xbf [\n  ["NIK"]\n]',
    ],
    "DIF": [b'TABLE\r\n0,1\r\n"EXCEL"\r\n'],
    "PDF": [b"%PDF-1.4\n"],
    "SQLite": [b"SQLite format 3\0" + b"\0" * 84],
    "Arrow": [b"ARROW1\0\0"],
    "7z": [b"7z\xbc\xaf\x27\x1c" + b"x" * 50],
    "RAR": [b"Rar!\x1a\x07\x01\x00" + b"x" * 50],
}


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, files in FILES.items() for data in files])
def test_a_format_that_is_not_read_is_named_with_the_way_out(name: str, data: bytes) -> None:
    refusal = refuse(data)
    assert refusal.code == "FORMAT_OTHER"
    assert name in refusal.detail
    assert ("XLSX" in refusal.detail) or ("CSV" in refusal.detail) or ("ZIP" in refusal.detail)


@pytest.mark.parametrize("name", ["old XLS", "HTML", "JSON", "XML 2003", "SYLK", "MHTML"])
def test_it_is_named_inside_a_container_as_well(name: str) -> None:
    data = FILES[name][0]
    assert [refuse(packed).code for packed in (gzip.compress(data), zipped({"a.xlsx": data}))] == ["FORMAT_OTHER"] * 2


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        text(headers=("ID", *HEADERS), rows=[("P", *row) for row in ROWS]).encode(),
        text(headers=("TABLE", *HEADERS), rows=[("0", *row) for row in ROWS]).encode(),
        b"<<< DATA PESERTA >>>\n" + GOOD,
        b"{DATA}\n[PESERTA]\n" + GOOD,
        b"From: Cabang K01\n" + GOOD,
        text().encode("utf-16"),
        workbook({"Data": [HEADERS, *ROWS]}),
    ],
)
def test_what_only_begins_like_another_format_is_read(data: bytes) -> None:
    assert other_format(data) is None
    assert len(niks(accept(data))) == 3


def test_a_workbook_with_a_password_is_told_from_an_old_one() -> None:
    assert refuse(OLE + "EncryptedPackage\0".encode("utf-16-le")).code == "ENCRYPTED"
