-- ja: 受診＝ひとりの受給者が、ひとつの医療機関等に、ある暦日（日本時間）に、本人がいたと言える確認を一回以上残したこと。入院の確認は数えない。
-- en: A visit is one recipient at one institution on one calendar day (JST) with a check that implies presence; inpatient checks do not count.
-- reads: checks, presence_methods, kinds
SELECT payer_number, recipient_number, institution_code, visit_date,
       coalesce(k.kind, 'other') AS kind,
       checks, checks_by_card, tickets > 0 AS entrusted,
       year(visit_date) * 12 + month(visit_date) - 1 AS month_index
FROM (SELECT c.payer_number, c.recipient_number, c.institution_code,
             CAST(c.checked_at AS DATE) AS visit_date,
             count(*) AS checks,
             count(CASE WHEN c.method = '01' THEN 1 END) AS checks_by_card,
             count(CASE WHEN c.ticket_kind IS NOT NULL OR c.valid_from IS NOT NULL OR c.valid_to IS NOT NULL
                        THEN 1 END) AS tickets
      FROM checks c
      JOIN presence_methods p ON p.payer_number = c.payer_number AND p.method = c.method
      WHERE c.care_type IS NULL OR c.care_type <> '01'
      GROUP BY c.payer_number, c.recipient_number, c.institution_code, CAST(c.checked_at AS DATE)) AS days
LEFT JOIN kinds k ON length(institution_code) = 10 AND k.digit = substr(institution_code, 3, 1)
