-- ja: 同じ受診の中での読み直し。前の確認から10秒以上たった確認を、もう一度読んだものとみなす。数秒のうちに並ぶ行は、一度の読み取りが残した複数の行（併用の人、複数の券）とみなし、数えない。
-- en: Second readings within one visit: a check 10 seconds or more after the one before. Rows within seconds come from one reading (combined insurance, several tickets).
-- reads: checks, presence_methods, visits
SELECT payer_number, recipient_number, institution_code, visit_date, month_index, seconds
FROM (SELECT c.payer_number, c.recipient_number, c.institution_code, v.visit_date, v.month_index,
             hour(c.checked_at) * 3600 + minute(c.checked_at) * 60 + second(c.checked_at)
             - lag(hour(c.checked_at) * 3600 + minute(c.checked_at) * 60 + second(c.checked_at))
               OVER (PARTITION BY c.payer_number, c.recipient_number, c.institution_code, v.visit_date
                     ORDER BY c.checked_at) AS seconds
      FROM checks c
      JOIN presence_methods p ON p.payer_number = c.payer_number AND p.method = c.method
      JOIN visits v ON v.payer_number = c.payer_number AND v.recipient_number = c.recipient_number
                   AND v.institution_code = c.institution_code AND v.visit_date = CAST(c.checked_at AS DATE)
      WHERE v.checks >= 2 AND (c.care_type IS NULL OR c.care_type <> '01')) AS readings
WHERE seconds >= 10
