-- ja: 福祉事務所ごと・月ごとの医療機関等の姿（受診者数、受診数、再確認、一括照会、未委託、頻回受診の傾向）。
-- en: What the log of one office shows of each institution in a month.
-- reads: institution_checks, visits, frequent_visits
SELECT c.payer_number, c.month_index, c.institution_code, c.bulk_queries,
       coalesce(v.recipients, 0) AS recipients, coalesce(v.visits, 0) AS visits, coalesce(v.checks, 0) AS checks,
       coalesce(v.repeated, 0) AS repeated, coalesce(v.unentrusted_visits, 0) AS unentrusted_visits,
       coalesce(f.frequent_recipients, 0) AS frequent_recipients
FROM (SELECT payer_number, month_index, institution_code,
             sum(CASE WHEN method = '04' THEN checks ELSE 0 END) AS bulk_queries
      FROM institution_checks
      GROUP BY payer_number, month_index, institution_code) AS c
LEFT JOIN (SELECT payer_number, month_index, institution_code,
                  count(DISTINCT recipient_number) AS recipients, count(*) AS visits, sum(checks) AS checks,
                  sum(CASE WHEN checks >= 2 THEN 1 ELSE 0 END) AS repeated,
                  sum(CASE WHEN entrusted THEN 0 ELSE 1 END) AS unentrusted_visits
           FROM visits
           GROUP BY payer_number, month_index, institution_code) AS v
  ON v.payer_number = c.payer_number AND v.month_index = c.month_index AND v.institution_code = c.institution_code
LEFT JOIN (SELECT payer_number, month_index, institution_code, count(*) AS frequent_recipients
           FROM frequent_visits
           WHERE unit = 'institution' AND level = 'screened'
           GROUP BY payer_number, month_index, institution_code) AS f
  ON f.payer_number = c.payer_number AND f.month_index = c.month_index AND f.institution_code = c.institution_code
