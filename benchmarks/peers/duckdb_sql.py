"""DuckDB: one SQL script over the files, validated by a CASE of all rules.

Does less than this project: eight rules, each row named by the first that it breaks; nothing is stored, nobody is told.
"""

import duckdb

from benchmarks.peers.task import Outcome, Work, main

READ = """
CREATE TEMP TABLE judged AS
WITH cells AS (
    SELECT *, try_strptime(TANGGAL_KEPESERTAAN, '%d/%m/%Y')::DATE AS registered_on,
        try_strptime('01-' || BLTH_AKHIR, '%d-%m-%Y')::DATE AS last_paid,
        try_strptime(TANGGAL_AKHIR, '%d/%m/%Y')::DATE AS ends_on,
        try_strptime(TANGGAL_NONAKTIF, '%d/%m/%Y')::DATE AS ended_on,
        try_cast(JUMLAH_TK AS INTEGER) AS heads,
        replace(coalesce(KODE_DESA, KODE_KAB_KERJA), '.', '') AS place
    FROM read_csv($files, delim=';', header=true, all_varchar=true, quote='', nullstr='')
), placed AS (
    SELECT cells.*, prefixes.regency FROM cells
    LEFT JOIN read_csv($prefixes, header=true, all_varchar=true) AS prefixes
        ON prefixes.prefix = left(coalesce(NIK, place), 4)
)
SELECT NIK, SEGMEN, regency, last_paid, ends_on, ended_on, heads, CASE
    WHEN SEGMEN IS NULL OR SEGMEN NOT IN ('PU', 'BPU', 'JAKON', 'PMI') THEN 'segment_unknown'
    WHEN NIK IS NULL AND SEGMEN <> 'JAKON' THEN 'nik_missing'
    WHEN NIK IS NOT NULL AND (NOT regexp_full_match(NIK, '[0-9]{16}') OR regency IS NULL) THEN 'nik_invalid'
    WHEN KPJ IS NULL AND SEGMEN <> 'JAKON' THEN 'kpj_missing'
    WHEN registered_on IS NULL OR registered_on > $as_of THEN 'registered_on_invalid'
    WHEN last_paid IS NULL AND ends_on IS NULL THEN 'period_missing'
    WHEN coalesce(heads, 0) < 1 OR (NIK IS NOT NULL AND heads > 1) THEN 'head_count_invalid'
    WHEN NIK IS NULL AND regency IS NULL THEN 'heads_unplaced'
END AS broken FROM placed
"""
COUNT = """
WITH active AS (
    SELECT * FROM judged WHERE broken IS NULL AND (ended_on IS NULL OR ended_on > $as_of) AND CASE
        WHEN SEGMEN = 'JAKON' AND ends_on IS NOT NULL THEN ends_on >= $jakon_from
        WHEN SEGMEN = 'PMI' AND ends_on IS NOT NULL THEN ends_on >= $pmi_from
        ELSE last_paid >= $paid_from END
), counted AS (
    SELECT regency, SEGMEN, count(DISTINCT NIK) AS active FROM active WHERE NIK IS NOT NULL GROUP BY ALL
    UNION ALL SELECT regency, SEGMEN, sum(heads) FROM active WHERE NIK IS NULL GROUP BY ALL
)
SELECT regency, SEGMEN, sum(active)::BIGINT FROM counted GROUP BY ALL
"""


def work(given: Work) -> Outcome:
    """Read and judge once, then count."""
    with duckdb.connect() as database:
        files = [str(path) for path in given.files]
        database.execute(READ, {"files": files, "prefixes": str(given.prefixes), "as_of": given.as_of})
        days = {name: getattr(given, name) for name in ("as_of", "jakon_from", "pmi_from", "paid_from")}
        rows = database.execute(COUNT, days).fetchall()
        rejected = database.execute(
            "SELECT broken, count(*) FROM judged WHERE broken IS NOT NULL GROUP BY 1"
        ).fetchall()
    return Outcome(rows, dict(rejected))


if __name__ == "__main__":
    main(work, versions={"duckdb": duckdb.__version__})
