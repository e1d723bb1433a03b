-- ja: 医療機関等ごと・月ごと・確認方法ごとの確認の件数。名称は届いたまま分けて数える。
-- en: Checks by institution, month, method and delivered name.
-- reads: checks
SELECT payer_number, institution_code, institution_name, method,
       year(checked_at) * 12 + month(checked_at) - 1 AS month_index,
       count(*) AS checks,
       max(checked_at) AS last_checked_at
FROM checks
GROUP BY payer_number, institution_code, institution_name, method,
         year(checked_at) * 12 + month(checked_at) - 1
