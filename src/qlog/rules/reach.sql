-- ja: 事務所の一覧（医療券・調剤券、他法、担当員、医療機関等、受給者番号の変更）のうち、ログの誰か（どこか）に当てはまる行の数と、ログにいる受給者（ある医療機関等）の数。一行も当てはまらない一覧は、番号の桁や月の取り違えかもしれないので知らせる。
-- en: How many rows of each reference file concern somebody, or some institution, of the log, and how many of these there are; none at all is a warning.
-- reads: tickets_file, other_law_file, caseworkers_file, institution_names, alias_map, known_numbers, recipient_months, institution_checks
SELECT 'tickets' AS kind, count(*) AS concerned,
       (SELECT count(*) FROM (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS p) AS in_log
FROM tickets_file t
WHERE EXISTS (SELECT 1 FROM known_numbers k WHERE k.known_number = t.recipient_number
                AND (t.payer_number IS NULL OR t.payer_number = k.payer_number))
UNION ALL
SELECT 'other_law' AS kind, count(*) AS concerned,
       (SELECT count(*) FROM (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS p) AS in_log
FROM other_law_file o
WHERE EXISTS (SELECT 1 FROM known_numbers k WHERE k.known_number = o.recipient_number
                AND (o.payer_number IS NULL OR o.payer_number = k.payer_number))
UNION ALL
SELECT 'caseworkers' AS kind, count(*) AS concerned,
       (SELECT count(*) FROM (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS p) AS in_log
FROM caseworkers_file w
WHERE EXISTS (SELECT 1 FROM known_numbers k WHERE k.known_number = w.recipient_number
                AND (w.payer_number IS NULL OR w.payer_number = k.payer_number))
UNION ALL
SELECT 'institution_names' AS kind, count(*) AS concerned,
       (SELECT count(DISTINCT institution_code) FROM institution_checks) AS in_log
FROM institution_names n
WHERE EXISTS (SELECT 1 FROM institution_checks c WHERE c.institution_code = n.institution_code)
UNION ALL
SELECT 'aliases' AS kind, count(*) AS concerned,
       (SELECT count(*) FROM (SELECT DISTINCT payer_number, recipient_number FROM recipient_months) AS p) AS in_log
FROM alias_map a
WHERE EXISTS (SELECT 1 FROM recipient_months r
              WHERE r.payer_number = a.payer_number AND r.recipient_number = a.new_number)
