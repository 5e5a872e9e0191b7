"""What the receipt of a dry run says to do next: of a file that was judged and not delivered."""

from enum import StrEnum

from tasks.check.receipt.messages import Texts
from warehouse.records import Status


class DryRun(StrEnum):
    """How a branch had a file judged without delivering it."""

    COMMAND = "ucj check"  # on a machine of its own: no branch list and no earlier delivery is known
    DROP = "CEK_"  # by a file whose name begins so: sender and earlier positions are looked at


CHECK_ONLY: Texts = (
    "Ini hanya pemeriksaan: tidak ada yang disimpan atau dihitung.",
    "This was a check only: nothing is stored or counted.",
)
WITHOUT_PREFIX: Texts = (
    "Untuk mengirim, taruh berkasnya tanpa CEK_ pada namanya.",
    "To deliver the file, drop it without CEK_ in its name.",
)
REASON_STEPS: dict[str, Texts] = {
    "NAME_INVALID": (
        "Ganti nama berkas menurut contoh di atas, lalu periksa lagi; tidak perlu diekspor ulang.",
        "Rename the file like the example above and check again; no need to export it again.",
    ),
    "POSITION_IN_FUTURE": (
        "Jika tanggal pada nama salah, betulkan lalu periksa lagi; jika benar, tunggu sampai tanggal itu.",
        "If the date in the name is wrong, correct it and check again; if it is right, wait for that day.",
    ),
}
COMMAND_STEPS: dict[Status, Texts] = {
    Status.REFUSED: (
        "Perbaiki sebabnya di atas, ekspor ulang dari sistem asal, lalu periksa lagi. Jangan dikirim begini.",
        "Correct the cause above, export again from the source, and check again. Do not send it like this.",
    ),
    Status.HELD: (
        "Jika dikirim begini, berkas ditahan sampai pengelola menyetujui; periksa sebabnya di atas dahulu.",
        "Sent like this, the file is held until the operator approves; look at the cause above first.",
    ),
    Status.ACCEPTED_WITH_REJECTS: (
        "Perbaiki baris yang ditolak di sistem asal sebelum dikirim; jika dikirim begini, baris itu tidak dipakai.",
        "Correct the rejected rows at the source before sending; sent like this, those rows are not used.",
    ),
    Status.ACCEPTED: (
        "Siap dikirim. Folder, daftar cabang, kiriman ganda dan beda dengan posisi lalu baru diperiksa saat diterima.",
        "Ready to send. Folder, branch list, repeats and changes since the last position are looked at on arrival.",
    ),
}
DROP_REASON_STEPS: dict[str, Texts] = {
    **REASON_STEPS,
    "BRANCH_MISMATCH": (
        "Taruh berkas di folder cabangnya, atau betulkan kode cabang pada namanya, lalu periksa lagi.",
        "Drop the file in the folder of its branch, or correct the branch code in its name, and check again.",
    ),
    "FEED_NOT_ALLOWED": (
        "Jika jenis pada nama salah, betulkan lalu periksa lagi; jika benar, minta pengelola mengubah daftar cabang.",
        "If the feed in the name is wrong, correct it and check again; if right, have the operator change the list.",
    ),
    "BRANCH_NOT_LISTED": (
        "Minta pengelola menambah cabang ini ke daftar cabang, lalu periksa lagi.",
        "Ask the operator to add this branch to the branch list, then check again.",
    ),
}
DROP_STEPS: dict[Status, Texts] = {
    **COMMAND_STEPS,
    Status.RECEIVED: (
        "Berkas sedang diperiksa; hasilnya menggantikan tanda terima ini. Jika dalam satu jam belum, taruh lagi.",
        "The file is being checked; the result replaces this receipt. Drop the file again if none comes in an hour.",
    ),
    Status.ACCEPTED: (
        "Siap dikirim. Apakah isinya sudah pernah dikirim baru diperiksa saat diterima.",
        "Ready to send. Whether the content was delivered before is looked at on arrival.",
    ),
    Status.FAILED: (
        "Pemeriksaan gagal karena gangguan sistem: taruh lagi berkasnya nanti, atau hubungi pengelola.",
        "The check failed for a system fault: drop the file again later, or tell the operator.",
    ),
}


def dry_run_step(status: Status, *, reason: str, dry_run: DryRun) -> Texts:
    """What the branch should do after a dry run. reason: the code for which the file is refused or held, or empty."""
    if dry_run is DryRun.COMMAND:
        return REASON_STEPS.get(reason) or COMMAND_STEPS[status]
    step = DROP_REASON_STEPS.get(reason) or DROP_STEPS[status]
    step_id, step_en = (" ".join(parts) for parts in zip(CHECK_ONLY, step, WITHOUT_PREFIX, strict=True))
    return step_id, step_en
