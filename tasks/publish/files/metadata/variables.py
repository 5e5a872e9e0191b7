"""MS-Var: every column that branches and issuers deliver, from the contracts of their feeds."""

from collections.abc import Mapping

from expectations.contracts import FEEDS
from expectations.contracts.codes import code_lists
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Sensitivity
from tasks.publish.files.metadata.forms import NO, YES, Entry
from warehouse.dimensions.regions import VERSION

NO_QUESTION = "Tidak ada kuesioner: kolom berkas administrasi"
NO_RULE = "Tidak ada aturan tersendiri"
NO_CLASSES = "Isian bebas"
NO_ALIAS = "Tidak ada"
TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "Teks",
    Kind.DIGITS: "Teks (digit)",
    Kind.CODE: "Teks (kode)",
    Kind.NAME: "Teks (nama terdaftar)",
    Kind.DATE: "Tanggal",
    Kind.MONTH: "Bulan",
    Kind.INTEGER: "Bilangan bulat",
    Kind.AMOUNT: "Bilangan desimal",
    Kind.FLAG: "Ya/Tidak",
    Kind.REGION: "Teks (kode wilayah)",
}
TIMES: Mapping[FeedKind, str] = {
    FeedKind.SNAPSHOT: "Keadaan pada tanggal posisi berkas",
    FeedKind.REFERENCE: "Tahun atau tanggal yang disebut pada baris",
    FeedKind.CLAIMS: "Tanggal kejadian yang disebut pada baris",
}


def variable_entries() -> list[Entry]:
    """One entry for each column of each feed, numbered through."""
    columns = [(feed, field) for feed in FEEDS.values() for field in feed.fields]
    return [_entry(number, feed, field) for number, (feed, field) in enumerate(columns, start=1)]


def variable_name(feed: Feed, field: Field) -> str:
    """The name of a variable: a header alone may stand in several feeds."""
    return f"{feed.file_prefix}.{field.header}"


def _entry(number: int, feed: Feed, field: Field) -> Entry:
    return {
        "nomor": f"{number}",
        "nama_variabel": variable_name(feed, field),
        "alias": ", ".join(field.aliases) or NO_ALIAS,
        "konsep": feed.title_id,
        "definisi": field.text_id,
        "referensi_pemilihan": _reference(feed, field),
        "referensi_waktu": TIMES[feed.kind],
        "tipe_data": TYPES[field.kind],
        "klasifikasi_isian": _classes(field),
        "aturan_validasi": "; ".join(rule.text_id for rule in feed.rules if field.name in rule.columns) or NO_RULE,
        "kalimat_pertanyaan": NO_QUESTION,
        "akses_umum": YES if field.sensitivity is Sensitivity.PUBLIC else NO,
    }


def _reference(feed: Feed, field: Field) -> str:
    if field.kind is Kind.REGION:
        return f"Kode wilayah Kementerian Dalam Negeri: {VERSION}"
    return f"Kontrak data {feed.file_prefix} versi {feed.version}"


def _classes(field: Field) -> str:
    if field.kind is Kind.FLAG:
        return "Y, T"
    listed = code_lists().get(field.code_list or "")
    return ", ".join(code.code for code in listed.codes) if listed else NO_CLASSES
