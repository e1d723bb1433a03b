-- ja: 頻回受診の傾向。「把握対象の目安に該当」＝月の受診日数が基準（15日）以上で、かつ3か月の合計が基準（40日）以上。「早めの気づき」＝それ以外で、月の日数が早めの基準（10日）以上、または月の途中で今のペースが月の基準に届くもの。
-- en: screened: days of the month and of three months reach both thresholds. early: not screened, and days reach the early threshold or, in an unfinished month, the pace reaches the month's threshold.
-- reads: monthly_days, office_months
SELECT l.month, l.payer_number, l.unit, l.recipient_number, l.institution_code,
       l.days, l.days_prev1, l.days_prev2, l.days_3m, l.level, f.month AS first_month, l.month_index
FROM (SELECT j.*, min(month_index) OVER (PARTITION BY unit, payer_number, recipient_number, institution_code,
                                                      level, run) AS first_index
      FROM (SELECT i.*, month_index - row_number() OVER (PARTITION BY unit, payer_number, recipient_number,
                            institution_code, level ORDER BY month_index) AS run
            FROM (SELECT d.*,
                         CASE WHEN d.days >= m.month_days AND d.days_3m >= m.three_month_days THEN 'screened'
                              WHEN d.days >= m.early_days THEN 'early'
                              WHEN m.unfinished AND m.elapsed_days >= m.early_after_day
                                   AND d.days * m.month_length >= m.month_days * m.elapsed_days THEN 'early'
                         END AS level
                  FROM monthly_days d
                  JOIN office_months m ON m.payer_number = d.payer_number AND m.month_index = d.month_index) AS i
            WHERE level IS NOT NULL) AS j) AS l
JOIN office_months f ON f.payer_number = l.payer_number AND f.month_index = l.first_index
