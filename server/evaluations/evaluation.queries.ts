import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { fullNameSql } from "../members/full-name.ts";
import { type EvaluationForm, type EvaluationQuestion, QuestionAbout } from "./evaluation.entity.ts";
import { awaitsEvaluationSql, formOfProgramSql, formOfTypeSql, wantsEvaluationSql } from "./evaluation.rules.ts";
import { countedTogether } from "./evaluation-box.ts";

export type QuestionRow = Pick<EvaluationQuestion, "id" | "kind" | "about" | "text" | "choices" | "required">;

export interface FormRow extends Pick<EvaluationForm, "id" | "version" | "startsOn" | "required"> {
  questions: QuestionRow[];
}

const questionSql = (q: string): string =>
  `json_build_object('id', ${q}.id, 'kind', ${q}.kind, 'about', ${q}.about, 'text', ${q}.text, 'choices', ${q}.choices, 'required', ${q}.required)`;

const formColumns = `f.id, f.version, f.starts_on AS "startsOn", f.required,
  (SELECT coalesce(json_agg(${questionSql("q")} ORDER BY fq.position), '[]') FROM evaluation_form_question fq
    JOIN evaluation_question q ON q.id = fq.question_id WHERE fq.form_id = f.id) AS questions`;

/** What a type asks, the latest version first. */
export const formsOfType = defineLoader<string, FormRow[]>(async (ctx, typeIds) => {
  const rows: (FormRow & { typeId: string })[] = await ctx.db.query(
    `SELECT f.type_id AS "typeId", ${formColumns} FROM evaluation_form f WHERE f.type_id = ANY($1::uuid[])
     ORDER BY f.type_id, f.version DESC`,
    [typeIds],
  );
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** A form by its ID. */
export async function readForm(tx: EntityManager, id: string): Promise<FormRow> {
  const [form] = await tx.query(`SELECT ${formColumns} FROM evaluation_form f WHERE f.id = $1`, [id]);
  return form;
}

/** The evaluation of a program, for its provider and staff. */
export interface ProgramEvaluationRow {
  programId: string;
  providerId: string;
  /** Whether certificates wait for it. */
  required: boolean;
  typeForm: FormRow | null;
  form: FormRow | null;
  /** How many people have answered, and how many need not. */
  answered: number;
  waived: number;
  /** How many have attended, or chosen sessions, and have done neither. */
  open: number;
}

/** Members who are asked of program `p`: on record, or with a session chosen. */
export const attendeesSql = (programId: string): string =>
  `(SELECT ar.member_id FROM attendance_record ar WHERE ar.program_id = ${programId} AND ar.reversed_at IS NULL
    UNION SELECT ac.member_id FROM session_claim ac JOIN session s ON s.id = ac.session_id WHERE s.program_id = ${programId})`;

export const evaluationOfProgram = defineLoader<string, ProgramEvaluationRow>(async (ctx, programIds) => {
  const rows: (Omit<ProgramEvaluationRow, "typeForm" | "form"> & {
    typeFormId: string | null;
    formId: string | null;
  })[] = await ctx.db.query(
    `SELECT p.id AS "programId", p.provider_id AS "providerId", ${wantsEvaluationSql("p.id")} AS required,
         ${formOfTypeSql("p.id")} AS "typeFormId", ${formOfProgramSql("p.id")} AS "formId",
         (SELECT count(*)::int FROM evaluation_response r WHERE r.program_id = p.id AND NOT r.waived) AS answered,
         (SELECT count(*)::int FROM evaluation_response r WHERE r.program_id = p.id AND r.waived) AS waived,
         (SELECT count(*)::int FROM ${attendeesSql("p.id")} a WHERE NOT EXISTS (
           SELECT FROM evaluation_response r WHERE r.program_id = p.id AND r.member_id = a.member_id)) AS open
       FROM program p WHERE p.id = ANY($1::uuid[])`,
    [programIds],
  );
  const forms: FormRow[] = await ctx.db.query(
    `SELECT ${formColumns} FROM evaluation_form f WHERE f.id = ANY($1::uuid[])`,
    [rows.flatMap(({ typeFormId, formId }) => [typeFormId, formId]).filter((id) => id !== null)],
  );
  const formOf = (id: string | null) => forms.find((form) => form.id === id) ?? null;
  const found = rows.map(({ typeFormId, formId, ...row }) => ({
    ...row,
    typeForm: formOf(typeFormId),
    form: formOf(formId),
  }));
  return orderByKey(programIds as string[], found, ({ programId }) => programId).map((row) => row!);
});

/** Somebody whose certificate waits, or who has been asked and has not answered. */
export interface OpenEvaluationRow {
  memberId: string;
  memberNumber: string;
  name: string;
  /** Whether there is an address to which a link is mailed. */
  hasAddress: boolean;
}

/** As many of them are shown. */
const mostOpen = 200;

/** Who has yet to answer of a program, by name. */
export const openOfProgram = defineLoader<string, OpenEvaluationRow[]>(async (ctx, programIds) => {
  const rows: (OpenEvaluationRow & { programId: string })[] = await ctx.db.query(
    `SELECT o.* FROM unnest($1::uuid[]) AS p (id) CROSS JOIN LATERAL (
       SELECT p.id AS "programId", m.id AS "memberId", m.member_number AS "memberNumber", ${fullNameSql("m")} AS name,
         ${addressSql("m")} IS NOT NULL AS "hasAddress"
       FROM ${attendeesSql("p.id")} a JOIN member m ON m.id = a.member_id
       WHERE m.erased_at IS NULL AND NOT EXISTS (
         SELECT FROM evaluation_response r WHERE r.program_id = p.id AND r.member_id = m.id)
       ORDER BY m.last_name, m.first_name, m.id LIMIT ${mostOpen}) o`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/**
 * SQL of the address to which a member's link is mailed: the verified primary one of the account, or, where the member has no account, the one that
 * the accreditor has; null: none.
 */
export const addressSql = (m: string): string =>
  `(CASE WHEN ${m}.account_id IS NULL THEN ${m}.contact_email ELSE (SELECT ea.address FROM email_address ea
    WHERE ea.account_id = ${m}.account_id AND ea.is_primary AND ea.verified_at IS NOT NULL) END)`;

/** One thing that is asked of. */
export interface SubjectRow {
  about: QuestionAbout;
  /** Of a session its ID, of a speaker the name, of the program nothing. */
  subject: string;
  name: string;
}

/** What one member is asked of a program. */
export interface EvaluationRow {
  programId: string;
  name: string;
  required: boolean;
  /** The day on which it was answered, or on which staff said that it need not; null: neither. */
  answeredOn: string | null;
  waived: boolean;
  /** Whether a certificate of attendance waits for it. */
  awaited: boolean;
  /** Whether its sessions are claimed, and its certificate generated. */
  isConference: boolean;
  questions: QuestionRow[];
  subjects: SubjectRow[];
}

/**
 * What a member is asked of programs, of those of which they are: with credit on record, or a session chosen. None where nothing is asked.
 * @param programIds null: all that they have yet to answer, the latest first
 * @param anyway of those that are named also where nothing is chosen yet: they are conferences of theirs
 */
export async function readEvaluations(
  tx: Pick<EntityManager, "query">,
  memberId: string,
  programIds: readonly string[] | null,
  anyway = false,
): Promise<EvaluationRow[]> {
  const rows: (Omit<EvaluationRow, "questions" | "subjects"> & { formIds: string[] })[] = await tx.query(
    `SELECT p.id AS "programId", p.name, ${wantsEvaluationSql("p.id")} AS required, e.answered_on AS "answeredOn",
       coalesce(e.waived, false) AS waived, coalesce((SELECT bool_or(${awaitsEvaluationSql("r")}) FROM attendance_record r
         WHERE r.member_id = $1 AND r.program_id = p.id AND r.session_id IS NULL AND r.reversed_at IS NULL
           AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id)), false) AS awaited,
       EXISTS (SELECT FROM session cs WHERE cs.program_id = p.id) AS "isConference",
       array_remove(ARRAY[${formOfTypeSql("p.id")}, ${formOfProgramSql("p.id")}], NULL) AS "formIds"
     FROM (
       SELECT r.program_id FROM attendance_record r WHERE r.member_id = $1 AND r.reversed_at IS NULL AND ($2::uuid[] IS NULL OR r.program_id = ANY($2))
       UNION SELECT s.program_id FROM session_claim y JOIN session s ON s.id = y.session_id
       WHERE y.member_id = $1 AND ($2::uuid[] IS NULL OR s.program_id = ANY($2))
       UNION SELECT k.id FROM unnest($2::uuid[]) AS k (id) WHERE $3) a
     JOIN program p ON p.id = a.program_id
     LEFT JOIN evaluation_response e ON e.member_id = $1 AND e.program_id = p.id
     WHERE ${formOfTypeSql("p.id")} IS NOT NULL OR ${formOfProgramSql("p.id")} IS NOT NULL
     ORDER BY p.ends_on DESC, p.name, p.id`,
    [memberId, programIds, anyway],
  );
  const asked = programIds ? rows : rows.filter(({ answeredOn }) => answeredOn === null).slice(0, mostListed);
  if (asked.length === 0) return [];
  const questions: (QuestionRow & { formId: string })[] = await tx.query(
    `SELECT fq.form_id AS "formId", q.id, q.kind, q.about, q.text, q.choices, q.required
     FROM evaluation_form_question fq JOIN evaluation_question q ON q.id = fq.question_id
     WHERE fq.form_id = ANY($1::uuid[]) ORDER BY fq.form_id, fq.position`,
    [asked.flatMap(({ formIds }) => formIds)],
  );
  const subjects: (SubjectRow & { programId: string })[] = await tx.query(
    `WITH chosen AS (SELECT s.* FROM session_claim y JOIN session s ON s.id = y.session_id
       WHERE y.member_id = $1 AND s.program_id = ANY($2::uuid[]))
     SELECT u."programId", u.about, u.subject, u.name FROM (
       SELECT program_id AS "programId", 'SESSION' AS about, id::text AS subject, title AS name, 0 AS part, starts_at AS at FROM chosen
       UNION ALL
       SELECT c.program_id, 'SPEAKER', k.name, k.name, 1, min(c.starts_at) FROM chosen c CROSS JOIN unnest(c.speakers) AS k (name)
       GROUP BY c.program_id, k.name
       UNION ALL
       SELECT k.program_id, 'SPEAKER', k.name, k.name, 1, to_timestamp(min(k.position)) FROM speaker k
       WHERE k.program_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT FROM session s WHERE s.program_id = k.program_id)
       GROUP BY k.program_id, k.name) u
     ORDER BY u.part, u.at, u.name, u.subject`,
    [memberId, asked.map(({ programId }) => programId)],
  );
  return asked.map(({ formIds, ...row }) => {
    const ofProgram = formIds.flatMap((id) => questions.filter(({ formId }) => formId === id));
    const things = [
      { about: QuestionAbout.PROGRAM, subject: "", name: row.name },
      ...subjects.filter(({ programId }) => programId === row.programId),
    ];
    return {
      ...row,
      questions: ofProgram,
      subjects: things.filter(({ about }) => ofProgram.some((question) => question.about === about)),
    };
  });
}

/** As many are listed that somebody has yet to answer. */
const mostListed = 50;

const evaluationsOfViewer = (anyway: boolean) =>
  defineLoader<string, EvaluationRow | null>(async (ctx, programIds) => {
    const { memberId } = ctx.viewer;
    const rows = memberId ? await readEvaluations(ctx.db, memberId, programIds, anyway) : [];
    return orderByKey(programIds as string[], rows, ({ programId }) => programId);
  });

/** What the viewer is asked of a program; null: nothing, or they were not there. */
export const evaluationOfViewer = evaluationsOfViewer(false);

/** What the viewer is asked of a conference of theirs, also before they have chosen anything; null: nothing. */
export const evaluationOfConference = evaluationsOfViewer(true);

/** What the viewer has yet to answer, the latest first. */
export const listEvaluations = (ctx: Context): Promise<EvaluationRow[]> =>
  ctx.viewer.memberId ? readEvaluations(ctx.db, ctx.viewer.memberId, null) : Promise.resolve([]);

/** SQL of whether a question's tallies `t` of one thing are shown: at choice 0 stands how many answered it. */
const isShownSql = `max(t.count) FILTER (WHERE t.choice = 0) >= ${countedTogether}`;

/** How a question was answered of one thing, by those who are counted. */
export interface ResultRow {
  question: QuestionRow;
  about: QuestionAbout;
  /** Which session, or speaker; of the program its name. */
  name: string;
  /** How many are counted of this thing; five or more. */
  people: number;
  /** How many of them answered this question; five or more. */
  answers: number;
  counts: { choice: number; count: number }[];
  texts: string[];
}

/** What is counted of a program, in the order of its things and of their questions. Nothing of a thing, or to a question, of which fewer than five answered. */
export const resultsOfProgram = defineLoader<string, ResultRow[]>(async (ctx, programIds) => {
  const rows: (Omit<ResultRow, "answers"> & { programId: string })[] = await ctx.db.query(
    `SELECT b.program_id AS "programId", ${questionSql("q")} AS question, b.about,
       CASE b.about WHEN 'PROGRAM' THEN p.name WHEN 'SESSION' THEN coalesce(s.title, '') ELSE b.subject END AS name,
       b.counted AS people, t.counts,
       array(SELECT w.text FROM evaluation_text w WHERE w.program_id = b.program_id AND w.subject = b.subject AND w.question_id = q.id ORDER BY w.id) AS texts
     FROM evaluation_box b JOIN program p ON p.id = b.program_id
     LEFT JOIN session s ON b.about = 'SESSION' AND s.id::text = b.subject
     JOIN LATERAL (SELECT t.question_id, json_agg(json_build_object('choice', t.choice, 'count', t.count) ORDER BY t.choice) AS counts
       FROM evaluation_tally t WHERE t.program_id = b.program_id AND t.subject = b.subject GROUP BY t.question_id HAVING ${isShownSql}) t ON true
     JOIN evaluation_question q ON q.id = t.question_id AND q.about = b.about
     WHERE b.program_id = ANY($1::uuid[]) AND b.counted > 0
     ORDER BY b.program_id, array_position(ARRAY['PROGRAM', 'SESSION', 'SPEAKER'], b.about), s.starts_at, name, b.subject,
       (SELECT max(f.version * 100 - fq.position) FROM evaluation_form_question fq JOIN evaluation_form f ON f.id = fq.form_id WHERE fq.question_id = q.id) DESC,
       q.id`,
    [programIds],
  );
  const results = rows.map((row) => ({
    ...row,
    answers: row.counts.find(({ choice }) => choice === 0)?.count ?? 0,
    counts: row.counts.filter(({ choice }) => choice > 0),
  }));
  return groupByKey(
    programIds as string[],
    results as (ResultRow & { programId: string })[],
    (row) => (row as { programId: string }).programId,
  );
});

/** How a question was answered in one year. */
export interface YearRow {
  year: number;
  question: QuestionRow;
  /** Of how many programs it is counted. */
  programs: number;
  answers: number;
  counts: { choice: number; count: number }[];
}

/** So many years back from a program's own they are compared. */
const yearsBack = 9;

/**
 * The questions of a program beside the same ones of its provider's programs of the type, year by year: by the year in which a program ends, the
 * earliest first. Each figure is a sum of figures that stand on the pages of these programs, so none of it tells of fewer than five, nor does any
 * difference. Nothing where there is one year alone; words are not compared.
 */
export const yearsOfProgram = defineLoader<string, YearRow[]>(async (ctx, programIds) => {
  const rows: (YearRow & { programId: string })[] = await ctx.db.query(
    `WITH shown AS (SELECT t.program_id, t.subject, t.question_id FROM evaluation_tally t GROUP BY 1, 2, 3 HAVING ${isShownSql}),
     asked AS (
       SELECT DISTINCT ON (p.id, q.kind, q.about, q.text, q.choices) p.id AS program_id, p.provider_id, p.type_id, p.ends_on, q.id AS question_id
       FROM program p JOIN shown ON shown.program_id = p.id JOIN evaluation_question q ON q.id = shown.question_id
       WHERE p.id = ANY($1::uuid[]) AND q.kind <> 'TEXT' ORDER BY p.id, q.kind, q.about, q.text, q.choices, q.id),
     counted AS (
       SELECT a.program_id, a.question_id, extract(year FROM o.ends_on)::int AS year, t.choice, sum(t.count)::int AS count,
         count(DISTINCT o.id)::int AS programs
       FROM asked a JOIN evaluation_question q ON q.id = a.question_id
       JOIN program o ON o.provider_id = a.provider_id AND o.type_id = a.type_id
         AND extract(year FROM o.ends_on) BETWEEN extract(year FROM a.ends_on) - ${yearsBack} AND extract(year FROM a.ends_on)
       JOIN shown ON shown.program_id = o.id
       JOIN evaluation_question n ON n.id = shown.question_id AND (n.kind, n.about, n.text, n.choices) = (q.kind, q.about, q.text, q.choices)
       JOIN evaluation_tally t ON t.program_id = o.id AND t.subject = shown.subject AND t.question_id = n.id
       GROUP BY 1, 2, 3, 4)
     SELECT c.program_id AS "programId", c.year, ${questionSql("q")} AS question, max(c.programs) AS programs,
       max(c.count) FILTER (WHERE c.choice = 0) AS answers,
       coalesce(json_agg(json_build_object('choice', c.choice, 'count', c.count) ORDER BY c.choice) FILTER (WHERE c.choice > 0), '[]') AS counts
     FROM counted c JOIN evaluation_question q ON q.id = c.question_id
     WHERE EXISTS (SELECT FROM counted other WHERE other.program_id = c.program_id AND other.question_id = c.question_id AND other.year <> c.year)
     GROUP BY c.program_id, c.year, q.id
     ORDER BY c.program_id, array_position(ARRAY['PROGRAM', 'SESSION', 'SPEAKER'], q.about),
       (SELECT max(f.version * 100 - fq.position) FROM evaluation_form_question fq JOIN evaluation_form f ON f.id = fq.form_id WHERE fq.question_id = q.id) DESC,
       q.id, c.year`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, ({ programId }) => programId);
});
