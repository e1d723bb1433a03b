-- ja: 暦月ごとの受診日数（確認の回数ではなく日数）。同じ医療機関ごとと、対象の種別の医療機関を合わせた受給者ごと。前月・前々月に行がなければ0日。
-- en: Visit days by calendar month, not rolling: by recipient and institution, and by recipient over all institutions of the kinds counted.
-- reads: visits, frequent_kinds, office_months
SELECT m.month, d.payer_number, d.unit, d.recipient_number, d.institution_code, d.days,
       coalesce(sum(d.days) OVER (PARTITION BY d.unit, d.payer_number, d.recipient_number, d.institution_code
           ORDER BY d.month_index RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING), 0) AS days_prev1,
       coalesce(sum(d.days) OVER (PARTITION BY d.unit, d.payer_number, d.recipient_number, d.institution_code
           ORDER BY d.month_index RANGE BETWEEN 2 PRECEDING AND 2 PRECEDING), 0) AS days_prev2,
       sum(d.days) OVER (PARTITION BY d.unit, d.payer_number, d.recipient_number, d.institution_code
           ORDER BY d.month_index RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS days_3m,
       d.month_index
FROM (SELECT 'institution' AS unit, v.payer_number, v.recipient_number, v.institution_code, v.month_index,
             count(*) AS days
      FROM visits v
      JOIN frequent_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
      GROUP BY v.payer_number, v.recipient_number, v.institution_code, v.month_index
      UNION ALL
      SELECT 'recipient' AS unit, payer_number, recipient_number, '' AS institution_code, month_index,
             count(*) AS days
      FROM (SELECT DISTINCT v.payer_number, v.recipient_number, v.month_index, v.visit_date
            FROM visits v
            JOIN frequent_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind) AS dates
      GROUP BY payer_number, recipient_number, month_index) AS d
JOIN office_months m ON m.payer_number = d.payer_number AND m.month_index = d.month_index
