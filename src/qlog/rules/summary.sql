-- ja: 福祉事務所・月ごとの件数。行のない項目は0とする。
-- en: Figures of each office's month; a measure without rows is 0.
-- reads: office_months, measures, institution_checks, presence_methods, known_methods, recipient_months, visits, frequent_visits, unentrusted_visits, duplicate_visits
SELECT m.month, m.payer_number, n.measure, coalesce(c.value, 0) AS value
FROM office_months m
CROSS JOIN measures n
LEFT JOIN (
    SELECT payer_number, month_index, 'checks' AS measure, sum(checks) AS value
    FROM institution_checks GROUP BY payer_number, month_index
    UNION ALL
    SELECT i.payer_number, i.month_index, 'checks_presence', sum(i.checks)
    FROM institution_checks i
    JOIN presence_methods p ON p.payer_number = i.payer_number AND p.method = i.method
    GROUP BY i.payer_number, i.month_index
    UNION ALL
    SELECT payer_number, month_index, 'checks_bulk', sum(checks)
    FROM institution_checks WHERE method = '04' GROUP BY payer_number, month_index
    UNION ALL
    SELECT i.payer_number, i.month_index, 'checks_unknown_method', sum(i.checks)
    FROM institution_checks i
    LEFT JOIN known_methods k ON k.method = i.method
    WHERE k.method IS NULL GROUP BY i.payer_number, i.month_index
    UNION ALL
    SELECT payer_number, month_index, 'recipients_seen', count(*)
    FROM recipient_months GROUP BY payer_number, month_index
    UNION ALL
    SELECT payer_number, month_index, 'institutions_seen', count(DISTINCT institution_code)
    FROM institution_checks GROUP BY payer_number, month_index
    UNION ALL
    SELECT payer_number, month_index, 'recipients_visited', count(DISTINCT recipient_number)
    FROM visits GROUP BY payer_number, month_index
    UNION ALL
    SELECT payer_number, month_index, 'visits', count(*)
    FROM visits GROUP BY payer_number, month_index
    UNION ALL
    SELECT payer_number, month_index, concat('visits_', kind), count(*)
    FROM visits GROUP BY payer_number, month_index, kind
    UNION ALL
    SELECT payer_number, month_index, 'visits_unentrusted', count(*)
    FROM visits WHERE NOT entrusted GROUP BY payer_number, month_index
    UNION ALL
    SELECT payer_number, month_index, concat('frequent_', level, '_', unit), count(*)
    FROM frequent_visits GROUP BY payer_number, month_index, level, unit
    UNION ALL
    SELECT payer_number, month_index, concat('frequent_', level, '_people'), count(*)
    FROM (SELECT payer_number, month_index, recipient_number,
                 CASE WHEN max(CASE WHEN level = 'screened' THEN 1 ELSE 0 END) = 1
                      THEN 'screened' ELSE 'early' END AS level
          FROM frequent_visits
          GROUP BY payer_number, month_index, recipient_number) AS people
    GROUP BY payer_number, month_index, level
    UNION ALL
    SELECT payer_number, month_index, concat('unentrusted_', status), count(*)
    FROM unentrusted_visits GROUP BY payer_number, month_index, status
    UNION ALL
    SELECT payer_number, month_index, concat('duplicates_', pattern), count(*)
    FROM (SELECT DISTINCT payer_number, month_index, pattern, recipient_number, visit_date,
                 CASE WHEN pattern = 'same_institution' THEN institution_code ELSE '' END AS institution_code
          FROM duplicate_visits) AS d
    GROUP BY payer_number, month_index, pattern
) AS c ON c.payer_number = m.payer_number AND c.month_index = m.month_index AND c.measure = n.measure
