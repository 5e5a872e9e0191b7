"""Fixed texts of receipts, Indonesian first, then English."""

from expectations.contracts.schema import Severity
from warehouse.records import Status

Texts = tuple[str, str]

STATUS_TEXTS: dict[Status, Texts] = {
    Status.RECEIVED: ("diterima, menunggu diperiksa", "received, waiting to be checked"),
    Status.DUPLICATE: ("sudah pernah diterima: isinya sama persis", "already received: the content is identical"),
    Status.REFUSED: ("DITOLAK seluruhnya, tidak ada baris yang dipakai", "REFUSED as a whole, no row is used"),
    Status.HELD: ("DITAHAN, menunggu persetujuan pengelola", "HELD until the operator approves"),
    Status.ACCEPTED: ("diterima seluruhnya", "accepted in full"),
    Status.ACCEPTED_WITH_REJECTS: ("diterima, kecuali baris yang ditolak", "accepted, but for the rejected rows"),
    Status.SUPERSEDED: ("diterima, tetapi sudah ada revisi yang lebih baru", "accepted, but a newer revision holds"),
    Status.FAILED: ("gagal diproses karena gangguan sistem", "could not be processed for a system fault"),
}
NEXT_STEPS: dict[Status, Texts] = {
    Status.RECEIVED: (
        "Tidak perlu berbuat apa-apa. Hasil pemeriksaan akan menggantikan tanda terima ini.",
        "Nothing to do. The result of the check will take the place of this receipt.",
    ),
    Status.DUPLICATE: (
        "Tidak perlu berbuat apa-apa; hasilnya ada pada tanda terima kiriman yang pertama.",
        "Nothing to do; the receipt of the first delivery tells the result.",
    ),
    Status.REFUSED: (
        "Perbaiki sebabnya di atas, ekspor ulang dari sistem asal, lalu kirim lagi seluruh berkas.",
        "Correct the cause above, export again from the source, and send the whole file again.",
    ),
    Status.HELD: (
        "Jika jumlahnya benar, minta pengelola menyetujui; jika tidak, kirim berkas yang benar.",
        "If the number is right, ask the operator to approve; if not, send the right file.",
    ),
    Status.ACCEPTED: ("Tidak perlu berbuat apa-apa.", "Nothing to do."),
    Status.ACCEPTED_WITH_REJECTS: (
        "Perbaiki baris yang ditolak di sistem asal, lalu kirim lagi seluruh posisi sebagai revisi.",
        "Correct the rejected rows at the source, then send the whole position again as a revision.",
    ),
    Status.SUPERSEDED: ("Tidak perlu berbuat apa-apa.", "Nothing to do."),
    Status.FAILED: ("Tidak perlu dikirim ulang; berkas tersimpan.", "No need to send it again; the file is kept."),
}
REASON_STEPS: dict[str, Texts] = {  # of a file whose name or place is in question, not its content
    "DATE_DIFFERS": (
        "Bila tanggal pada nama benar, minta pengelola menyetujui; bila salah, kirim lagi dengan tanggal yang benar.",
        "If the date in the name is right, ask the operator to approve; if not, send it again with the right date.",
    ),
    "WITHDRAWN_BY_OPERATOR": (
        "Tidak perlu berbuat apa-apa; jika tanggal posisinya keliru, kirim berkas yang sama dengan tanggal yang benar.",
        "Nothing to do; where the position date was wrong, send the same file with the right date in its name.",
    ),
    "MOVED_BY_OPERATOR": (
        "Tidak perlu berbuat apa-apa; hasilnya ada pada tanda terima kiriman yang disebut pada catatan.",
        "Nothing to do; the receipt of the delivery that the note names tells the result.",
    ),
    "NAME_INVALID": (
        "Ganti nama berkas menurut contoh di atas, lalu kirim lagi; tidak perlu diekspor ulang.",
        "Rename the file like the example above and send it again; no need to export it again.",
    ),
    "BRANCH_MISMATCH": (
        "Kirim lagi berkas yang sama ke folder cabangnya, atau betulkan kode cabang pada namanya.",
        "Send the same file again to the folder of its branch, or correct the branch code in its name.",
    ),
    "POSITION_IN_FUTURE": (
        "Jika tanggal pada nama salah, betulkan lalu kirim lagi; jika benar, kirim lagi mulai tanggal itu.",
        "If the date in the name is wrong, correct it and send the file again; if it is right, send it from that day.",
    ),
    "FEED_NOT_ALLOWED": (
        "Jika jenis pada nama salah, betulkan lalu kirim lagi; jika benar, minta pengelola mengubah daftar cabang.",
        "If the feed in the name is wrong, correct it and send again; if right, have the operator change the list.",
    ),
    "BRANCH_NOT_LISTED": (
        "Minta pengelola menambah cabang ini ke daftar cabang, lalu kirim lagi berkas yang sama.",
        "Ask the operator to add this branch to the branch list, then send the same file again.",
    ),
}
REASON_STATUS: dict[str, Texts] = {  # in place of what the status alone would say
    "WITHDRAWN_BY_OPERATOR": (
        "DITARIK oleh pengelola, tidak ada baris yang dipakai",
        "WITHDRAWN by the operator, no row is used",
    ),
    "MOVED_BY_OPERATOR": (
        "DIPINDAHKAN oleh pengelola ke tanggal posisi lain",
        "MOVED by the operator to another position date",
    ),
}
SAME_CONTENT: Texts = (  # after the step, where the same bytes stand for another date too
    "Isi yang sama juga diterima untuk tanggal lain ({others}); bila salah satu tanggal keliru, hubungi pengelola.",
    "The same content was received for another date too ({others}); if one of the dates is wrong, tell the operator.",
)
DRY_RUN_TEXTS: Texts = ("hanya diperiksa, belum dikirim", "dry run, not delivered")  # in place of a submission's number
RULES_OVERLAP: Texts = (
    "Satu baris yang melanggar beberapa aturan dihitung pada tiap aturan itu; jumlahnya bisa melebihi jumlah baris.",
    "A row that breaks several rules counts under each of them; the sum by rule may exceed the number of rows.",
)
NOT_IN_FORCE: Texts = (  # of a duplicate whose content another delivery has replaced
    "sudah pernah diterima, tetapi TIDAK berlaku: isi ini sudah digantikan kiriman lain",
    "already received, but NOT in force: another delivery has replaced this content",
)
NOT_IN_FORCE_STEP: Texts = (
    "Yang berlaku tetap {by}. Untuk kembali ke isi ini, kirim sebagai revisi berikutnya: {name}.",
    "{by} stays in force. To return to this content, send it as the next revision: {name}.",
)
SEVERITY_TEXTS: dict[Severity, Texts] = {
    Severity.REFUSE_FILE: ("berkas ditolak", "file refused"),
    Severity.HOLD_FILE: ("berkas ditahan", "file held"),
    Severity.REJECT_ROW: ("baris ditolak", "row rejected"),
    Severity.WARN: ("peringatan", "warning"),
}
CHANGE_TEXTS: dict[str, Texts] = {
    "new": ("baru", "new"),
    "still": ("masih sama", "as before"),
    "more": ("bertambah", "more than before"),
    "fewer": ("berkurang", "fewer than before"),
    "fixed": ("sudah diperbaiki", "fixed"),
}
ROW_COUNT_TEXTS: dict[str, Texts] = {
    "read": ("Baris dibaca", "Rows read"),
    "accepted": ("Diterima", "Accepted"),
    "rejected": ("Ditolak", "Rejected"),
    "merged": ("Digabung", "Merged"),
    "warned": ("Dengan peringatan", "With a warning"),
}
MERGED_REPEAT = "REPEAT_MERGED"
CONTRADICTING_REPEAT = "REPEAT_CONFLICT"
CONTRADICTING_TEXTS: Texts = (
    "Satu nomor untuk orang, program, nilai atau tanggal yang berbeda; semua barisnya ditolak, perbaiki nomornya",
    "One number for different people, programmes, amounts or days; all its rows are rejected, correct the number",
)
MERGED_TEXTS: Texts = ("Baris berulang; yang terbaru dipakai", "Repeated row; the latest is used")
RETIRED_TEXTS: Texts = ("Aturan yang tidak berlaku lagi", "A rule that no longer holds")
