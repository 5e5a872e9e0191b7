"""What the rules of the release gate say, in Indonesian and English; their codes are read with the name of a column."""

WHOLE: dict[str, tuple[str, str]] = {
    "columns": ("Kolom tabel persis seperti yang ditetapkan", "The table has exactly its declared columns, in order"),
    "key": ("Tidak ada dua baris dengan kunci yang sama", "No two rows have the same key"),
    "parts are within active": ("Bagian tidak melebihi jumlah aktif", "No part is greater than the number of active"),
    "branches in are expected": (
        "Cabang yang masuk tidak melebihi cabang yang diharapkan",
        "No more branches are in than are expected",
    ),
    "ranks where due": (
        "Peringkat ada hanya pada wilayah yang mempunyai penyebut",
        "Ranks stand exactly where a region has a denominator",
    ),
    "not covered are the others": (
        "Yang belum terlindungi adalah pekerja yang berhak dikurangi peserta aktif",
        "Those not covered are the eligible workers less the active people",
    ),
    "age agrees with the dates": (
        "Umur posisi sesuai dengan tanggalnya",
        "The age of a position is the days from its date to the as-of date",
    ),
    "change is the difference": (
        "Perubahan orang adalah selisih kedua keadaan",
        "The change in people is the difference of the two states",
    ),
    "amounts rest on enough claims": (
        "Nilai ada hanya bila diterbitkan menurut statusnya, dan tidak pernah bila jumlah klaimnya disembunyikan",
        "An amount is there exactly where its status says so, and never where its claims are hidden",
    ),
    "statuses agree with the cells": (
        "Sel terisi hanya bila statusnya menyatakan ada nilai",
        "A cell is there exactly where its status says that it has a value",
    ),
    "movement adds up": (
        "Perubahan sama dengan yang datang dikurangi yang pergi",
        "The change is what came less what went, and the difference of the two states",
    ),
}
OF_A_COLUMN: dict[str, tuple[str, str]] = {  # what follows the column's name in the code
    " is there": ("{} selalu terisi", "{} is never empty"),
    " is of its list": ("{} berasal dari daftarnya", "{} is from its closed list"),
    " has its form": ("{} berbentuk seperti yang ditetapkan", "{} has its declared form"),
    " recomputes": ("{} dapat dihitung ulang dari angkanya", "{} recomputes exactly from its counts"),
}
AT_LEAST = " is at least "


def texts_of(code: str) -> tuple[str, str]:
    """Indonesian and English text of a rule; KeyError when the code is of no known form."""
    if code in WHOLE:
        return WHOLE[code]
    column, found, least = code.partition(AT_LEAST)
    if found:
        return f"{column} paling sedikit {least}", f"{column} is at least {least}"
    for ending, (text_id, text_en) in OF_A_COLUMN.items():
        if code.endswith(ending):
            column = code.removesuffix(ending)
            return text_id.format(column), text_en.format(column)
    raise KeyError(code)
