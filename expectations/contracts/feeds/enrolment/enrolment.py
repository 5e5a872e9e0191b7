"""Contract of the enrolment extract (PESERTA): one row a registration, the full position of a branch on a date."""

from expectations.contracts.feeds.enrolment.fields import BESIDE, FIELDS
from expectations.contracts.feeds.enrolment.lake import LAKE
from expectations.contracts.feeds.enrolment.rejections import REJECTING
from expectations.contracts.feeds.enrolment.warnings import WARNING
from expectations.contracts.schema import Feed, FeedKind, Sender

ENROLMENT = Feed(
    name="enrolment",
    file_prefix="PESERTA",
    kind=FeedKind.SNAPSHOT,
    sender=Sender.BRANCH,
    title_id="Data peserta",
    title_en="Enrolment extract",
    version="1.3",
    fields=FIELDS,
    beside=BESIDE,
    rules=REJECTING + WARNING,
    key=("nik", "kpj", "segment", "employer_or_project"),
    latest="last_paid",
    require_one_of=(("last_paid", "ends_on"),),
    lake=LAKE,
    example={
        "NIK": "7205011708900003",
        "KPJ": "12345678901",
        "TANGGAL_LAHIR": "17/08/1990",
        "JENIS_KELAMIN": "L",
        "SEGMEN": "PU",
        "KATEGORI": "UMUM",
        "NPP": "12345678",
        "UPAH": "3.500.000",
        "JKK": "Y",
        "JKM": "Y",
        "SUMBER_DANA": "PEMBERI_KERJA",
        "KODE_DESA": "72.05.01.2001",
        "KODE_KAB_KERJA": "72.05",
        "TANGGAL_KEPESERTAAN": "01/03/2020",
        "BLTH_AKHIR": "12-2025",
        "JUMLAH_TK": "1",
    },
)
