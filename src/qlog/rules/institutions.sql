-- ja: 医療機関等の月ごとの姿を、ログにあるすべての福祉事務所について合わせたもの。
-- en: What the whole input shows of each institution in a month, over all offices.
-- reads: office_institutions, shown_names, office_months, kinds
SELECT m.month, i.institution_code, n.institution_name,
       coalesce(k.kind, 'other') AS kind,
       i.recipients, i.visits, i.checks,
       CASE WHEN i.visits > 0 THEN CAST(i.repeated AS DOUBLE) / i.visits END AS repeat_rate,
       i.bulk_queries, i.unentrusted_visits, i.frequent_recipients
FROM (SELECT month_index, institution_code, sum(recipients) AS recipients, sum(visits) AS visits,
             sum(checks) AS checks, sum(repeated) AS repeated, sum(bulk_queries) AS bulk_queries,
             sum(unentrusted_visits) AS unentrusted_visits, sum(frequent_recipients) AS frequent_recipients
      FROM office_institutions
      GROUP BY month_index, institution_code) AS i
JOIN (SELECT DISTINCT month_index, month FROM office_months) AS m ON m.month_index = i.month_index
LEFT JOIN shown_names n ON n.institution_code = i.institution_code
LEFT JOIN kinds k ON length(i.institution_code) = 10 AND k.digit = substr(i.institution_code, 3, 1)
