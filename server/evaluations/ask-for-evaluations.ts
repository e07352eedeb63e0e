import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { createToken, hashToken } from "../accounts/access-token.ts";
import type { AttendanceBatch } from "../attendance/record-roster.ts";
import type { Context } from "../core/context.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { fullNameSql } from "../members/full-name.ts";
import { EvaluationLink } from "./evaluation.entity.ts";
import { addressSql } from "./evaluation.queries.ts";
import { awaitsHolderSql, canTakeCheckSql, owesEvaluationSql, wantOfHolders } from "./evaluation.rules.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Whose certificates of these records wait for an evaluation or a learning check is to be asked for it. `after`: the record up to which they were. */
    "evaluations.ask": AttendanceBatch & { after: string };
  }
}

/** How long a mailed link is good, in days. Each mail brings one of its own. */
export const linkDays = 60;

/** So many are asked in one transaction. */
const batchSize = 100;

const columns = { uploadId: "upload_id", recordId: "id", programId: "program_id" };
const noRecord = "00000000-0000-0000-0000-000000000000";

/** Leaves a job for records that were just made, where a program of theirs wants evaluations or learning checks. */
export async function askForEvaluations(
  tx: EntityManager,
  programIds: readonly string[],
  batch: AttendanceBatch,
): Promise<void> {
  if (await wantOfHolders(tx, programIds))
    await enqueue(tx, "evaluations.ask", { ...batch, after: noRecord }, Urgency.BULK);
}

/** Whom to ask, and of what. */
export interface Asked {
  memberId: string;
  accountId: string | null;
  name: string;
  address: string;
  programId: string;
  title: string;
  /** Whether sessions of it are chosen, of which a certificate is generated. */
  isConference: boolean;
  owesEvaluation: boolean;
  /** And can take it: who has no attempt left has nothing to do. */
  owesCheck: boolean;
}

/** SQL of the columns that say what member `m` owes program `p` and can do. */
export const owedColumns = `${owesEvaluationSql("m.id", "p.id")} AS "owesEvaluation", ${canTakeCheckSql("m.id", "p.id")} AS "owesCheck"`;

/** SQL of whether member `m` owes program `p` anything that they can do. */
export const canDoSql = `(${owesEvaluationSql("m.id", "p.id")} OR ${canTakeCheckSql("m.id", "p.id")})`;

/** Mails the next of them a link each. Who has a mail of a program gets no second by this. */
export async function askNext(tx: EntityManager, ctx: Context, batch: AttendanceBatch, after: string): Promise<void> {
  const [[column, id] = []] = Object.entries(batch);
  const asked: (Asked & { recordId: string })[] = await tx.query(
    `SELECT r.id AS "recordId", m.id AS "memberId", m.account_id AS "accountId", ${fullNameSql("m")} AS name, ${addressSql("m")} AS address,
       p.id AS "programId", p.name AS title, false AS "isConference", ${owedColumns}
     FROM attendance_record r JOIN member m ON m.id = r.member_id JOIN program p ON p.id = r.program_id
     WHERE r.${columns[column as keyof typeof columns]} = $1 AND r.id > $2 AND r.session_id IS NULL AND r.reversed_at IS NULL
       AND m.active AND m.erased_at IS NULL AND ${addressSql("m")} IS NOT NULL AND ${awaitsHolderSql("r")} AND ${canDoSql}
       AND NOT EXISTS (SELECT FROM evaluation_link l WHERE l.member_id = m.id AND l.program_id = p.id)
     ORDER BY r.id LIMIT ${batchSize}`,
    [id, after],
  );
  for (const each of asked) await mailLink(tx, ctx, each, 0);
  const last = asked.at(-1);
  if (last && asked.length === batchSize)
    await enqueue(tx, "evaluations.ask", { ...batch, after: last.recordId }, Urgency.BULK);
}

/**
 * Mails one person a link of their own. Nobody else can use it, and once they have answered it shows that they have.
 * @param days 0: the first mail; else a reminder, after so many days. The same makes one mail
 */
export async function mailLink(
  tx: EntityManager,
  ctx: Context,
  { memberId, accountId, name, address, programId, title, isConference, owesEvaluation, owesCheck }: Asked,
  days: number,
): Promise<void> {
  const token = createToken();
  const expiresAt = DateTime.fromJSDate(ctx.now()).plus({ days: linkDays }).toJSDate();
  await tx.insert(EvaluationLink, { tokenHash: hashToken(token), memberId, programId, expiresAt, days });
  const link = `${ctx.config.publicUrl}/evaluate#token=${token}`;
  await writeLetter(
    tx,
    ctx,
    {
      kind: MailKind.EVALUATION,
      cause: `evaluation:${programId}:${memberId}`,
      occasion: String(days),
      subjectId: programId,
      secrets: [{ value: link, what: "link" }],
      subject: say(days === 0 ? "mail.evaluationSubject" : "mail.evaluationReminderSubject", { title }),
      paragraphs: [
        owesEvaluation
          ? say(isConference ? "mail.evaluationOfConference" : "mail.evaluation", { title })
          : say(isConference ? "mail.checkOfConference" : "mail.check", { title }),
        ...(owesEvaluation && owesCheck ? [say("mail.checkToo")] : []),
        say("mail.evaluationLink", { link, days: linkDays }),
        ...(owesEvaluation ? [say("mail.evaluationAnonymous")] : []),
      ],
    },
    [{ accountId, address, name }],
  );
}
