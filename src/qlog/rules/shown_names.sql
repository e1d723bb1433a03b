-- ja: 医療機関等の名称。医療機関等の一覧にあればその名称、なければログの最も新しい行の名称。
-- en: The name to show of an institution: of the institutions file, else of the newest check that carries one.
-- reads: institution_checks, institution_names
SELECT coalesce(n.institution_code, d.institution_code) AS institution_code,
       coalesce(n.institution_name, d.institution_name) AS institution_name
FROM (SELECT institution_code, institution_name
      FROM (SELECT institution_code, institution_name,
                   row_number() OVER (PARTITION BY institution_code
                                      ORDER BY last_checked_at DESC, institution_name DESC) AS newest
            FROM (SELECT institution_code, institution_name, max(last_checked_at) AS last_checked_at
                  FROM institution_checks
                  WHERE institution_name IS NOT NULL
                  GROUP BY institution_code, institution_name) AS names) AS ranked
      WHERE newest = 1) AS d
FULL JOIN (SELECT institution_code, max(institution_name) AS institution_name
           FROM institution_names GROUP BY institution_code) AS n
  ON n.institution_code = d.institution_code
