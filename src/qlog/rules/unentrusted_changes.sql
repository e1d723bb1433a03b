-- ja: 前回の判定から何が変わったか。新規、要確認になった（登録待ちなどだったもの）、継続、確認がいらなくなった（解消または他法）、再び確認待ち、ログからなくなった。前回も今回も確認のいらない行は載せない。
-- en: What changed since the statuses judged last: new, to_review, still_open, resolved, reopened or gone. Open means pending or review; rows closed then and now are left out.
-- reads: unentrusted_visits, judged_before
SELECT month, payer_number, recipient_number, institution_code, status_before, status,
       CASE WHEN status_before IS NULL THEN 'new'
            WHEN status IS NULL THEN 'gone'
            WHEN status IN ('resolved', 'other_law') THEN 'resolved'
            WHEN status_before IN ('resolved', 'other_law') THEN 'reopened'
            WHEN status = 'review' AND status_before <> 'review' THEN 'to_review'
            ELSE 'still_open' END AS change
FROM (SELECT coalesce(u.month, b.month) AS month, coalesce(u.payer_number, b.payer_number) AS payer_number,
             coalesce(u.recipient_number, b.recipient_number) AS recipient_number,
             coalesce(u.institution_code, b.institution_code) AS institution_code,
             b.status AS status_before, u.status
      FROM unentrusted_visits u
      FULL JOIN judged_before b
        ON b.month = u.month AND b.payer_number = u.payer_number AND b.recipient_number = u.recipient_number
       AND b.institution_code = u.institution_code) AS pairs
WHERE status_before IS NULL OR status IS NULL
   OR NOT (status_before IN ('resolved', 'other_law') AND status IN ('resolved', 'other_law'))
