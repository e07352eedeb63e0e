import type { EntityManager } from "typeorm";
import { badgeSql } from "../conferences/badge.ts";
import type { Context } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { say } from "../core/messages/message.ts";
import { daysInWords, type Language, sentence } from "../core/messages/sentence.ts";
import { hasEndedSql } from "../programs/offering.rules.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { fillIn, type KitValues } from "./fill-in.ts";
import { KitWords } from "./kit-words.entity.ts";

/** What the kit says, with or without blanks. */
export type KitText = Pick<KitWords, "mailSubject" | "mailText" | "instructions">;

/** What comes with the program, until staff write something else. */
const givenWords = (language: Language): KitText => ({
  mailSubject: sentence(say("kit.mailSubject"), language),
  mailText: sentence(say("kit.mailText"), language),
  instructions: sentence(say("kit.instructions"), language),
});

/** The words of the kit in one language, with their blanks. */
export async function kitWordsIn(
  tx: EntityManager,
  language: Language,
): Promise<KitText & { language: Language; changedAt: Date | null }> {
  const own = await tx.findOneBy(KitWords, { language });
  return own ?? { ...givenWords(language), language, changedAt: null };
}

/** The same, read once for all programs of a request. */
export const kitWordsOf = defineLoader<Language, KitText>((ctx, languages) =>
  Promise.all(languages.map((language) => kitWordsIn(ctx.db.manager, language))),
);

/** What of a program its kit tells. */
export interface KitFacts {
  id: string;
  providerId: string;
  accreditor: string;
  memberIdLabel: string;
  help: string;
  provider: string;
  name: string;
  number: string;
  type: string;
  credits: string;
  unit: string;
  listOnCalendar: boolean;
  offerings: { from: string; to: string; place: string }[];
}

/** What the kits of approved programs tell; null for one that is not. */
export const kitFactsOf = defineLoader<string, KitFacts | null>(async (ctx, ids) => readKitFacts(ctx.db.manager, ids));

export async function readKitFacts(tx: EntityManager, ids: readonly string[]): Promise<(KitFacts | null)[]> {
  const rows: KitFacts[] = await tx.query(
    `SELECT p.id, p.provider_id AS "providerId", a.accreditor_name AS accreditor, a.member_id_label AS "memberIdLabel",
       a.help_address AS help, v.name AS provider, p.name, p.number, t.name AS type, p.credits, r.unit,
       p.list_on_calendar AS "listOnCalendar",
       (SELECT coalesce(json_agg(json_build_object('from', o.starts_on, 'to', o.ends_on, 'place', coalesce(o.place, ''))
          ORDER BY o.starts_on, o.id), '[]') FROM offering o WHERE o.program_id = p.id) AS offerings
     FROM program p JOIN provider v ON v.id = p.provider_id JOIN program_type t ON t.id = p.type_id
       JOIN credit_rule r ON r.id = p.credit_rule_id CROSS JOIN accreditor_settings a
     WHERE p.id = ANY($1::uuid[]) AND p.status = ANY($2) AND p.number IS NOT NULL`,
    [ids, approvedStatuses],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => known.get(id) ?? null);
}

/** The public page of a program on the calendar; null: its provider did not ask for one. */
export const calendarAddress = (ctx: Context, { listOnCalendar, number }: KitFacts): string | null =>
  listOnCalendar ? `${ctx.config.publicUrl}/calendar/${number}` : null;

/** Where attendees get their number. */
export const registerAddress = (ctx: Context): string => `${ctx.config.publicUrl}/register`;

/** What a program's facts say in the blanks. */
export function kitValues(ctx: Context, facts: KitFacts, language: Language): KitValues {
  const places = new Set(facts.offerings.map(({ place }) => place).filter(Boolean));
  return {
    accreditor: facts.accreditor,
    provider: facts.provider,
    program: facts.name,
    number: facts.number,
    type: facts.type,
    dates: facts.offerings.map(({ from, to }) => daysInWords(from, to, language)).join("; "),
    place: [...places].join("; "),
    credits: `${facts.credits} ${facts.unit}`,
    "member-id": facts.memberIdLabel,
    register: registerAddress(ctx),
    calendar: calendarAddress(ctx, facts) ?? "",
    help: facts.help,
  };
}

/** A program's kit as its attendees read it. */
export async function kitTextOf(
  tx: EntityManager,
  ctx: Context,
  facts: KitFacts,
  language: Language,
): Promise<KitText> {
  return filledIn(await kitWordsIn(tx, language), kitValues(ctx, facts, language));
}

/** A subject with a blank that has no value is the program's name: a mail without a subject is taken by no mail service. */
export const filledIn = ({ mailSubject, mailText, instructions }: KitText, values: KitValues): KitText => ({
  mailSubject: fillIn(mailSubject, values) || values.program,
  mailText: fillIn(mailText, values),
  instructions: fillIn(instructions, values),
});

/** Whether all offerings of a program are over. */
export const hasEndedOf = defineLoader<string, boolean>(async (ctx, ids) => readEnded(ctx.db.manager, ctx, ids));

export async function readEnded(tx: EntityManager, ctx: Context, ids: readonly string[]): Promise<boolean[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT o.program_id AS id FROM offering o
     WHERE o.program_id = ANY($1::uuid[]) AND NOT ${hasEndedSql("o", "$2")}`,
    [ids, ctx.now()],
  );
  const open = new Set(rows.map(({ id }) => id));
  return ids.map((id) => !open.has(id));
}

/** What one cause of a mail to somebody registered is. */
export const kitCause = (programId: string): string => `kit:${programId}`;

export interface Registered {
  id: string;
  address: string;
  accountId: string | null;
  language: Language;
  /** The number on their badge. */
  badge: string;
}

const waiting = `registration g CROSS JOIN accreditor_settings s
  LEFT JOIN email_address e ON e.address = g.email AND e.verified_at IS NOT NULL LEFT JOIN account a ON a.id = e.account_id
  WHERE g.program_id = $1 AND NOT EXISTS (SELECT FROM mail m WHERE m.dedupe_key = $2 || ':' || g.email)`;

/** The next of the registered who have no mail of the kit yet. */
export const nextRegistered = (tx: EntityManager, programId: string, most: number): Promise<Registered[]> =>
  tx.query(
    `SELECT g.id, g.email AS address, e.account_id AS "accountId", coalesce(a.language, s.language) AS language,
       (SELECT ${badgeSql} FROM registration r WHERE r.id = g.id) AS badge FROM ${waiting}
     ORDER BY g.email LIMIT ${most}`,
    [programId, kitCause(programId)],
  );

export async function countRegistered(tx: EntityManager, programId: string): Promise<number> {
  const [{ count }] = await tx.query(`SELECT count(*)::int AS count FROM ${waiting}`, [programId, kitCause(programId)]);
  return count;
}

export interface KitMails {
  /** How many registered have no mail yet. */
  waiting: number;
  written: number;
}

export const kitMailsOf = defineLoader<string, KitMails>(async (ctx, ids) => {
  const rows: ({ id: string } & KitMails)[] = await ctx.db.query(
    `SELECT g.program_id AS id, count(*) FILTER (WHERE m.id IS NULL)::int AS waiting, count(m.id)::int AS written
     FROM registration g LEFT JOIN mail m ON m.dedupe_key = '${kitCause("")}' || g.program_id || ':' || g.email
     WHERE g.program_id = ANY($1::uuid[]) GROUP BY 1`,
    [ids],
  );
  const known = new Map(rows.map(({ id, waiting: open, written }) => [id, { waiting: open, written }]));
  return ids.map((id) => known.get(id) ?? { waiting: 0, written: 0 });
});
