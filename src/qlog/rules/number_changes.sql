-- ja: 受給者番号が変わったかもしれない組。生年月日とカナが同じで、ログに現れる期間が重ならない二つの番号。並べるだけで、自動で一人にまとめることはない（確かめたら aliases に書く）。
-- en: Numbers that may be one person's: same birth date and kana, never in the log at the same time. Listed only, never merged.
-- reads: checks
SELECT payer_number, old_number, new_number, old_last_date, new_first_date
FROM (SELECT a.payer_number, a.recipient_number AS old_number, b.recipient_number AS new_number,
             a.last_date AS old_last_date, b.first_date AS new_first_date,
             row_number() OVER (PARTITION BY a.payer_number, a.recipient_number
                                ORDER BY b.first_date, b.recipient_number) AS nearest
      FROM (SELECT payer_number, recipient_number, birth_date, kana,
                   min(CAST(checked_at AS DATE)) AS first_date, max(CAST(checked_at AS DATE)) AS last_date
            FROM checks
            WHERE birth_date IS NOT NULL AND kana IS NOT NULL
            GROUP BY payer_number, recipient_number, birth_date, kana) AS a
      JOIN (SELECT payer_number, recipient_number, birth_date, kana,
                   min(CAST(checked_at AS DATE)) AS first_date, max(CAST(checked_at AS DATE)) AS last_date
            FROM checks
            WHERE birth_date IS NOT NULL AND kana IS NOT NULL
            GROUP BY payer_number, recipient_number, birth_date, kana) AS b
        ON b.payer_number = a.payer_number AND b.birth_date = a.birth_date AND b.kana = a.kana
       AND b.first_date > a.last_date) AS pairs
WHERE nearest = 1
