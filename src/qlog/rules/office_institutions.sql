-- ja: 福祉事務所ごと・月ごとの医療機関等の姿（受診者数、受診数、再確認、一括照会、未委託、頻回受診の傾向）。
-- en: What the log of one office shows of each institution in a month.
-- reads: institution_checks, visits, frequent_visits, office_months, shown_names, kinds
SELECT m.month, c.payer_number, c.institution_code, n.institution_name, coalesce(k.kind, 'other') AS kind,
       coalesce(v.recipients, 0) AS recipients, coalesce(v.visits, 0) AS visits, coalesce(v.checks, 0) AS checks,
       coalesce(v.repeated, 0) AS repeated,
       CASE WHEN v.visits > 0 THEN CAST(v.repeated AS DOUBLE) / v.visits END AS repeat_rate,
       c.bulk_queries, coalesce(v.unentrusted_visits, 0) AS unentrusted_visits,
       coalesce(f.frequent_recipients, 0) AS frequent_recipients
FROM (SELECT payer_number, month_index, institution_code,
             sum(CASE WHEN method = '04' THEN checks ELSE 0 END) AS bulk_queries
      FROM institution_checks
      GROUP BY payer_number, month_index, institution_code) AS c
JOIN office_months m ON m.payer_number = c.payer_number AND m.month_index = c.month_index
LEFT JOIN shown_names n ON n.institution_code = c.institution_code
LEFT JOIN kinds k ON length(c.institution_code) = 10 AND k.digit = substr(c.institution_code, 3, 1)
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
