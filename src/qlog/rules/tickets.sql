-- ja: 券の一覧。公費負担者番号のない行は、その受給者番号がログにあるすべての福祉事務所の券とみなす。
-- en: The tickets file; a row without an office belongs to every office whose log knows the recipient.
-- reads: tickets_file, recipient_months
SELECT payer_number, recipient_number, institution_code, valid_from, valid_to, registered_on
FROM tickets_file
WHERE payer_number IS NOT NULL
UNION ALL
SELECT r.payer_number, t.recipient_number, t.institution_code, t.valid_from, t.valid_to, t.registered_on
FROM tickets_file t
JOIN (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS r
  ON r.recipient_number = t.recipient_number
WHERE t.payer_number IS NULL
