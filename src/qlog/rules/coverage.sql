-- ja: 福祉事務所・月ごとに、ログがどこまで見えているか。医療機関等の一覧があれば、一覧のうちログに現れた割合も示す。ログは下限であり、行がないことは受診がないことを意味しない。
-- en: How much the log shows of an office's month; with an institutions file, the share of the listed institutions that have a row.
-- reads: office_months, recipient_months, institution_checks, institution_names
SELECT m.month, m.payer_number, coalesce(r.recipients_seen, 0) AS recipients_seen,
       coalesce(i.institutions_seen, 0) AS institutions_seen,
       CASE WHEN a.institutions_listed > 0 THEN a.institutions_listed END AS institutions_listed,
       CASE WHEN a.institutions_listed > 0 THEN coalesce(l.listed_seen, 0) END AS listed_seen,
       CASE WHEN a.institutions_listed > 0
            THEN CAST(coalesce(l.listed_seen, 0) AS DOUBLE) / a.institutions_listed END AS listed_share,
       m.as_of AS last_date, m.unfinished
FROM office_months m
LEFT JOIN (SELECT payer_number, month_index, count(*) AS recipients_seen
           FROM recipient_months GROUP BY payer_number, month_index) AS r
  ON r.payer_number = m.payer_number AND r.month_index = m.month_index
LEFT JOIN (SELECT payer_number, month_index, count(DISTINCT institution_code) AS institutions_seen
           FROM institution_checks GROUP BY payer_number, month_index) AS i
  ON i.payer_number = m.payer_number AND i.month_index = m.month_index
LEFT JOIN (SELECT c.payer_number, c.month_index, count(DISTINCT c.institution_code) AS listed_seen
           FROM institution_checks c
           JOIN institution_names n ON n.institution_code = c.institution_code
           GROUP BY c.payer_number, c.month_index) AS l
  ON l.payer_number = m.payer_number AND l.month_index = m.month_index
CROSS JOIN (SELECT count(DISTINCT institution_code) AS institutions_listed FROM institution_names) AS a
