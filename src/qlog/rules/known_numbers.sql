-- ja: 受給者番号の読み替え表。ログにいる受給者は、いまの番号でも変更前の番号でも見つかる。
-- en: Every number a recipient is known by, the newest and the old ones, beside the newest.
-- reads: recipient_months, alias_map
SELECT payer_number, recipient_number AS known_number, recipient_number
FROM recipient_months
UNION
SELECT payer_number, old_number AS known_number, new_number AS recipient_number
FROM alias_map
