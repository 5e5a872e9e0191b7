"""Formats that branches send by mistake, told by their bytes whatever the file is called, and how to export instead."""

import re
from collections.abc import Collection

from tasks.refusal import Refusal

AS_XLSX = ("buka, lalu Simpan Sebagai XLSX", "open it and save it as XLSX")
AS_CSV = ("ekspor sebagai CSV atau XLSX", "export it as CSV or XLSX")
AS_ZIP = ("padatkan sebagai ZIP atau gzip, atau kirim tanpa dipadatkan", "pack it as ZIP or gzip, or send it unpacked")
HEAD = 4_096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PARQUET = b"PARE"
OLE_LOOKED_AT = 1 << 24  # where the directory of an OLE file is looked for

BINARY: tuple[tuple[bytes, str, tuple[str, str]], ...] = (
    (b"%PDF", "PDF", AS_CSV),
    (b"{\\rtf", "RTF", AS_CSV),
    (b"ARROW1", "Arrow/Feather", ("ekspor sebagai Parquet atau CSV", "export it as Parquet or CSV")),
    (b"ORC", "ORC", ("ekspor sebagai Parquet atau CSV", "export it as Parquet or CSV")),
    (b"Obj\x01", "Avro", ("ekspor sebagai Parquet atau CSV", "export it as Parquet or CSV")),
    (b"SQLite format 3\0", "SQLite", AS_CSV),
    (b"\0\x01\0\0Standard ", "Access", AS_CSV),
    (b"$FL2", "SPSS", AS_CSV),
    (b"<stata_dta>", "Stata", AS_CSV),
    (b"\x89PNG", "gambar / picture PNG", AS_CSV),
    (b"\xff\xd8\xff", "gambar / picture JPEG", AS_CSV),
    (b"GIF8", "gambar / picture GIF", AS_CSV),
    (b"\0\0\x02\0", "Lotus 1-2-3", AS_XLSX),
)
OLD_XLS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # a workbook of Excel 2 to 4, without OLE
ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"BZh9", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|meta|style|title|div|script|form|center|font|br|p)\b", re.IGNORECASE
)
MARKUP: tuple[tuple[str, str, tuple[str, str]], ...] = (  # a sign in the first bytes of an XML document, and its format
    ("urn:schemas-microsoft-com:office:spreadsheet", "Excel XML 2003", AS_XLSX),
    ('progid="Excel.Sheet"', "Excel XML 2003", AS_XLSX),
    ("urn:oasis:names:tc:opendocument", "ODS (FODS)", AS_XLSX),
    ("<pkg:package", "Office XML", AS_XLSX),
    ("<html", "HTML", AS_XLSX),
)
MAIL_HEAD = re.compile(r"^(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE)
MAIL_LINE = re.compile(r"[A-Za-z-]+:")
SYLK = re.compile(r"ID;P[^\r\n]{0,99}[\r\n]+(?:P|B|C|F|O|NN|NU|W|E);", re.IGNORECASE)
DIF = re.compile(r"TABLE\s*[\r\n]+0,1[\r\n]", re.IGNORECASE)
JSON = re.compile(r'\{\s*["}]|\[\s*[{\["\]]')


def other_format(data: bytes) -> Refusal | None:
    """The refusal of bytes that are of another format; None for what may be a text."""
    if data.startswith(LOCKED_PARQUET):
        return Refusal(code="ENCRYPTED")
    if data.startswith(OLE[:4]):
        return _of_ole(data)
    for sign, name, cure in BINARY:
        if data.startswith(sign):
            return _refusal(name, cure)
    if OLD_XLS.match(data):
        return _refusal("XLS lama / old XLS", AS_XLSX)
    return _of_text(data)


def other_archive(data: bytes) -> Refusal | None:
    """The refusal of an archive that is neither gzip nor ZIP."""
    return next((_refusal(name, AS_ZIP) for sign, name in ARCHIVES if data.startswith(sign)), None)


def is_other_archive(data: bytes) -> bool:
    """Whether the bytes are an archive that is neither gzip nor ZIP."""
    return data.startswith(tuple(sign for sign, _ in ARCHIVES))


def other_document(members: Collection[str]) -> Refusal | None:
    """The refusal of a ZIP that is a document of another program, by the names of its members."""
    names = {name.lower() for name in members}
    if "content.xml" in names:
        return _refusal("ODS", AS_XLSX)
    if "xl/workbook.bin" in names:
        return _refusal("XLSB", AS_XLSX)
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return _refusal("Numbers", ("ekspor ke Excel (XLSX)", "export it to Excel (XLSX)"))
    if names & {"word/document.xml", "ppt/presentation.xml"}:
        return _refusal("Word/PowerPoint", ("salin tabelnya ke XLSX", "copy its table into an XLSX"))
    return None


def _of_ole(data: bytes) -> Refusal:
    """An old workbook, or one with a password: both are kept in the same kind of container."""
    looked_at = data[:OLE_LOOKED_AT] + data[-OLE_LOOKED_AT:]
    if _utf_16("EncryptedPackage") in looked_at:
        return Refusal(code="ENCRYPTED")
    if any(_utf_16(name) + b"\0\0" in looked_at for name in ("Workbook", "Book")):
        return _refusal("XLS lama / old XLS", AS_XLSX)
    if _utf_16("WordDocument") in looked_at:
        return _refusal("Word", ("salin tabelnya ke XLSX", "copy its table into an XLSX"))
    return _refusal("Office lama / old Office", AS_XLSX)


def _of_text(data: bytes) -> Refusal | None:
    head = data[:HEAD]
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if is_wide else "utf-8-sig", errors="replace").lstrip()
    if text.startswith("<"):
        return _of_markup(text)
    for pattern, name, cure in (
        (SYLK, "SYLK", AS_XLSX),
        (DIF, "DIF", AS_XLSX),
        (JSON, "JSON", AS_CSV),
    ):
        if pattern.match(text):
            return _refusal(name, cure)
    is_page = MAIL_LINE.match(text) and MAIL_HEAD.search(text)
    return _refusal("MHTML", AS_XLSX) if is_page else None


def _of_markup(text: str) -> Refusal | None:
    for sign, name, cure in MARKUP:
        if sign.lower() in text.lower() and text.startswith("<?"):
            return _refusal(name, cure)
    without_comment = re.sub(r"^(?:<!--(?s:.*?)-->\s*)+", "", text)
    if HTML.match(without_comment):
        is_excel = "urn:schemas-microsoft-com:office:excel" in text
        return _refusal("HTML (dari / from Excel)" if is_excel else "HTML", AS_XLSX)
    if text.startswith("<?xml"):
        return _refusal("XML", AS_CSV)
    return next((_refusal(name, cure) for sign, name, cure in MARKUP if sign.lower() in text.lower()), None)


def _refusal(name: str, cure: tuple[str, str]) -> Refusal:
    return Refusal(code="FORMAT_OTHER", detail=f"{name}: {cure[0]} / {cure[1]}")


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-le")
