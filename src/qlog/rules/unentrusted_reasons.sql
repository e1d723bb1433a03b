-- ja: 未委託受診の一行ごとに、状態の理由と根拠を文で示す。日付は4日まで並べ、それより多ければ最初と最後と日数で示す。どの一覧があれば確かめられるかも述べる。
-- en: One or two sentences a row of unentrusted_visits: the reason of its status and the evidence, and which list would clear it.
-- reads: unentrusted_visits, unentrusted_days, first_seen, office_months
SELECT month, payer_number, recipient_number, institution_code,
       CASE WHEN status = 'resolved' AND listed_days = 0
            THEN told || '受診を覆う券が、ログの別の確認にありました。登録があとになっただけなので、解消です。'
            WHEN status = 'resolved'
            THEN told || '受診を覆う券が、' || CASE WHEN listed_days = visit_days THEN '' ELSE 'ログの別の確認と' END
                 || '券の一覧にあります' || coalesce('（' || registered || '登録）', '')
                 || '。登録があとになっただけなので、解消です。'
            WHEN status = 'other_law'
            THEN told || '受診は、他法の一覧' || coalesce('（法別' || law || '）', '')
                 || 'の期間に入っています。券のいらない受診かもしれません。'
            WHEN status = 'pending' AND before_registration
            THEN told || '受診は登録日（' || registration || '）より前なので、登録を待っています。'
                 || CASE WHEN tickets_given THEN '' ELSE '券の一覧があれば、登録されたかを確かめられます。' END
            WHEN status = 'pending'
            THEN first_seen || 'に初めて記録された受給者で、まだ' || new_days
                 || '日たっていないので、登録が終わるのを待っています。'
            WHEN open_days = 0
            THEN '券が覆う日と、他法の一覧が覆う日があります。どちらか一方ではすべての日を説明できないので、確かめてください。'
            WHEN tickets_given
            THEN told || '受診を覆う券が、券の一覧にもログにもありません。' || rest
            ELSE told || '受診を覆う券が、ログにありません。' || rest || '券の一覧があれば、登録されたかを確かめられます。'
       END AS reason,
       month_index
FROM (SELECT u.*, e.open_days, e.listed_days, e.law,
             CASE WHEN e.told_days > 4
                  THEN e.month_of_year || '月' || e.first_day || '日から' || e.last_day || '日までの' || e.told_days || '日の'
                  ELSE e.month_of_year || '月' || e.day_1 || '日' || coalesce('・' || e.day_2 || '日', '')
                       || coalesce('・' || e.day_3 || '日', '') || coalesce('・' || e.day_4 || '日', '')
                       || CASE WHEN e.told_days > 1 THEN 'の' || e.told_days || '日の' ELSE 'の' END END AS told,
             CASE WHEN e.open_days < u.visit_days
                  THEN '（' || u.visit_days || '日のうち。ほかの日は、券か他法の一覧が覆っています。）' ELSE '' END AS rest,
             month(e.registered_on) || '月' || day(e.registered_on) || '日' AS registered,
             day(m.registration_date) || '日' AS registration,
             u.last_date < m.registration_date AND NOT m.tickets_known AS before_registration,
             m.tickets_given, m.new_recipient_days AS new_days,
             month(s.first_seen) || '月' || day(s.first_seen) || '日' AS first_seen
      FROM unentrusted_visits u
      JOIN (SELECT payer_number, recipient_number, institution_code, month_index,
                   sum(open) AS open_days, sum(by_listed_ticket) AS listed_days, sum(told) AS told_days,
                   CASE WHEN min(registered_on) = max(registered_on) THEN min(registered_on) END AS registered_on,
                   CASE WHEN min(law) = max(law) THEN min(law) END AS law, max(month(visit_date)) AS month_of_year,
                   min(CASE WHEN told = 1 THEN day(visit_date) END) AS first_day,
                   max(CASE WHEN told = 1 THEN day(visit_date) END) AS last_day,
                   max(CASE WHEN told = 1 AND place = 1 THEN day(visit_date) END) AS day_1,
                   max(CASE WHEN told = 1 AND place = 2 THEN day(visit_date) END) AS day_2,
                   max(CASE WHEN told = 1 AND place = 3 THEN day(visit_date) END) AS day_3,
                   max(CASE WHEN told = 1 AND place = 4 THEN day(visit_date) END) AS day_4
            FROM (SELECT o.*, sum(told) OVER (PARTITION BY payer_number, recipient_number, institution_code,
                                              month_index ORDER BY visit_date) AS place
                  FROM (SELECT d.*,
                               CASE WHEN d.by_ticket = 0 AND d.by_other_law = 0 THEN 1 ELSE 0 END AS open,
                               CASE WHEN u.status <> 'review' OR (d.by_ticket = 0 AND d.by_other_law = 0)
                                    THEN 1 ELSE 0 END AS told
                        FROM unentrusted_days d
                        JOIN unentrusted_visits u
                          ON u.payer_number = d.payer_number AND u.recipient_number = d.recipient_number
                         AND u.institution_code = d.institution_code AND u.month_index = d.month_index) AS o) AS p
            GROUP BY payer_number, recipient_number, institution_code, month_index) AS e
        ON e.payer_number = u.payer_number AND e.recipient_number = u.recipient_number
       AND e.institution_code = u.institution_code AND e.month_index = u.month_index
      JOIN office_months m ON m.payer_number = u.payer_number AND m.month_index = u.month_index
      JOIN first_seen s ON s.payer_number = u.payer_number AND s.recipient_number = u.recipient_number) AS facts
