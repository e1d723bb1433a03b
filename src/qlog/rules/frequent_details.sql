-- ja: 頻回受診の傾向の背景。声をかける前に見る手がかりで、人を判断するものではない。短期集中（月の基準には達するが3か月の基準には達しない。前の二月がログになければ空欄）、同じ判定が何か月続いているか、ログにあるそれまでの月の平均との差、受診日のうち平日（月曜から金曜で祝日でない日）の割合、その月に受診したほかの医療機関の数（同じ建物の名前でも、コードが違えば別に数える）。
-- en: What stands around a tendency: short intensive treatment (empty if the log lacks one of the two months before), months in a row at the level, change against the mean of the earlier months in the log, share of weekdays, other institutions of the kinds counted in the month.
-- reads: frequent_visits, monthly_days, visits, frequent_kinds, office_months, dates
SELECT f.month, f.payer_number, f.unit, f.recipient_number, f.institution_code,
       CASE WHEN f.days < m.month_days OR f.days_3m >= m.three_month_days THEN FALSE
            WHEN m.both_before = 2 THEN TRUE END AS short_intensive,
       f.month_index - n.month_index + 1 AS months_in_a_row,
       CASE WHEN m.months_before > 0
            THEN f.days - CAST(coalesce(e.days, 0) AS DOUBLE) / m.months_before END AS trend,
       CAST(v.weekdays AS DOUBLE) / f.days AS weekday_share,
       v.other_institutions, f.month_index
FROM frequent_visits f
JOIN (SELECT payer_number, month_index, month_days, three_month_days,
             count(*) OVER (PARTITION BY payer_number ORDER BY month_index
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - 1 AS months_before,
             count(*) OVER (PARTITION BY payer_number ORDER BY month_index
                            RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) - 1 AS both_before
      FROM office_months) AS m
  ON m.payer_number = f.payer_number AND m.month_index = f.month_index
JOIN office_months n ON n.payer_number = f.payer_number AND n.month = f.first_month
LEFT JOIN (SELECT f.unit, f.payer_number, f.recipient_number, f.institution_code, f.month_index, sum(d.days) AS days
           FROM frequent_visits f
           JOIN monthly_days d
             ON d.unit = f.unit AND d.payer_number = f.payer_number AND d.recipient_number = f.recipient_number
            AND d.institution_code = f.institution_code AND d.month_index < f.month_index
           GROUP BY f.unit, f.payer_number, f.recipient_number, f.institution_code, f.month_index) AS e
  ON e.unit = f.unit AND e.payer_number = f.payer_number AND e.recipient_number = f.recipient_number
 AND e.institution_code = f.institution_code AND e.month_index = f.month_index
JOIN (SELECT f.unit, f.payer_number, f.recipient_number, f.institution_code, f.month_index,
             count(DISTINCT CASE WHEN d.weekday AND (f.unit = 'recipient' OR f.institution_code = v.institution_code)
                                 THEN v.visit_date END) AS weekdays,
             count(DISTINCT v.institution_code) - 1 AS other_institutions
      FROM frequent_visits f
      JOIN visits v ON v.payer_number = f.payer_number AND v.recipient_number = f.recipient_number
                   AND v.month_index = f.month_index
      JOIN frequent_kinds k ON k.payer_number = v.payer_number AND k.kind = v.kind
      JOIN dates d ON d.day = v.visit_date
      GROUP BY f.unit, f.payer_number, f.recipient_number, f.institution_code, f.month_index) AS v
  ON v.unit = f.unit AND v.payer_number = f.payer_number AND v.recipient_number = f.recipient_number
 AND v.institution_code = f.institution_code AND v.month_index = f.month_index
