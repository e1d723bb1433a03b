-- ja: 受給者の呼び名。ログの最も新しい行の氏名・カナ・生年月日。
-- en: How recipients are called: name, kana and birth date of the newest check that carries a name.
-- reads: checks
SELECT payer_number, recipient_number, name, kana, birth_date
FROM (SELECT payer_number, recipient_number, name, kana, birth_date,
             row_number() OVER (PARTITION BY payer_number, recipient_number
                 ORDER BY last_checked_at DESC, name NULLS LAST, kana NULLS LAST, birth_date NULLS LAST) AS newest
      FROM (SELECT payer_number, recipient_number, name, kana, birth_date, max(checked_at) AS last_checked_at
            FROM checks
            WHERE name IS NOT NULL OR kana IS NOT NULL
            GROUP BY payer_number, recipient_number, name, kana, birth_date) AS forms) AS ranked
WHERE newest = 1
