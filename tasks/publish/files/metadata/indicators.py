"""MS-Ind: every published figure, from the metric registry (`warehouse.figures.metrics`)."""

from collections.abc import Mapping

from expectations.contracts import FEEDS
from tasks.publish.files.metadata.activity import ACTIVITY
from tasks.publish.files.metadata.forms import BY_BPS, NO, NOT_DUE, YES, Entry
from tasks.publish.files.metadata.national_codes import NATIONAL_INDICATORS
from tasks.publish.files.metadata.variables import variable_name
from warehouse.figures.metrics import BRANCHES, CLAIMS, ELIGIBLE, METRICS, VILLAGES, Metric
from warehouse.figures.schema import Text
from warehouse.figures.tables import PUBLISHED_TABLE

# unit of a metric -> what it is as a measure, its unit in Indonesian, how to read it
MEASURES: Mapping[str, tuple[str, str, str]] = {
    "people": ("Jumlah", "orang", "Semakin besar nilainya, semakin banyak orang yang dimaksud."),
    "percent": ("Persentase", "persen", "Nilai menyatakan berapa bagian dari setiap 100; cakupan dapat melebihi 100."),
    "points": ("Selisih persentase", "poin persen", "Nilai positif berarti lebih tinggi daripada pembandingnya."),
    "rank": ("Peringkat", "peringkat", "Peringkat 1 adalah cakupan tertinggi; nilai sama mendapat peringkat sama."),
    "ranks": ("Selisih peringkat", "peringkat", "Nilai positif berarti naik peringkat terhadap tanggal pembanding."),
    "branches": ("Jumlah", "kantor cabang", "Menunjukkan kelengkapan data, bukan cakupan."),
    "employers": (
        "Jumlah",
        "pemberi kerja",
        "Pemberi kerja dengan pekerja di beberapa wilayah dihitung di masing-masing.",
    ),
    "days": ("Umur", "hari", "Semakin besar nilainya, semakin lama posisi data yang dipakai."),
    "villages": ("Jumlah", "desa/kelurahan", "Semakin besar nilainya, semakin banyak desa/kelurahan yang dimaksud."),
    "rupiah": ("Jumlah", "rupiah", "Semakin besar nilainya, semakin besar nilai uang yang dimaksud."),
    "claims": ("Jumlah", "klaim", "Semakin besar nilainya, semakin banyak klaim yang dibayar."),
}
LEVELS = "Nasional; Provinsi; Kabupaten/Kota"
BRANCH_LEVEL = "Kantor cabang"
COUNTED = "nik segment registered_on last_paid ends_on ended_on head_count"
# by population, by table or by a column of the key: the columns of feeds that a figure is made from
OFFICIAL = {"eligible": "region year segment eligible"}
OF_TABLE: Mapping[str, Mapping[str, str]] = {
    "ucj_ecosystem": {"ecosystem": "region category population target"},
    "ucj_ecosystem_movement": {"ecosystem": "region category population"},
    "ucj_ecosystem_trend": {"ecosystem": "region category population"},
    "ucj_employer": {"enrolment": "employer workplace"},
    "ucj_target": {"target": "region year issuer target_pct"},
    "ucj_village": {"enrolment": "village category", "ecosystem": "region category target"},
}
OF_KEY: Mapping[str, str] = {"funder": "funder", "category": "category", "programme": "jkk jkm jht jp jkp",
                               "sex": "sex", "age_group": "birth_date"}  # fmt: skip
ELIGIBLE_ONLY = {"eligible", "may_join", "eligible_then"}
NO_PEOPLE = ELIGIBLE_ONLY | {"population", "population_then", "target", "target_pct"}
COMPARED = {"percent", "points", "rank", "ranks"}  # units of what is made with a denominator
BRANCH_LIST = "Daftar kantor cabang dan tanggal posisi berkas"
REGION_LIST = "Daftar wilayah Kementerian Dalam Negeri"


def indicator_entries() -> list[Entry]:
    """One entry for each metric, in the order of the registry."""
    return [_entry(number, metric) for number, metric in enumerate(METRICS, start=1)]


def _entry(number: int, metric: Metric) -> Entry:
    measure, unit, reading = MEASURES[metric.unit]
    return {
        "nomor": f"{number}",
        "nama_indikator": f"{metric.name.id} ({metric.table.title.id})",
        "konsep": (ELIGIBLE if metric.column.name in ELIGIBLE_ONLY else metric.population).id,
        "definisi": metric.column.description.id,
        "interpretasi": reading,
        "rumus": _formula(metric),
        "ukuran": measure,
        "satuan": unit,
        "klasifikasi_penyajian": "; ".join(_title_of(metric, name).id for name in metric.grain),
        "indikator_komposit": NO,
        "publikasi_indikator_pembangun": NOT_DUE,
        "nama_indikator_pembangun": NOT_DUE,
        "kegiatan_penghasil": ACTIVITY,
        "kode_kegiatan": BY_BPS,
        "nama_variabel_pembangun": "; ".join(_variables(metric)),
        "level_estimasi": LEVELS if "region_code" in metric.grain else BRANCH_LEVEL,
        "akses_umum": YES,
        "kode_metrik": metric.code,
        "kode_indikator_nasional": "; ".join(map(str, NATIONAL_INDICATORS.get(metric.code, ()))),
    }


def _formula(metric: Metric) -> str:
    if metric.numerator and metric.denominator:
        parts = (_title_of(metric, metric.numerator).id, _title_of(metric, metric.denominator).id)
        return f"100 x {parts[0]} / {parts[1]}; {metric.rounding.id}"
    return f"{metric.column.description.id} {metric.rounding.id.capitalize()}; {metric.missing.id}."


def _title_of(metric: Metric, named: str) -> Text:
    """The title of a column of the metric's table, or of `table.column`."""
    table, _, column = named.rpartition(".")
    declared = PUBLISHED_TABLE[table] if table else metric.table
    return next(one.title for one in declared.columns if one.name == column)


def _variables(metric: Metric) -> list[str]:
    """The variables of MS-Var that a metric is made from, each once."""
    if metric.population is BRANCHES:
        return [BRANCH_LIST]
    if metric.population is CLAIMS:
        return _named({"benefit": "claim nik programme amount paid_on"})
    found: list[str] = [REGION_LIST] if metric.population is VILLAGES else []
    if metric.column.name not in NO_PEOPLE:
        found += _named({"enrolment": COUNTED})
        found += _named({"enrolment": " ".join(OF_KEY[name] for name in metric.grain if name in OF_KEY)})
    found += _named(OF_TABLE.get(metric.table.name, {}))
    own_population = "ecosystem" in OF_TABLE.get(metric.table.name, {})
    official = metric.population is ELIGIBLE or metric.column.name in ELIGIBLE_ONLY or metric.unit in COMPARED
    if official and not own_population:
        found += _named(OFFICIAL)
    return list(dict.fromkeys(found))


def _named(columns: Mapping[str, str]) -> list[str]:
    return [
        variable_name(FEEDS[feed], FEEDS[feed].field(name)) for feed, names in columns.items() for name in names.split()
    ]
