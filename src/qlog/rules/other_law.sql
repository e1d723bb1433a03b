-- ja: 他法の一覧。公費負担者番号のない行は、その受給者番号がログにあるすべての福祉事務所に当てはめる。
-- en: The other-law list; a row without an office belongs to every office whose log knows the recipient.
-- reads: other_law_file, recipient_months
SELECT payer_number, recipient_number, law, institution_code, valid_from, valid_to
FROM other_law_file
WHERE payer_number IS NOT NULL
UNION ALL
SELECT r.payer_number, o.recipient_number, o.law, o.institution_code, o.valid_from, o.valid_to
FROM other_law_file o
JOIN (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS r
  ON r.recipient_number = o.recipient_number
WHERE o.payer_number IS NULL
