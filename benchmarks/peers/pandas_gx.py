"""pandas, stock Great Expectations and SQLAlchemy: the textbook stack.

Files are read as text by pandas, validated by a GX suite on GX's own pandas engine (the same eight rules, failing rows
named by index), accepted rows go into a SQLite table, and SQL counts them.

Does less than this project: no receipts, no history, no second basis; rejected rows are counted together.
"""

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
import sqlalchemy as sa
from great_expectations.data_context.types.base import ProgressBarsConfig

from benchmarks.peers.task import SEGMENTS, Outcome, Work, main

SHOWN = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row"], "partial_unexpected_count": 0}
COUNT = """
SELECT regency, segment, sum(active) FROM (
    SELECT regency, segment, count(DISTINCT nik) AS active FROM registration
    WHERE nik IS NOT NULL AND {active} GROUP BY 1, 2
    UNION ALL SELECT regency, segment, sum(heads) FROM registration WHERE nik IS NULL AND {active} GROUP BY 1, 2
) AS counted GROUP BY 1, 2
"""
ACTIVE = """(ended_on IS NULL OR ended_on > :as_of) AND CASE
    WHEN segment = 'JAKON' AND ends_on IS NOT NULL THEN ends_on >= :jakon_from
    WHEN segment = 'PMI' AND ends_on IS NOT NULL THEN ends_on >= :pmi_from
    ELSE last_paid >= :paid_from END"""


def read(given: Work) -> pd.DataFrame:
    """Every cell as text, and what rules ask of them as columns."""
    frame = pd.concat([pd.read_csv(path, sep=";", dtype=str) for path in given.files], ignore_index=True)
    prefixes = pd.read_csv(given.prefixes, dtype=str).set_index("prefix")["regency"]
    place = frame["KODE_DESA"].fillna(frame["KODE_KAB_KERJA"]).str.replace(".", "", regex=False)
    day = "%d/%m/%Y"
    return frame.assign(
        row=frame.index,
        regency=frame["NIK"].fillna(place).str[:4].map(prefixes),
        registered_on=pd.to_datetime(frame["TANGGAL_KEPESERTAAN"], format=day, errors="coerce"),
        last_paid=pd.to_datetime("01-" + frame["BLTH_AKHIR"], format="%d-%m-%Y", errors="coerce"),
        ends_on=pd.to_datetime(frame["TANGGAL_AKHIR"], format=day, errors="coerce"),
        ended_on=pd.to_datetime(frame["TANGGAL_NONAKTIF"], format=day, errors="coerce"),
        heads=pd.to_numeric(frame["JUMLAH_TK"], errors="coerce"),
    ).assign(
        has_period=lambda one: one["last_paid"].notna() | one["ends_on"].notna(),
        is_linked_once=lambda one: one["NIK"].isna() | (one["heads"] == 1),
        is_placed=lambda one: one["NIK"].notna() | one["regency"].notna(),
        nik_regency=lambda one: one["regency"].where(one["NIK"].notna(), "none"),
    )


def suite(given: Work) -> gx.ExpectationSuite:
    """The rules as expectations; `meta` says which rule each belongs to."""
    linked = {"row_condition": 'SEGMEN != "JAKON"', "condition_parser": "pandas"}
    wanted = [
        ("nik_missing", gxe.ExpectColumnValuesToNotBeNull(column="NIK", **linked)),
        ("nik_invalid", gxe.ExpectColumnValuesToMatchRegex(column="NIK", regex=r"^[0-9]{16}$")),
        ("nik_invalid", gxe.ExpectColumnValuesToNotBeNull(column="nik_regency")),
        ("kpj_missing", gxe.ExpectColumnValuesToNotBeNull(column="KPJ", **linked)),
        ("segment_unknown", gxe.ExpectColumnValuesToBeInSet(column="SEGMEN", value_set=list(SEGMENTS))),
        ("segment_unknown", gxe.ExpectColumnValuesToNotBeNull(column="SEGMEN")),
        ("registered_on_invalid", gxe.ExpectColumnValuesToNotBeNull(column="registered_on")),
        (
            "registered_on_invalid",
            gxe.ExpectColumnValuesToBeBetween(column="registered_on", max_value=pd.Timestamp(given.as_of)),
        ),
        ("period_missing", gxe.ExpectColumnValuesToBeInSet(column="has_period", value_set=[True])),
        ("head_count_invalid", gxe.ExpectColumnValuesToBeBetween(column="heads", min_value=1)),
        ("head_count_invalid", gxe.ExpectColumnValuesToBeInSet(column="is_linked_once", value_set=[True])),
        ("heads_unplaced", gxe.ExpectColumnValuesToBeInSet(column="is_placed", value_set=[True])),
    ]
    for rule, expectation in wanted:
        expectation.meta = {"rule": rule}
    return gx.ExpectationSuite(name="rows", expectations=[expectation for _, expectation in wanted])


def broken(frame: pd.DataFrame, given: Work) -> dict[str, set[int]]:
    """Rows that break each rule."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    found: dict[str, set[int]] = {}
    for one in batch.validate(suite(given), result_format=SHOWN).results:
        if one.exception_info and one.exception_info.get("raised_exception"):
            raise SystemExit(f"{one.expectation_config.meta}: {one.exception_info}")
        rows = {index["row"] for index in one.result.get("unexpected_index_list") or ()}
        found.setdefault(one.expectation_config.meta["rule"], set()).update(rows)
    return found


def work(given: Work) -> Outcome:
    """Read, validate, load, count."""
    frame = read(given)
    rejected = {rule: rows for rule, rows in broken(frame, given).items() if rows}
    accepted = frame[~frame["row"].isin(set().union(*rejected.values()))]
    columns = {"NIK": "nik", "SEGMEN": "segment"} | {
        name: name for name in ("regency", "last_paid", "ends_on", "ended_on", "heads")
    }
    table = accepted[list(columns)].rename(columns=columns)
    for name in ("last_paid", "ends_on", "ended_on"):
        table[name] = table[name].dt.strftime("%Y-%m-%d")
    engine = sa.create_engine(f"sqlite:///{given.folder / 'registrations.db'}")
    days = {name: getattr(given, name).isoformat() for name in ("as_of", "jakon_from", "pmi_from", "paid_from")}
    with engine.begin() as connection:
        table.to_sql("registration", connection, index=False, if_exists="replace", chunksize=100_000)
        counted = connection.execute(sa.text(COUNT.format(active=ACTIVE)), days)
        rows = [(regency, segment, int(active)) for regency, segment, active in counted]
    return Outcome(rows, {"rows": len(set().union(*rejected.values()))})


if __name__ == "__main__":
    main(
        work,
        versions={"pandas": pd.__version__, "great_expectations": gx.__version__, "sqlalchemy": sa.__version__},
    )
