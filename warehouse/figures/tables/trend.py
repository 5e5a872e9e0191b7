"""Coverage over time."""

import polars as pl

from warehouse.figures.columns import (
    ACTIVE,
    ACTIVE_STRICT,
    AS_OF,
    BASIS,
    COVERAGE_PCT,
    ELIGIBLE,
    LEVEL,
    REGION,
    flags_column,
    points,
)
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

TREND = FactTable(
    name="ucj_trend",
    stored_as="fact_trend",
    title=Text(id="Deret waktu cakupan", en="Coverage over time"),
    description=Text(
        id="Cakupan pada akhir setiap bulan yang pernah diukur dan pada tanggal ini; perubahan terhadap tanggal "
        "sebelumnya "
        "dalam deret.",
        en="Coverage at the end of every month that was measured and on this date; changes against the date before "
        "in the "
        "series.",
    ),
    primary_key=(*KEY, "series_date"),
    foreign_keys=REGION_ROW,
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        Column(
            name="series_date",
            dtype=pl.Date(),
            title=Text(id="Tanggal deret", en="Date in the series"),
            description=Text(id="Tanggal keadaan baris ini.", en="The date this row is of."),
        ),
        ACTIVE,
        ACTIVE_STRICT,
        ELIGIBLE,
        COVERAGE_PCT,
        Column(
            name="eligible_version",
            dtype=pl.String(),
            title=Text(id="Versi pekerja yang berhak", en="Version of eligible workers"),
            description=Text(id="Versi menurut penerbitnya.", en="The version its issuer states."),
            required=False,
        ),
        *(
            Column(
                name=name,
                dtype=pl.Int32(),
                title=Text(id=title_id, en=title_en),
                description=Text(id=f"{title_id} pada tanggal deret.", en=f"{title_en} on the date of the row."),
                unit="rank",
                required=False,
                minimum=1,
            )
            for name, title_id, title_en in (
                ("rank_in_province", "Peringkat dalam provinsi", "Rank in the province"),
                ("rank_national", "Peringkat nasional", "National rank"),
            )
        ),
        points(
            "change_points",
            title=Text(id="Perubahan poin", en="Change in points"),
            description=Text(
                id="Terhadap tanggal sebelumnya dalam deret, tepat, dibulatkan satu kali; kosong bila kantor cabang "
                "wilayah ini belum memiliki data saat itu (branch_without_then).",
                en="Against the date before in the series, exact, rounded once; empty where a branch of the region had "
                "no data then (branch_without_then).",
            ),
        ),
        *(
            Column(
                name=name,
                dtype=pl.Int32(),
                title=Text(id=title_id, en=title_en),
                description=Text(
                    id="Positif = naik; terhadap tanggal sebelumnya dalam deret.",
                    en="Positive = risen; against the date before in the series.",
                ),
                unit="ranks",
                required=False,
            )
            for name, title_id, title_en in (
                ("rank_in_province_change", "Perubahan peringkat dalam provinsi", "Change of rank in the province"),
                ("rank_national_change", "Perubahan peringkat nasional", "Change of national rank"),
            )
        ),
        flags_column(
            Text(
                id="Kode menurut abjad, dipisahkan titik koma: yang perlu diketahui tentang pekerja yang berhak baris "
                "ini, dan apakah dapat dibandingkan dengan tanggal sebelumnya dalam deret.",
                en="Codes in alphabetical order, joined by semicolons: what must be known of the eligible workers of "
                "the row, and whether it compares with the date before in the series.",
            )
        ),
    ),
)
