"""Texts of the XLSX templates, Indonesian first, then English."""

from expectations.contracts.schema import Feed, Field, Kind, Severity

Texts = tuple[str, str]

KIND_TEXTS: dict[Kind, Texts] = {
    Kind.TEXT: ("teks", "text"),
    Kind.DIGITS: ("digit, disimpan sebagai teks", "digits, kept as text"),
    Kind.CODE: ("pilih dari daftar", "choose from the list"),
    Kind.NAME: ("nama; lihat daftar", "name; see the list"),
    Kind.DATE: ("tanggal HH/BB/TTTT", "date DD/MM/YYYY"),
    Kind.MONTH: ("bulan BB-TTTT", "month MM-YYYY"),
    Kind.INTEGER: ("bilangan bulat", "whole number"),
    Kind.AMOUNT: ("angka", "number"),
    Kind.FLAG: ("Y atau T", "Y or T"),
    Kind.REGION: ("kode wilayah Kemendagri, disimpan sebagai teks", "region code (Kemendagri), kept as text"),
}
SEVERITY_TEXTS: dict[Severity, Texts] = {
    Severity.REJECT_ROW: ("baris ditolak", "row rejected"),
    Severity.WARN: ("peringatan", "warning"),
}
REQUIRED: Texts = ("wajib", "required")
ONE_OF: Texts = ("salah satu wajib", "one of them required")
OPTIONAL: Texts = ("boleh dikosongkan", "optional")
NOT_IN_LIST: Texts = ("Pilih salah satu dari daftar.", "Choose one from the list.")
GUIDE: tuple[Texts, ...] = (
    (
        "Isi lembar pertama mulai baris 2; satu baris satu data. Jangan mengubah judul kolom.",
        "Fill the first sheet from row 2 on; one row an item. Do not change the headers.",
    ),
    (
        "Kolom berjudul gelap wajib ada. Tempel data sebagai nilai (Paste Values), supaya format teks tetap.",
        "Columns with a dark header must be there. Paste data as values, so that text stays text.",
    ),
    (
        "NIK, KPJ dan kode lain harus tetap teks: sebagai angka, Excel menghapus digit ke-16 NIK untuk selamanya.",
        "NIK, KPJ and other codes must stay text: as a number, Excel destroys the 16th digit of a NIK for good.",
    ),
    (
        "Periksa sebelum mengirim: ucj check NAMA_BERKAS",
        "Check before sending: ucj check FILE",
    ),
)


def name_texts(feed: Feed) -> Texts:
    """How a filled template has to be called."""
    name, example = f"{feed.file_prefix}_<{{}}>_<{{}}>.xlsx", f"{feed.file_prefix}_K01_20260131.xlsx"
    return (
        f"Simpan sebagai {name.format('CABANG', 'TTTTBBHH')}, misalnya {example}; tanggalnya: tanggal posisi.",
        f"Save as {name.format('BRANCH', 'YYYYMMDD')}, for example {example}; the date is the position date.",
    )


def need_texts(field: Field, *, feed: Feed) -> Texts:
    """Whether the column must be there."""
    if field.required:
        return REQUIRED
    choices = [choice for choice in feed.require_one_of if field.name in choice]
    if not choices:
        return OPTIONAL
    headers = " / ".join(feed.field(name).header for name in choices[0])
    return f"{ONE_OF[0]}: {headers}", f"{ONE_OF[1]}: {headers}"


def kind_texts(field: Field) -> Texts:
    """How a cell of the column is written."""
    text_id, text_en = KIND_TEXTS[field.kind]
    if field.width is None:
        return text_id, text_en
    if field.kind is Kind.DIGITS:
        return f"{field.width} {text_id}", f"{field.width} {text_en}"
    return f"{text_id}, {field.width} digit", f"{text_en}, {field.width} digits"
