SELECT broken, count(*) AS found FROM {{ ref('judged') }} WHERE broken IS NOT NULL GROUP BY broken
