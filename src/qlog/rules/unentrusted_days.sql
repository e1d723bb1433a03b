-- ja: 未委託の受診を一日ずつ見て、その日を覆う医療券・調剤券（券の一覧、またはログのどれかの行に載った券）や他法の一覧があるかを調べる。
-- en: Each unentrusted visit, and whether a ticket (of the tickets file or seen on any check) or the other-law list covers its date.
-- reads: visits, checks, tickets, other_law
SELECT o.payer_number, o.recipient_number, o.institution_code, o.visit_date, o.month_index,
       max(CASE WHEN t.valid_from IS NULL THEN 0 ELSE 1 END) AS by_ticket,
       max(CASE WHEN w.valid_from IS NULL THEN 0 ELSE 1 END) AS by_other_law,
       coalesce(max(t.listed), 0) AS by_listed_ticket,
       min(t.registered_on) AS registered_on,
       min(w.law) AS law
FROM (SELECT * FROM visits WHERE NOT entrusted) AS o
LEFT JOIN (SELECT c.payer_number, c.recipient_number, c.institution_code, c.valid_from, c.valid_to,
                  0 AS listed, CAST(NULL AS DATE) AS registered_on
           FROM checks c
           JOIN (SELECT DISTINCT payer_number, recipient_number, institution_code
                 FROM visits WHERE NOT entrusted) AS p
             ON p.payer_number = c.payer_number AND p.recipient_number = c.recipient_number
            AND p.institution_code = c.institution_code
           WHERE c.valid_from IS NOT NULL AND c.valid_to IS NOT NULL
           GROUP BY c.payer_number, c.recipient_number, c.institution_code, c.valid_from, c.valid_to
           UNION ALL
           SELECT payer_number, recipient_number, institution_code, valid_from, valid_to, 1 AS listed, registered_on
           FROM tickets) AS t
  ON t.payer_number = o.payer_number AND t.recipient_number = o.recipient_number
 AND t.institution_code = o.institution_code
 AND o.visit_date >= t.valid_from AND o.visit_date <= t.valid_to
LEFT JOIN other_law w
  ON w.payer_number = o.payer_number AND w.recipient_number = o.recipient_number
 AND (w.institution_code IS NULL OR w.institution_code = o.institution_code)
 AND o.visit_date >= w.valid_from AND (w.valid_to IS NULL OR o.visit_date <= w.valid_to)
GROUP BY o.payer_number, o.recipient_number, o.institution_code, o.visit_date, o.month_index
