-- ja: 受給者が最初に現れた日（ログの最初の行と、券の一覧の日付のうち早いほう）。ログの始まりから間もない場合は、新しい受給者かどうか分からない。
-- en: First date a recipient is known by: the first row of the log, or an earlier date in the tickets file.
-- reads: recipient_months, tickets
SELECT payer_number, recipient_number, min(first_date) AS first_seen
FROM (SELECT payer_number, recipient_number, first_date FROM recipient_months
      UNION ALL
      SELECT payer_number, recipient_number, valid_from AS first_date FROM tickets
      UNION ALL
      SELECT payer_number, recipient_number, registered_on AS first_date FROM tickets) AS known
GROUP BY payer_number, recipient_number
