/** SQL: whoever made link `l` of program `p`, or of a session of it, may still act for it. */
export const linkHoldsSql = `EXISTS (SELECT FROM account a WHERE a.id = l.made_by_account_id AND a.disabled_at IS NULL
  AND (a.staff_roles <> '{}' OR EXISTS (SELECT FROM provider_account c JOIN provider v ON v.id = c.provider_id AND v.status = 'ACTIVE'
    WHERE c.account_id = a.id AND c.provider_id = p.provider_id)))
  AND p.status NOT IN ('DENIED', 'WITHDRAWN', 'CANCELLED')`;
