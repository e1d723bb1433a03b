-- ja: 未委託受診。受給者・医療機関・月ごとに、解消（券がすべての日を覆う）、他法の可能性（一覧がすべての日を覆う）、登録待ち（登録日より前の日だけで券の一覧がまだ言えない、または新しい受給者）、要確認（それ以外）のどれかになる。
-- en: Unentrusted visits by recipient, institution and month: resolved, other_law, pending or review, in this order.
-- reads: unentrusted_days, first_seen, office_months
SELECT m.month, g.payer_number, g.recipient_number, g.institution_code,
       g.visit_days, g.first_date, g.last_date,
       CASE WHEN g.by_ticket = g.visit_days THEN 'resolved'
            WHEN g.by_other_law = g.visit_days THEN 'other_law'
            WHEN g.last_date < m.registration_date AND NOT m.tickets_known THEN 'pending'
            WHEN s.first_seen > m.new_since AND s.first_seen >= m.new_is_knowable_from THEN 'pending'
            ELSE 'review' END AS status,
       g.month_index
FROM (SELECT payer_number, recipient_number, institution_code, month_index,
             count(*) AS visit_days, min(visit_date) AS first_date, max(visit_date) AS last_date,
             sum(by_ticket) AS by_ticket, sum(by_other_law) AS by_other_law
      FROM unentrusted_days
      GROUP BY payer_number, recipient_number, institution_code, month_index) AS g
JOIN office_months m ON m.payer_number = g.payer_number AND m.month_index = g.month_index
JOIN first_seen s ON s.payer_number = g.payer_number AND s.recipient_number = g.recipient_number
