-- ja: 受給者番号の変更を一人にまとめる。番号をそろえた後に同じになった行は一度だけ数える。
-- en: One person, one key: old numbers become the newest one, and rows that are then alike count once.
-- reads: delivered_checks, alias_map
SELECT checked_at, method, institution_code, institution_name, payer_number, recipient_number, reference_number,
       name, kana, sex, birth_date, validity, ticket_kind, care_type, service_month, valid_from, valid_to,
       single_or_combined, disease_1, disease_2, disease_3, line, delivery
FROM delivered_checks c
WHERE NOT EXISTS (SELECT 1 FROM alias_map a
                  WHERE a.payer_number = c.payer_number
                    AND (a.old_number = c.recipient_number OR a.new_number = c.recipient_number))
UNION ALL
SELECT checked_at, method, institution_code, institution_name, payer_number, recipient_number, reference_number,
       name, kana, sex, birth_date, validity, ticket_kind, care_type, service_month, valid_from, valid_to,
       single_or_combined, disease_1, disease_2, disease_3, min(line) AS line, min(delivery) AS delivery
FROM (SELECT c.checked_at, c.method, c.institution_code, c.institution_name, c.payer_number,
             a.new_number AS recipient_number, c.reference_number, c.name, c.kana, c.sex, c.birth_date,
             c.validity, c.ticket_kind, c.care_type, c.service_month, c.valid_from, c.valid_to,
             c.single_or_combined, c.disease_1, c.disease_2, c.disease_3, c.line, c.delivery
      FROM delivered_checks c
      JOIN (SELECT payer_number, old_number, new_number FROM alias_map
            UNION
            SELECT payer_number, new_number AS old_number, new_number FROM alias_map) AS a
        ON a.payer_number = c.payer_number AND a.old_number = c.recipient_number) AS renamed
GROUP BY checked_at, method, institution_code, institution_name, payer_number, recipient_number, reference_number,
         name, kana, sex, birth_date, validity, ticket_kind, care_type, service_month, valid_from, valid_to,
         single_or_combined, disease_1, disease_2, disease_3
