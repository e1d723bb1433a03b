-- ja: 他法の一覧。変更前の受給者番号の行も、いまの番号の行とみなす。公費負担者番号のない行は、その受給者がログにいるすべての福祉事務所に当てはめる。
-- en: The other-law list under the newest numbers; a row without an office belongs to every office whose log knows the recipient.
-- reads: other_law_file, known_numbers
SELECT k.payer_number, k.recipient_number, o.law, o.institution_code, o.valid_from, o.valid_to
FROM other_law_file o
JOIN known_numbers k
  ON k.known_number = o.recipient_number AND (o.payer_number IS NULL OR o.payer_number = k.payer_number)
