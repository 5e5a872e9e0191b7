"""Coverage figures that officials published, and enrolments that lead to them.

Published are the expected figures and the totals named in the titles. How a total splits over regencies, segments
and categories is ours where nobody printed it, as are Buol's head counts and the other regencies of Jambi (kept small).
"""

from datetime import date

from demo.published_model import Case, Claim, Delivery, Expected, Group, Population, by

JUNE_2021 = date(2021, 6, 30)
SULTENG = {  # regency: eligible, active
    "72.01": (180_000, 30_000),
    "72.02": (135_000, 13_000),
    "72.03": (145_000, 8_200),
    "72.04": (112_000, 7_400),
    "72.05": (70_000, 5_900),
    "72.06": (75_000, 73_500),
    "72.07": (60_000, 4_300),
    "72.08": (222_000, 13_500),
    "72.09": (78_000, 5_600),
    "72.10": (128_000, 7_900),
    "72.11": (33_000, 2_900),
    "72.12": (62_000, 12_946),
    "72.71": (140_162, 46_000),
}


def mixed(regency: str, heads: int) -> tuple[Group, ...]:
    """Wage earners, self-employed and construction workers; some wage earners also pay for themselves."""
    wage_earners, own = heads * 55 // 100, heads * 35 // 100
    return (
        Group(regency, wage_earners, "PU", funder="PEMBERI_KERJA", also="BPU", doubled=heads // 50),
        Group(regency, own, "BPU"),
        Group(regency, heads - wage_earners - own, "JAKON", funder="PEMBERI_KERJA"),
    )


SULAWESI_TENGAH = Case(
    name="sulawesi-tengah-2021",
    title="Sulawesi Tengah, June 2021: 231,146 of 1,440,162 = 16.05 %; Morowali 98 %, all others below 50 %",
    sources=(("Sulawesi Tengah", "2021-06-08"), ("Kabupaten Morowali", "2021-06-08")),
    as_of=(JUNE_2021,),
    deliveries=(
        Delivery(
            "K01",
            JUNE_2021,
            tuple(group for code, (_, heads) in SULTENG.items() for group in mixed(code, heads)),
            lapsed=150,
        ),
        Delivery("K02", JUNE_2021, (Group("72.06", 4_000, "BPU"), Group("72.71", 900, "PU", funder="PEMBERI_KERJA"))),
    ),
    expected=(
        Expected(JUNE_2021, "72", "active", "231146"),
        Expected(JUNE_2021, "72", "eligible", "1440162"),
        Expected(JUNE_2021, "72", "coverage_pct", "16.05"),
        Expected(JUNE_2021, "72", "not_covered", "1209016"),
        Expected(JUNE_2021, "72.06", "coverage_pct", "98"),
        *(Expected(JUNE_2021, code, "coverage_pct", "50", "below") for code in SULTENG if code != "72.06"),
    ),
    eligible={"72": 1_440_162, **{code: eligible for code, (eligible, _) in SULTENG.items()}},
)

BEFORE, AFTER = date(2024, 10, 31), date(2024, 11, 6)
JAMBI = {  # the other regencies: eligible, active
    "15.01": (6_000, 1_680),
    "15.02": (7_000, 2_450),
    "15.04": (5_000, 1_900),
    "15.05": (8_000, 3_360),
    "15.06": (6_500, 3_055),
    "15.07": (4_500, 1_395),
    "15.08": (7_500, 2_850),
    "15.09": (6_200, 2_170),
    "15.71": (9_000, 4_860),
    "15.72": (3_000, 990),
}
PAID_BY_SAROLANGUN = by(comparison="since", since="2024-11-01", funder="APBD_KAB")  # vulnerable workers, election staff
SAROLANGUN_OCTOBER = (
    Group("15.03", 26_000, "PU", funder="PEMBERI_KERJA"),
    Group("15.03", 16_046, "BPU"),
    Group("15.03", 2_500, "JAKON", funder="PEMBERI_KERJA"),
)
SAROLANGUN_NOVEMBER = (
    *SAROLANGUN_OCTOBER,
    Group("15.03", 20_000, "BPU", "PEKERJA_RENTAN", "APBD_KAB", registered_on=date(2024, 11, 1)),
    Group("15.03", 7_214, "BPU", "PETUGAS_PEMILU", "APBD_KAB", registered_on=date(2024, 11, 4)),
)
REST_OF_JAMBI = tuple(group for code, (_, heads) in JAMBI.items() for group in mixed(code, heads))

SAROLANGUN = Case(
    name="sarolangun-2024",
    title="Sarolangun, 6 November 2024: 41.02 %, then 66.08 % with 27,214 new workers paid from APBD, first in Jambi",
    sources=(("Kabupaten Sarolangun", "2024-11-06"),),
    as_of=(BEFORE, AFTER),
    deliveries=(
        Delivery("K01", BEFORE, SAROLANGUN_OCTOBER, lapsed=800),
        Delivery("K02", BEFORE, REST_OF_JAMBI),
        Delivery("K01", AFTER, SAROLANGUN_NOVEMBER, lapsed=800),
        Delivery("K02", AFTER, REST_OF_JAMBI),
    ),
    expected=(
        Expected(BEFORE, "15.03", "active", "44546"),
        Expected(BEFORE, "15.03", "coverage_pct", "41.02"),
        Expected(BEFORE, "15.03", "rank_in_province", "4"),
        Expected(AFTER, "15.03", "active", "71760"),
        Expected(AFTER, "15.03", "eligible", "108595"),
        Expected(AFTER, "15.03", "coverage_pct", "66.08"),
        Expected(AFTER, "15.03", "rank_in_province", "1"),
        Expected(AFTER, "15.03", "active", "27214", table="ucj_cohort", where=PAID_BY_SAROLANGUN, rows=2),
        Expected(AFTER, "15.03", "share_points", "25.06", table="ucj_cohort", where=PAID_BY_SAROLANGUN, rows=2),
        *(
            Expected(AFTER, "15.03", column, value, table="ucj_movement", where=by(comparison="previous_month"))
            for column, value in (("coverage_then_pct", "41.02"), ("net", "27214"), ("change_points", "25.06"))
        ),
    ),
    eligible={"15.03": 108_595, **{code: eligible for code, (eligible, _) in JAMBI.items()}},
    cohort_since=(date(2024, 11, 1),),
)

FEBRUARY, DECEMBER = date(2022, 2, 28), date(2022, 12, 1)
SIJUNJUNG_FEBRUARY = (Group("13.03", 12_000, "PU", funder="PEMBERI_KERJA"), Group("13.03", 9_100, "BPU"))

SIJUNJUNG = Case(
    name="sijunjung-2022",
    title="Sijunjung, 1 December 2022: 12,318 PU + 10,900 BPU = 23,218 = 20 %; below it before 1,333 paid by APBD",
    sources=(("Kabupaten Sijunjung", "2022-12-01"),),
    as_of=(FEBRUARY, DECEMBER),
    deliveries=(
        Delivery("K01", FEBRUARY, SIJUNJUNG_FEBRUARY, lapsed=300),
        Delivery(
            "K01",
            DECEMBER,
            (
                *SIJUNJUNG_FEBRUARY,
                Group("13.03", 1_333, "BPU", "PEKERJA_RENTAN", "APBD_KAB", registered_on=date(2022, 3, 1)),
                Group("13.03", 318, "PU", funder="PEMBERI_KERJA", registered_on=date(2022, 7, 1)),
                Group("13.03", 467, "BPU", registered_on=date(2022, 8, 1)),
            ),
            lapsed=300,
        ),
    ),
    expected=(
        Expected(FEBRUARY, "13.03", "coverage_pct", "10", "at least"),
        Expected(FEBRUARY, "13.03", "coverage_pct", "20", "below"),
        Expected(DECEMBER, "13.03", "active", "23218"),
        Expected(DECEMBER, "13.03", "coverage_pct", "20"),
        Expected(DECEMBER, "13.03", "active", "12318", table="ucj_segment", where=by(segment="PU")),
        Expected(DECEMBER, "13.03", "active", "10900", table="ucj_segment", where=by(segment="BPU")),
        Expected(
            DECEMBER,
            "13.03",
            "active",
            "1333",
            table="ucj_cohort",
            where=by(comparison="since", since="2022-03-01", funder="APBD_KAB", category="PEKERJA_RENTAN"),
        ),
    ),
    eligible={"13.03": 116_090},
    cohort_since=(date(2022, 3, 1),),
)

FEBRUARY_2023 = date(2023, 2, 1)
MUNA_BARAT = Case(
    name="muna-barat-2023",
    title="Muna Barat, 1 February 2023: all 2,270 non-ASN + 10,424 vulnerable workers = 12,694; no denominator printed",
    sources=(("Kabupaten Muna Barat", "2023-02-01"),),
    as_of=(FEBRUARY_2023,),
    deliveries=(
        Delivery(
            "K01",
            FEBRUARY_2023,
            (
                Group("74.13", 2_270, "PU", "NON_ASN", "APBD_KAB"),
                Group("74.13", 10_424, "BPU", "PEKERJA_RENTAN", "APBD_KAB", registered_on=date(2023, 1, 16)),
            ),
        ),
    ),
    expected=(
        Expected(FEBRUARY_2023, "74.13", "active", "12694"),
        Expected(FEBRUARY_2023, "74.13", "active", "2270", table="ucj_segment", where=by(segment="PU")),
        Expected(FEBRUARY_2023, "74.13", "active", "10424", table="ucj_segment", where=by(segment="BPU")),
        Expected(FEBRUARY_2023, "74.13", "active", "10424", table="ucj_category", where=by(category="PEKERJA_RENTAN")),
        *(
            Expected(FEBRUARY_2023, "74.13", column, value, table="ucj_ecosystem", where=by(category="NON_ASN"))
            for column, value in (("active", "2270"), ("population", "2270"), ("coverage_pct", "100"))
        ),
        Expected(FEBRUARY_2023, "74.13", "coverage_pct", comparison="empty"),
    ),
    populations=(Population("74.13", "NON_ASN", 2_270),),
)

MAY_2024 = date(2024, 5, 31)
BUOL_VILLAGE = "72.05.01.2001"  # one of 115
DIED = 20_000  # number of a participant who is no longer enrolled
BUOL = Case(
    name="buol-2024",
    title="Buol, May 2024: non-ASN 100 %, village officials 87.8 %, 100 vulnerable workers a village; 78 m rupiah paid",
    sources=(("Kabupaten Buol - perangkat desa", "2024-05-31"),),
    as_of=(MAY_2024,),
    deliveries=(
        Delivery(
            "K01",
            MAY_2024,
            (
                Group("72.05", 1_860, "PU", "NON_ASN", "APBD_KAB"),
                Group("72.05", 878, "PU", "PERANGKAT_DESA", "APBDES"),
                Group("72.05", 6_000, "BPU", "PEKERJA_RENTAN", "APBD_KAB", date(2024, 2, 1), 60),
                Group("72.05", 2_200, "BPU", "PEKERJA_RENTAN", "APBDES", date(2024, 4, 1), 55, 60),
            ),
        ),
    ),
    expected=(
        Expected(MAY_2024, "72.05", "active", "10938"),
        Expected(MAY_2024, "72.05", "active", "2738", table="ucj_segment", where=by(segment="PU")),
        Expected(MAY_2024, "72.05", "active", "8200", table="ucj_segment", where=by(segment="BPU")),
        Expected(MAY_2024, "72.05", "coverage_pct", comparison="empty"),
        Expected(MAY_2024, "72.05", "coverage_pct", "100", table="ucj_ecosystem", where=by(category="NON_ASN")),
        Expected(MAY_2024, "72.05", "coverage_pct", "87.8", table="ucj_ecosystem", where=by(category="PERANGKAT_DESA")),
        Expected(MAY_2024, BUOL_VILLAGE, "target", "100", table="ucj_village", basis="domicile"),
        *(
            Expected(MAY_2024, "72.05", column, value, table="ucj_village", basis="domicile")
            for column, value in (("villages", "115"), ("target", "11500"), ("villages_reached", "60"))
        ),
        *(
            Expected(
                MAY_2024, "72.05", "amount_rupiah", value, table="ucj_benefit", where=by(programme=name), stored=True
            )
            for name, value in (("JKM", "42000000"), ("BEASISWA", "36000000"))
        ),
        Expected(MAY_2024, "72.05", "amount_rupiah", "78000000", table="ucj_benefit", rows=2, stored=True),
        Expected(
            MAY_2024,
            "72.05",
            "amount_rupiah",
            comparison="empty",
            table="ucj_benefit",
            where=by(amount_status="withheld_to_protect"),
            rows=2,
        ),
    ),
    populations=(
        Population("72.05", "NON_ASN", 1_860),
        Population("72.05", "PERANGKAT_DESA", 1_000),
        Population("72.05", "PEKERJA_RENTAN", target=100, each_village=True),
    ),
    claims=(
        Claim("72.05", DIED, "JKM", 42_000_000, date(2024, 5, 13)),
        Claim("72.05", DIED, "BEASISWA", 36_000_000, date(2024, 5, 13)),
    ),
)

CASES = (SULAWESI_TENGAH, SAROLANGUN, SIJUNJUNG, MUNA_BARAT, BUOL)
