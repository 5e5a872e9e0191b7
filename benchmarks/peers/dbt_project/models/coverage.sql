WITH active AS (
    SELECT * FROM {{ ref('accepted') }} WHERE (ended_on IS NULL OR ended_on > '{{ var("as_of") }}'::DATE) AND CASE
        WHEN SEGMEN = 'JAKON' AND ends_on IS NOT NULL THEN ends_on >= '{{ var("jakon_from") }}'::DATE
        WHEN SEGMEN = 'PMI' AND ends_on IS NOT NULL THEN ends_on >= '{{ var("pmi_from") }}'::DATE
        ELSE last_paid >= '{{ var("paid_from") }}'::DATE END
), counted AS (
    SELECT regency, SEGMEN, count(DISTINCT NIK) AS active FROM active WHERE NIK IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT regency, SEGMEN, sum(heads) AS active FROM active WHERE NIK IS NULL GROUP BY ALL
)
SELECT regency, SEGMEN, sum(active)::BIGINT AS active FROM counted GROUP BY ALL
