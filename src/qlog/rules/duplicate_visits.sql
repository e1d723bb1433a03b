-- ja: 同日の重複資格確認。同じ医療機関で同じ日に複数回（読み直しが多い）、または複数の医科医療機関を同じ日に受診。薬局と訪問看護は医科に足さない。
-- en: The visits behind each duplicate: several checks at one institution, or several institutions of the kinds counted on one date.
-- reads: visits, duplicate_kinds, office_months
SELECT v.visit_date, v.payer_number, v.recipient_number, 'same_institution' AS pattern,
       v.institution_code, v.checks, v.month_index
FROM visits v
JOIN office_months m ON m.payer_number = v.payer_number AND m.month_index = v.month_index
WHERE v.checks >= m.same_institution_checks
UNION ALL
SELECT v.visit_date, v.payer_number, v.recipient_number, 'several_institutions' AS pattern,
       v.institution_code, v.checks, v.month_index
FROM visits v
JOIN duplicate_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
JOIN (SELECT v.payer_number, v.recipient_number, v.visit_date, count(*) AS institutions
      FROM visits v
      JOIN duplicate_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
      GROUP BY v.payer_number, v.recipient_number, v.visit_date
      HAVING count(*) >= 2) AS d -- no office can set less
  ON d.payer_number = v.payer_number AND d.recipient_number = v.recipient_number AND d.visit_date = v.visit_date
JOIN office_months m ON m.payer_number = v.payer_number AND m.month_index = v.month_index
WHERE d.institutions >= m.institutions_a_day
