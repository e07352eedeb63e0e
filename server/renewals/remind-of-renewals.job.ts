import { type EntityManager, In } from "typeorm";
import { readTranscript } from "../certificates/transcript.queries.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { heldSince } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { toStaySql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { addressSql } from "../evaluations/evaluation.queries.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { fullNameSql } from "../members/full-name.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { cycleBegin } from "./renewal.arithmetic.ts";
import { judgeTranscript, type Renewal } from "./renewal.queries.ts";
import { RenewalPart, RenewalRequirement } from "./renewal-requirement.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: licences may end so soon that their holders are to know what is missing. */
    "renewals.remind": Record<string, never>;
  }
}

/** So many days before a licence ends its holder is told what is missing, if anything is. */
export const renewalReminderDays = [180, 90, 30] as const;

/** So many are looked at in one transaction. */
const batchSize = 50;

interface Due {
  licenceId: string;
  expiresOn: string;
  requirementId: string;
  days: number;
  memberId: string;
  accountId: string;
  name: string;
  address: string;
}

/**
 * Whose licence ends so soon that they are due a look which they have not had: of the last step alone, where the job did not run for days. A licence is
 * looked at by the row of a requirement that is in force on its last day. Over $1, today.
 */
const due = `
  SELECT l.id AS licence_id, l.member_id, l.expires_on, q.id AS requirement_id, d.days FROM renewal_requirement q
  JOIN licence l ON l.kind_id = q.licence_kind_id AND l.expires_on BETWEEN $1::date AND $1::date + ${Math.max(...renewalReminderDays)}
  CROSS JOIN LATERAL (SELECT min(n.days) AS days FROM unnest(ARRAY[${renewalReminderDays.join(", ")}]) AS n (days)
    WHERE l.expires_on - $1::date <= n.days) d
  WHERE q.starts_on <= l.expires_on AND NOT EXISTS (
      SELECT FROM renewal_requirement n WHERE n.code = q.code AND n.starts_on > q.starts_on AND n.starts_on <= l.expires_on)
    AND NOT EXISTS (SELECT FROM renewal_reminder r
      WHERE r.licence_id = l.id AND r.requirement_id = q.id AND r.expires_on = l.expires_on AND r.days <= d.days)`;

/**
 * Tells members what is missing for their renewal, 180, 90 and 30 days before their licence ends; who has enough hears nothing. Who has no
 * account is not told: they could neither look at what counts nor turn it off.
 */
export const remindOfRenewalsJob = defineJob("renewals.remind", async (ctx: Context) => {
  // A restored copy reminds nobody: it does not know what they earned since.
  if (await heldSince(ctx)) return;
  const { timeZone } = await loadSettings(ctx.db.manager);
  const today = localDay(ctx.now(), timeZone);
  for (;;) {
    const looked = await inTransaction(ctx, async (tx) => {
      const people: Due[] = await tx.query(
        `SELECT x.licence_id AS "licenceId", x.expires_on AS "expiresOn", x.requirement_id AS "requirementId", x.days,
           m.id AS "memberId", m.account_id AS "accountId", ${fullNameSql("m")} AS name, ${addressSql("m")} AS address
         FROM (${due}) x JOIN member m ON m.id = x.member_id
         WHERE m.active AND m.erased_at IS NULL AND m.merged_into_id IS NULL AND m.account_id IS NOT NULL AND ${addressSql("m")} IS NOT NULL
         ORDER BY m.id, x.licence_id, x.requirement_id LIMIT ${batchSize} ${toStaySql} OF m SKIP LOCKED`,
        [today],
      );
      const wanted = await readWanted(tx, [...new Set(people.map(({ requirementId }) => requirementId))]);
      for (const person of people) await lookAt(tx, ctx, person, wanted.get(person.requirementId)!, today);
      return people.length;
    });
    if (looked < batchSize) return;
  }
});

interface Wanted {
  requirement: RenewalRequirement;
  parts: RenewalPart[];
}

/** What boards want, by the ID of the requirement. */
async function readWanted(tx: EntityManager, ids: readonly string[]): Promise<Map<string, Wanted>> {
  const requirements = await tx.findBy(RenewalRequirement, { id: In(ids) });
  const parts = await tx.find(RenewalPart, {
    where: { requirementId: In(ids) },
    order: { position: "ASC" },
    relations: { kind: true },
  });
  return new Map(
    requirements.map((requirement) => [
      requirement.id,
      { requirement, parts: parts.filter(({ requirementId }) => requirementId === requirement.id) },
    ]),
  );
}

async function lookAt(
  tx: EntityManager,
  ctx: Context,
  person: Due,
  { requirement, parts }: Wanted,
  today: string,
): Promise<void> {
  const { licenceId, requirementId, expiresOn, days, memberId } = person;
  // Two workers may be at it at once: whoever is first writes.
  const inserted = await tx.query(
    `INSERT INTO renewal_reminder (licence_id, requirement_id, expires_on, days) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING days`,
    [licenceId, requirementId, expiresOn, days],
  );
  if (inserted.length === 0) return;
  const period = { from: cycleBegin(expiresOn, requirement.months), to: expiresOn };
  const transcript = await readTranscript(tx, ctx, memberId, period);
  const renewal = judgeTranscript(requirement, parts, transcript, expiresOn, today);
  if (!renewal.isEnough) await tell(tx, ctx, person, renewal, new Map(parts.map(({ kindId, kind }) => [kindId, kind])));
}

async function tell(
  tx: EntityManager,
  ctx: Context,
  { licenceId, requirementId, expiresOn, days, memberId, accountId, name, address }: Due,
  { requirement, parts }: Renewal,
  kinds: ReadonlyMap<string, CreditKind | undefined>,
): Promise<void> {
  const { name: renewal, body, creditUnit, code } = requirement;
  const [whole] = parts;
  const query = new URLSearchParams({ code, ends: expiresOn });
  const letter = {
    kind: MailKind.RENEWAL_DUE,
    cause: `renewal:${requirementId}:${licenceId}:${expiresOn}:${days}`,
    subjectId: memberId,
    subject: say("renewalMail.subject", { renewal, day: expiresOn }),
    paragraphs: [
      say("renewalMail.state", {
        body,
        renewal,
        day: expiresOn,
        counted: whole?.counted ?? "0.00",
        total: whole?.minimum ?? "0.00",
        unit: creditUnit,
      }),
      ...parts
        .filter(({ missing }) => Number(missing) > 0)
        .map(({ kindId, missing }) => {
          if (kindId === null) return say("renewalMail.missing", { missing, unit: creditUnit });
          const kind = kinds.get(kindId);
          return say("renewalMail.missingOfKind", { kind: kind?.name ?? "", missing, unit: kind?.unit ?? "" });
        }),
      say("renewalMail.look", { link: `${ctx.config.publicUrl}/renewal?${query}` }),
      say("renewalMail.elsewhere"),
    ],
  };
  await writeLetter(tx, ctx, letter, [{ accountId, address, name }]);
}
