import { badgeSql } from "../conferences/badge.ts";
import { endedStatuses } from "../conferences/conference.policy.ts";
import type { Context } from "../core/context.ts";

/** The badge of one of the viewer's registrations. */
export interface BadgeRow {
  id: string;
  number: string;
  conference: string;
  startsOn: string;
  endsOn: string;
  registrationType: string;
}

/** So many of one person are shown. */
const mostBadges = 50;

/** The badges of the viewer's registrations for conferences that have not ended, the next one first. */
export function badgesOfViewer(ctx: Context): Promise<BadgeRow[]> {
  return ctx.db.query(
    `SELECT r.id, ${badgeSql} AS number, p.name AS conference, p.starts_on AS "startsOn", p.ends_on AS "endsOn",
       r.registration_type AS "registrationType"
     FROM registration r JOIN program p ON p.id = r.program_id
     WHERE p.ends_on >= ($2::timestamptz - interval '1 day')::date AND NOT p.status = ANY($4)
       AND (r.member_id = $1 OR r.member_id IS NULL AND r.email IN (
         SELECT a.address FROM email_address a WHERE a.account_id = $3 AND a.verified_at IS NOT NULL))
     ORDER BY p.starts_on, p.id, r.email LIMIT ${mostBadges}`,
    [ctx.viewer.memberId, ctx.now(), ctx.viewer.accountId, endedStatuses],
  );
}
