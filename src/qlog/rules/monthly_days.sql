-- ja: 暦月ごとの受診日数（確認の回数ではなく日数）。同じ医療機関ごとと、対象の種別の医療機関を合わせた受給者ごと。前月・前々月に行がなければ0日。
-- en: Visit days by calendar month, not rolling: by recipient and institution, and by recipient over all institutions of the kinds counted.
-- reads: visits, frequent_kinds, office_months
SELECT m.month, d.payer_number, d.unit, d.recipient_number, d.institution_code, d.days,
       d.days_prev1, d.days_prev2, d.days + d.days_prev1 + d.days_prev2 AS days_3m, d.month_index
FROM (SELECT unit, payer_number, recipient_number, institution_code, month_index, days,
             CASE WHEN index_1 = month_index - 1 THEN days_1 ELSE 0 END AS days_prev1,
             CASE WHEN index_1 = month_index - 2 THEN days_1
                  WHEN index_2 = month_index - 2 THEN days_2 ELSE 0 END AS days_prev2
      FROM (SELECT c.*, lag(month_index, 1) OVER w AS index_1, lag(days, 1) OVER w AS days_1,
                   lag(month_index, 2) OVER w AS index_2, lag(days, 2) OVER w AS days_2
            FROM (SELECT 'institution' AS unit, v.payer_number, v.recipient_number, v.institution_code,
                         v.month_index, count(*) AS days
                  FROM visits v
                  JOIN frequent_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
                  GROUP BY v.payer_number, v.recipient_number, v.institution_code, v.month_index
                  UNION ALL
                  SELECT 'recipient' AS unit, v.payer_number, v.recipient_number, '' AS institution_code,
                         v.month_index, count(DISTINCT v.visit_date) AS days
                  FROM visits v
                  JOIN frequent_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
                  GROUP BY v.payer_number, v.recipient_number, v.month_index) AS c
            -- a sort compares the keys in this order: those that differ most come first
            WINDOW w AS (PARTITION BY recipient_number, institution_code, payer_number, unit
                         ORDER BY month_index)) AS lagged) AS d
JOIN office_months m ON m.payer_number = d.payer_number AND m.month_index = d.month_index
