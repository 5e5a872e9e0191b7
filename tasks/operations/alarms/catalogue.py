"""Declare the kinds of alarms with their texts, Indonesian first, and what to do about each."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

ID_DIGITS = 8


class AlarmKind(StrEnum):
    """Kinds of alarms, in the order in which they are told."""

    RUN_FAILED = "run_failed"
    RUN_CRASHED = "run_crashed"
    RUN_STUCK = "run_stuck"
    RUN_SILENT = "run_silent"
    NO_RUN = "no_run"
    GATE_HELD = "gate_held"
    SERVER_LOST = "server_lost"
    NOT_SCHEDULED = "not_scheduled"
    DROP_FOLDER = "drop_folder"
    MIRROR = "mirror"
    HELD = "held"
    GIVEN_UP = "given_up"
    REFUSED = "refused"
    REJECTS = "rejects"
    MISSING = "missing"
    NOT_IN_FORCE = "not_in_force"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One alarm. subject: what it is about, the same as long as it is the same alarm.

    detail: codes, dates and counts, which need no translation; nothing personal. cause: what raised it (a day, the
    start of a run): with another cause it is a new alarm to whoever dismissed the one before.
    """

    kind: AlarmKind
    subject: str
    detail: str
    cause: str = ""

    @property
    def key(self) -> str:
        """The key that identifies the same alarm in later checks."""
        return f"{self.kind}:{self.subject}"

    @property
    def id(self) -> str:
        """Eight characters by which `ucj alarms --dismiss` names this alarm with this cause."""
        return sha256(f"{self.key} {self.cause}".encode()).hexdigest()[:ID_DIGITS]

    def record(self) -> dict[str, str]:
        """The alarm with its texts as JSON-ready data."""
        return {
            "id": self.id,
            "key": self.key,
            **{name: str(value) for name, value in asdict(self).items()},
            **asdict(TEXTS[self.kind]),
        }


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What it is called, and what to do."""

    title_id: str
    title_en: str
    do_id: str
    do_en: str


TEXTS = {
    AlarmKind.RUN_FAILED: Texts(
        title_id="Proses gagal",
        title_en="A run failed",
        do_id="Lihat penyebabnya di Prefect UI atau logs/ucj.jsonl, perbaiki, lalu jalankan `ucj run`. Tidak ada data "
        "yang hilang.",
        do_en="See why in the Prefect UI or logs/ucj.jsonl, mend it, then `ucj run`. Nothing is lost.",
    ),
    AlarmKind.RUN_CRASHED: Texts(
        title_id="Proses berhenti mendadak",
        title_en="A run died",
        do_id="Periksa memori, disk dan listrik mesin (`ucj doctor`), lalu jalankan `ucj run`: pekerjaan dilanjutkan. "
        "Berkas yang disebut sedang dinilai saat itu; bila terulang: `ucj refuse <nomor> --why ...`.",
        do_en="Check memory, disk and power of the machine (`ucj doctor`), then `ucj run`: it goes on from there. "
        "Files that are named were being judged; if it happens again: `ucj refuse <number> --why ...`.",
    ),
    AlarmKind.RUN_STUCK: Texts(
        title_id="Proses berjalan terlalu lama",
        title_en="A run takes too long",
        do_id="Lihat tahap yang sedang berjalan di Prefect UI; bila macet, batalkan di sana lalu jalankan `ucj run`.",
        do_en="See in the Prefect UI which stage it is in; if it is stuck, cancel it there, then `ucj run`.",
    ),
    AlarmKind.RUN_SILENT: Texts(
        title_id="Proses tidak memberi tanda kehidupan, tetapi belum berakhir",
        title_en="A run gives no sign of life, and did not end",
        do_id="Tidak ada yang dibatalkan. Lihat proses itu di mesinnya; bila macet, akhiri di sana, dan pekerjaan "
        "dilanjutkan.",
        do_en="Nothing was given up. Look at the process on its machine; if it is stuck, end it there, and the work "
        "goes on.",
    ),
    AlarmKind.NO_RUN: Texts(
        title_id="Proses harian belum selesai hari ini",
        title_en="No daily run ended today",
        do_id="Periksa apakah `ucj serve` berjalan; jalankan `ucj run` untuk menyusul.",
        do_en="Check whether `ucj serve` is up; `ucj run` catches up.",
    ),
    AlarmKind.GATE_HELD: Texts(
        title_id="Rilis ditahan oleh pemeriksaan akhir",
        title_en="The gate held the release",
        do_id="Lihat masalahnya di Data Docs (docs/site/index.html); rilis sebelumnya tetap berlaku.",
        do_en="See the problems in the Data Docs (docs/site/index.html); the release before stays current.",
    ),
    AlarmKind.SERVER_LOST: Texts(
        title_id="Server Prefect tidak menjawab",
        title_en="The Prefect server does not answer",
        do_id="Jalankan kembali `ucj serve`; catatannya ada di prefect/server.log.",
        do_en="Start `ucj serve` again; its log is prefect/server.log.",
    ),
    AlarmKind.NOT_SCHEDULED: Texts(
        title_id="Jadwal aktif tanpa proses terjadwal",
        title_en="An active schedule has no scheduled run",
        do_id="Jalankan ulang `ucj serve`; bila tetap terjadi, periksa versi Prefect, FastAPI dan SQLAlchemy.",
        do_en="Start `ucj serve` again; if it stays so, check the versions of Prefect, FastAPI and SQLAlchemy.",
    ),
    AlarmKind.DROP_FOLDER: Texts(
        title_id="Folder kiriman di mesin lain tidak dapat dikunjungi",
        title_en="A drop folder on another machine cannot be visited",
        do_id="`ucj doctor` menyebutkan sebab dan langkahnya. Kiriman di sana tidak hilang; folder lain tetap diambil.",
        do_en="`ucj doctor` says why and what to do. What lies there is not lost; other folders are still visited.",
    ),
    AlarmKind.MIRROR: Texts(
        title_id="Salinan rilis untuk pembaca tertinggal",
        title_en="The copy of releases for readers is behind",
        do_id="`ucj doctor` menyebutkan sebabnya; setelah diperbaiki: `ucj storage publish`. Rilis di published/ tetap "
        "berlaku.",
        do_en="`ucj doctor` says why; when mended: `ucj storage publish`. The release in published/ holds.",
    ),
    AlarmKind.HELD: Texts(
        title_id="Berkas menunggu persetujuan",
        title_en="A file waits for approval",
        do_id="Lihat `ucj explain <nomor>`, lalu `ucj approve` atau `ucj refuse`. Posisi sebelumnya tetap dipakai.",
        do_en="See `ucj explain <number>`, then `ucj approve` or `ucj refuse`. The position before stays in force.",
    ),
    AlarmKind.GIVEN_UP: Texts(
        title_id="Berkas tidak dapat diproses",
        title_en="A file could not be processed",
        do_id="Lihat `ucj explain <nomor>`; setelah diperbaiki: `ucj reprocess <nomor>`, atau `ucj refuse <nomor>`.",
        do_en="See `ucj explain <number>`; when mended: `ucj reprocess <number>`, or `ucj refuse <number>`.",
    ),
    AlarmKind.REFUSED: Texts(
        title_id="Kiriman terakhir ditolak",
        title_en="The last delivery was refused",
        do_id="Cabang sudah menerima tanda terima di outbox; minta kiriman perbaikan.",
        do_en="The branch has its receipt in outbox; ask for a corrected delivery.",
    ),
    AlarmKind.REJECTS: Texts(
        title_id="Banyak baris ditolak",
        title_en="Many rows were rejected",
        do_id="Hubungi cabang dengan tanda terima kiriman itu (outbox); kode aturan ada di docs/rules.md.",
        do_en="Talk to the branch over the receipt of that delivery (outbox); the codes of rules are in docs/rules.md.",
    ),
    AlarmKind.MISSING: Texts(
        title_id="Belum pernah mengirim",
        title_en="Never delivered",
        do_id="Hubungi cabang, atau perbaiki branches.csv; daftar lengkap: `ucj status --late`.",
        do_en="Talk to the branch, or correct branches.csv; all of them: `ucj status --late`.",
    ),
    AlarmKind.NOT_IN_FORCE: Texts(
        title_id="Tidak ada posisi yang berlaku: kirimannya ditarik",
        title_en="No position is in force: what was delivered was withdrawn",
        do_id="Minta cabang mengirim posisi yang benar; penarikan yang keliru: `ucj approve <nomor>`.",
        do_en="Ask the branch for the right position; where it was withdrawn by mistake: `ucj approve <number>`.",
    ),
    AlarmKind.LATE: Texts(
        title_id="Kiriman terlambat",
        title_en="Delivery late",
        do_id="Hubungi cabang; daftar lengkap: `ucj status --late`. Posisi lama tetap dihitung.",
        do_en="Talk to the branch; all of them: `ucj status --late`. The old position still counts.",
    ),
}
