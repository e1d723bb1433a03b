-- ja: 券の一覧。変更前の受給者番号の券も、いまの番号の券とみなす。公費負担者番号のない行は、その受給者がログにいるすべての福祉事務所の券とみなす。
-- en: The tickets file under the newest numbers; a row without an office belongs to every office whose log knows the recipient.
-- reads: tickets_file, known_numbers
SELECT k.payer_number, k.recipient_number, t.institution_code, t.valid_from, t.valid_to, t.registered_on
FROM tickets_file t
JOIN known_numbers k
  ON k.known_number = t.recipient_number AND (t.payer_number IS NULL OR t.payer_number = k.payer_number)
