-- Typed rows of all files, and the first rule that each breaks.
WITH cells AS (
    SELECT *, try_strptime(TANGGAL_KEPESERTAAN, '%d/%m/%Y')::DATE AS registered_on,
        try_strptime('01-' || BLTH_AKHIR, '%d-%m-%Y')::DATE AS last_paid,
        try_strptime(TANGGAL_AKHIR, '%d/%m/%Y')::DATE AS ends_on,
        try_strptime(TANGGAL_NONAKTIF, '%d/%m/%Y')::DATE AS ended_on,
        try_cast(JUMLAH_TK AS INTEGER) AS heads,
        replace(coalesce(KODE_DESA, KODE_KAB_KERJA), '.', '') AS place
    FROM read_csv('{{ var("files") }}', delim=';', header=true, all_varchar=true, quote='', nullstr='')
), placed AS (
    SELECT cells.*, prefixes.regency FROM cells
    LEFT JOIN read_csv('{{ var("prefixes") }}', header=true, all_varchar=true) AS prefixes
        ON prefixes.prefix = left(coalesce(NIK, place), 4)
)
SELECT NIK, KPJ, SEGMEN, regency, registered_on, last_paid, ends_on, ended_on, heads, CASE
    WHEN SEGMEN IS NULL OR SEGMEN NOT IN ('PU', 'BPU', 'JAKON', 'PMI') THEN 'segment_unknown'
    WHEN NIK IS NULL AND SEGMEN <> 'JAKON' THEN 'nik_missing'
    WHEN NIK IS NOT NULL AND (NOT regexp_full_match(NIK, '[0-9]{16}') OR regency IS NULL) THEN 'nik_invalid'
    WHEN KPJ IS NULL AND SEGMEN <> 'JAKON' THEN 'kpj_missing'
    WHEN registered_on IS NULL OR registered_on > '{{ var("as_of") }}'::DATE THEN 'registered_on_invalid'
    WHEN last_paid IS NULL AND ends_on IS NULL THEN 'period_missing'
    WHEN coalesce(heads, 0) < 1 OR (NIK IS NOT NULL AND heads > 1) THEN 'head_count_invalid'
    WHEN NIK IS NULL AND regency IS NULL THEN 'heads_unplaced'
END AS broken
FROM placed
