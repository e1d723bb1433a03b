-- ja: 受給者ごと・月ごとの、確認の件数と最初の日。要約と「新しい受給者」の判断に使う。
-- en: Checks and first date by recipient and month; feeds the summary and the question who is new.
-- reads: checks
SELECT payer_number, recipient_number,
       year(checked_at) * 12 + month(checked_at) - 1 AS month_index,
       count(*) AS checks,
       min(CAST(checked_at AS DATE)) AS first_date
FROM checks
GROUP BY payer_number, recipient_number, year(checked_at) * 12 + month(checked_at) - 1
