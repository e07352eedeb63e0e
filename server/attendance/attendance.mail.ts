import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { consoleAddress } from "../mail/console-address.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { isOpenSql, reportingDueOnSql } from "../programs/offering.rules.ts";
import { peopleAt } from "../providers/people-at.ts";

/** A mail names so many of its programs; how many more there are it says. */
const mostNamed = 20;

interface Recorded {
  programId: string;
  providerId: string;
  number: string;
  title: string;
  attended: number;
  /** Offerings whose attendance is still to be reported, and until when the next one's may be; null where none is. */
  open: number;
  dueOn: string | null;
}

/**
 * Tells the people at a provider what was recorded of the rows of `roster_checked`, program by program, and what is still to be reported.
 * @param uploadId null for a single entry
 */
export async function tellRecorded(tx: EntityManager, ctx: Context, uploadId: string | null): Promise<void> {
  const programs: Recorded[] = await tx.query(
    `SELECT p.id AS "programId", p.provider_id AS "providerId", p.number, p.name AS title, c.attended,
       count(o.id)::int AS open, min(${reportingDueOnSql("o")})::date AS "dueOn"
     FROM (SELECT program_id, count(*)::int AS attended FROM roster_checked GROUP BY program_id) c
       JOIN program p ON p.id = c.program_id
       LEFT JOIN offering o ON o.program_id = p.id AND ${isOpenSql("o")}
     GROUP BY p.id, c.attended ORDER BY p.number`,
  );
  const [first] = programs;
  if (!first) return;
  const people = programs.reduce((sum, { attended }) => sum + attended, 0);
  const kind = MailKind.ATTENDANCE_RECORDED;
  const paragraphs = programs
    .slice(0, mostNamed)
    .map(({ number, title, attended, open, dueOn }) =>
      dueOn === null
        ? say("attendanceMail.program", { number, title, attended })
        : say("attendanceMail.programOpen", { number, title, attended, open, dueOn }),
    );
  const more = programs.length - mostNamed;
  await writeLetter(
    tx,
    ctx,
    {
      kind,
      cause: uploadId ? `recorded:${uploadId}` : `recorded:${first.programId}:${ctx.now().toISOString()}`,
      subjectId: uploadId ?? first.programId,
      subject:
        programs.length === 1
          ? say("attendanceMail.subject", { number: first.number, people })
          : say("attendanceMail.subjectMany", { programs: programs.length, people }),
      paragraphs: [
        say("attendanceMail.recorded", { people }),
        ...paragraphs,
        ...(more > 0 ? [say("attendanceMail.more", { more })] : []),
        say("attendanceMail.next"),
        say("attendanceMail.open", {
          link: uploadId
            ? consoleAddress(ctx, "attendance-uploads", uploadId)
            : consoleAddress(ctx, "programs", first.programId),
        }),
      ],
    },
    await peopleAt(tx, first.providerId, kind),
  );
}
