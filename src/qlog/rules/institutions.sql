-- ja: 医療機関等の月ごとの姿を、ログにあるすべての福祉事務所について合わせたもの。
-- en: What the whole input shows of each institution in a month, over all offices.
-- reads: office_institutions
SELECT month, institution_code, institution_name, kind,
       sum(recipients) AS recipients, sum(visits) AS visits, sum(checks) AS checks,
       CASE WHEN sum(visits) > 0 THEN CAST(sum(repeated) AS DOUBLE) / sum(visits) END AS repeat_rate,
       sum(bulk_queries) AS bulk_queries, sum(unentrusted_visits) AS unentrusted_visits,
       sum(frequent_recipients) AS frequent_recipients
FROM office_institutions
GROUP BY month, institution_code, institution_name, kind
