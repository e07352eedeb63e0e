import type { EntityManager } from "typeorm";
import { MailKind } from "../mail/mail.entity.ts";
import type { Announcement } from "./announcement.entity.ts";

export type Audience = Pick<Announcement, "roles" | "states">;

export interface AudienceMember {
  accountId: string;
  address: string;
  name: string;
}

/**
 * Active members whose primary address is verified, who want such mails and to whose address mail goes, over `$1` (roles) and `$2` (states).
 * Each account once.
 */
const audience = `account a
  JOIN email_address e ON e.account_id = a.id AND e.is_primary AND e.verified_at IS NOT NULL
  JOIN LATERAL (SELECT m.first_name, m.last_name FROM member m
    WHERE m.account_id = a.id AND m.active AND m.erased_at IS NULL AND m.merged_into_id IS NULL
      AND (cardinality($1::text[]) = 0 OR lower(m.role) = ANY($1)) AND (cardinality($2::text[]) = 0 OR lower(m.state) = ANY($2))
    LIMIT 1) m ON true
  WHERE a.status = 'ACTIVE'
    AND NOT EXISTS (SELECT FROM mail_opt_out o WHERE o.account_id = a.id AND o.kind = '${MailKind.ANNOUNCEMENT}')
    AND NOT EXISTS (SELECT FROM mail_suppression s WHERE s.address = e.address)`;

export async function countAudience(tx: EntityManager, { roles, states }: Audience): Promise<number> {
  const [{ count }] = await tx.query(`SELECT count(*)::int AS count FROM ${audience}`, [roles, states]);
  return count;
}

/** The next of an audience by account; fewer than `most` are the last. */
export const nextOfAudience = (
  tx: EntityManager,
  { roles, states, reachedAccountId }: Audience & Pick<Announcement, "reachedAccountId">,
  most: number,
): Promise<AudienceMember[]> =>
  tx.query(
    `SELECT a.id AS "accountId", e.address, concat_ws(' ', NULLIF(m.first_name, ''), NULLIF(m.last_name, '')) AS name
     FROM ${audience} AND ($3::uuid IS NULL OR a.id > $3) ORDER BY a.id LIMIT ${most}`,
    [roles, states, reachedAccountId],
  );
