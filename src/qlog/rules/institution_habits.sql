-- ja: 医療機関等の月ごとの三つの習慣。カードの読み直し（受診のうち、読み直しのあった受診）、一括照会（記録のある日のうち、一括照会のあった日）、券のない受診（受診した人のうち、要確認の残る人）。読み直しには間隔の中央値（分）を添える。
-- en: Three habits of an institution in a month, as cases of a base: visits read again, days with a bulk query, recipients to review; median minutes between two readings.
-- reads: visits, rereads, checks, unentrusted_visits, kinds, office_months
SELECT m.month, h.institution_code, coalesce(k.kind, 'other') AS kind, h.measure, h.cases, h.base,
       CASE WHEN h.measure = 'retry_rate' THEN r.median_minutes END AS median_minutes
FROM (SELECT v.institution_code, v.month_index, 'retry_rate' AS measure, count(a.visit_date) AS cases, count(*) AS base
      FROM visits v
      LEFT JOIN (SELECT DISTINCT payer_number, recipient_number, institution_code, visit_date FROM rereads) AS a
        ON a.payer_number = v.payer_number AND a.recipient_number = v.recipient_number
       AND a.institution_code = v.institution_code AND a.visit_date = v.visit_date
      GROUP BY v.institution_code, v.month_index
      UNION ALL
      SELECT institution_code, month_index, 'bulk_query' AS measure, sum(bulk) AS cases, count(*) AS base
      FROM (SELECT institution_code, CAST(checked_at AS DATE) AS day,
                   year(checked_at) * 12 + month(checked_at) - 1 AS month_index,
                   max(CASE WHEN method = '04' THEN 1 ELSE 0 END) AS bulk
            FROM checks
            GROUP BY institution_code, CAST(checked_at AS DATE), year(checked_at) * 12 + month(checked_at) - 1) AS days
      GROUP BY institution_code, month_index
      UNION ALL
      SELECT p.institution_code, p.month_index, 'unentrusted_share' AS measure,
             sum(CASE WHEN u.status = 'review' THEN 1 ELSE 0 END) AS cases, count(*) AS base
      FROM (SELECT DISTINCT payer_number, recipient_number, institution_code, month_index FROM visits) AS p
      LEFT JOIN unentrusted_visits u
        ON u.payer_number = p.payer_number AND u.recipient_number = p.recipient_number
       AND u.institution_code = p.institution_code AND u.month_index = p.month_index
      GROUP BY p.institution_code, p.month_index) AS h
JOIN (SELECT DISTINCT month, month_index FROM office_months) AS m ON m.month_index = h.month_index
LEFT JOIN kinds k ON length(h.institution_code) = 10 AND k.digit = substr(h.institution_code, 3, 1)
LEFT JOIN (SELECT institution_code, month_index,
                  avg(CASE WHEN 2 * place IN (readings, readings + 1, readings + 2) THEN seconds END) / 60
                      AS median_minutes
           FROM (SELECT institution_code, month_index, seconds,
                        row_number() OVER (PARTITION BY institution_code, month_index ORDER BY seconds) AS place,
                        count(*) OVER (PARTITION BY institution_code, month_index) AS readings
                 FROM rereads) AS ordered
           GROUP BY institution_code, month_index) AS r
  ON r.institution_code = h.institution_code AND r.month_index = h.month_index
