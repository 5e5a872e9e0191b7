SELECT * EXCLUDE (broken) FROM {{ ref('judged') }} WHERE broken IS NULL
