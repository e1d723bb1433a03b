-- ja: 受給者の生まれた年代（1950年代など）。ログの最も新しい行の生年月日による。年齢階級別の集計のために使い、仮名にしても残る。
-- en: The decade in which a recipient was born, by the newest check that carries a birth date; for counts by age group.
-- reads: checks
SELECT payer_number, recipient_number,
       CAST(extract(year FROM birth_date) - extract(year FROM birth_date) % 10 AS BIGINT) AS birth_decade
FROM (SELECT payer_number, recipient_number, birth_date,
             row_number() OVER (PARTITION BY payer_number, recipient_number
                                ORDER BY last_checked_at DESC, birth_date) AS newest
      FROM (SELECT payer_number, recipient_number, birth_date, max(checked_at) AS last_checked_at
            FROM checks
            WHERE birth_date IS NOT NULL
            GROUP BY payer_number, recipient_number, birth_date) AS dates) AS ranked
WHERE newest = 1
