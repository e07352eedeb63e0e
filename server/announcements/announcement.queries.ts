import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { hasEndedSql } from "../programs/offering.rules.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import type { Announcement } from "./announcement.entity.ts";

export interface AnnouncementRow
  extends Pick<Announcement, "id" | "programId" | "status" | "subject" | "text" | "roles" | "states" | "reason"> {
  provider: string;
}

const rows = `SELECT n.id, n.program_id AS "programId", n.status, n.subject, n.text, n.roles, n.states, n.reason, v.name AS provider
  FROM announcement n JOIN program p ON p.id = n.program_id JOIN provider v ON v.id = p.provider_id`;

export async function announcementOf(tx: EntityManager, programId: string): Promise<AnnouncementRow> {
  const [row] = await tx.query(`${rows} WHERE n.program_id = $1`, [programId]);
  return row;
}

/** The announcement of each program; null where nobody wrote one. */
export const announcementOfProgram = defineLoader<string, AnnouncementRow | null>(async (ctx, programIds) => {
  const found: AnnouncementRow[] = await ctx.db.query(`${rows} WHERE n.program_id = ANY($1::uuid[])`, [programIds]);
  return orderByKey([...programIds], found, (row) => row.programId);
});

export interface AnnouncementRequest {
  programId: string;
  number: string;
  name: string;
  provider: string;
  status: string | null;
}

/** More than an office works through in a day. */
const mostInQueue = 200;

/** What waits for staff, the program that is first first: asked for in the application and not written yet, written, or stopped. */
export const announcementQueue = (ctx: Context): Promise<AnnouncementRequest[]> =>
  ctx.db.query(
    `SELECT p.id AS "programId", p.number, p.name, v.name AS provider, n.status
     FROM program p JOIN provider v ON v.id = p.provider_id LEFT JOIN announcement n ON n.program_id = p.id
     WHERE n.status IN ('PROPOSED', 'STOPPED', 'SENDING')
       OR (n.id IS NULL AND p.request_email_blast AND p.status = ANY($1) AND EXISTS (
         SELECT FROM offering o WHERE o.program_id = p.id AND NOT ${hasEndedSql("o", "$2")}))
     ORDER BY p.starts_on, p.id LIMIT ${mostInQueue}`,
    [approvedStatuses, ctx.now()],
  );

export interface MailCount {
  status: string;
  count: number;
}

/** How many mails of each announcement are how far. */
export const mailsOfAnnouncement = defineLoader<string, MailCount[]>(async (ctx, ids) => {
  const found: (MailCount & { id: string })[] = await ctx.db.query(
    `SELECT subject_id AS id, status, count(*)::int AS count FROM mail
     WHERE subject_id = ANY($1::uuid[]) AND kind = 'ANNOUNCEMENT' GROUP BY 1, 2 ORDER BY 2`,
    [ids],
  );
  return ids.map((id) => found.filter((row) => row.id === id));
});
