import type { EntityManager } from "typeorm";
import { AuditEntry } from "../core/audit.entity.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings, containing, selectFields } from "../core/lists/sql.ts";
import { queryPrepared } from "../core/prepared.ts";
import { ownedBy, type Viewer, visibleTo } from "../core/viewer.ts";
import type { CreditRule } from "../policies/credit-rule.entity.ts";
import type { ProviderRow } from "../providers/provider.queries.ts";
import { type Held, lastSessionEndsAtSql } from "./offering.rules.ts";
import { conferenceTypeCode, type Offering, type Program, ProgramType, Speaker } from "./program.entity.ts";
import { canViewProgram } from "./program.policy.ts";
import { ProgramStatus, providerInboxStatuses, staffInboxStatuses } from "./program.status.ts";

/** A program as the API shows it: with what it belongs to, read in the same statement. */
export interface ProgramRow
  extends Omit<Program, "nameKey" | "creditRuleId" | "provider" | "type" | "creditRule" | "copiedFrom"> {
  provider: ProviderRow;
  type: ProgramType;
  creditUnit: string;
  creditRule: Omit<CreditRule, "id" | "code" | "name" | "unit" | "startsOn">;
}

export interface ProgramConditions {
  number?: string | null;
  name?: string | null;
  typeId?: string | null;
  typeCode?: string | null;
  providerId?: string | null;
  status?: ProgramStatus[] | null;
  inbox?: boolean | null;
  submittedFrom?: string | null;
  submittedTo?: string | null;
  startsFrom?: string | null;
  startsTo?: string | null;
}

export enum ProgramOrderField {
  NUMBER = "NUMBER",
  NAME = "NAME",
  TYPE = "TYPE",
  STARTS_ON = "STARTS_ON",
  PROVIDER = "PROVIDER",
  SUBMITTED_AT = "SUBMITTED_AT",
  STATUS = "STATUS",
  CREATED_AT = "CREATED_AT",
}

export type ProgramOrdering = Ordering<ProgramOrderField>;

const providerJoin = "JOIN provider v ON v.id = p.provider_id";
const typeJoin = "JOIN program_type t ON t.id = p.type_id";
const ruleJoin = "JOIN credit_rule r ON r.id = p.credit_rule_id";

/** SQL of each field of a ProgramRow over p, v, t and r. Amounts inside JSON are texts: a JSON number would be a binary fraction. */
export const programFields: Record<keyof ProgramRow, string> = {
  id: "p.id",
  version: "p.version",
  number: "p.number",
  providerId: "p.provider_id",
  typeId: "p.type_id",
  status: "p.status",
  name: "p.name",
  description: "p.description",
  objectives: "p.objectives",
  minutes: "p.minutes",
  requestedCredits: "p.requested_credits",
  credits: "p.credits",
  contactName: "p.contact_name",
  contactEmail: "p.contact_email",
  listOnCalendar: "p.list_on_calendar",
  requestEmailBlast: "p.request_email_blast",
  startsOn: "p.starts_on",
  endsOn: "p.ends_on",
  copiedFromId: "p.copied_from_id",
  submittedAt: "p.submitted_at",
  createdAt: "p.created_at",
  provider: "json_build_object('id', v.id, 'number', v.number, 'name', v.name)",
  type: `json_build_object('id', t.id, 'code', t.code, 'name', t.name, 'minimumMinutes', t.minimum_minutes,
    'maximumMinutes', t.maximum_minutes, 'position', t.position, 'active', t.active)`,
  creditUnit: "r.unit",
  creditRule: `json_build_object('minutesPerUnit', r.minutes_per_unit, 'step', r.step::text, 'rounding', r.rounding,
    'minimumMinutes', r.minimum_minutes, 'minimumCredits', r.minimum_credits::text,
    'firstUnitWhole', r.first_unit_whole)`,
};

/** What programFields need besides p, each to be joined once. */
export const programJoins = [providerJoin, typeJoin, ruleJoin].join(" ");

const columns = selectFields(programFields);

const everyProgram = `SELECT ${columns} FROM program p ${programJoins}`;

/** Running numbers have three digits, more when they run out: A09999 stands before A091000. */
export const programNumberTerms: OrderTerm[] = ["left(p.number, 3)", "length(p.number)", "p.number"].map((sql) => ({
  sql,
}));

const orderTerms: Record<ProgramOrderField, OrderTerm[]> = {
  NUMBER: programNumberTerms,
  NAME: [{ sql: alphabetical("p.name"), required: true }],
  TYPE: [{ sql: alphabetical("t.name"), required: true }],
  STARTS_ON: [{ sql: "p.starts_on" }],
  PROVIDER: [
    { sql: alphabetical("v.name"), required: true },
    { sql: "v.number", required: true },
  ],
  SUBMITTED_AT: [{ sql: "p.submitted_at" }],
  /** In the order of a program's life. */
  STATUS: [
    { sql: `array_position(ARRAY[${Object.values(ProgramStatus).map((s) => `'${s}'`)}], p.status)`, required: true },
  ],
  CREATED_AT: [{ sql: "p.created_at", required: true }],
};

/** Of p: whether it is a conference that has ended. Its attendees claim what they attended, so nobody owes a report of it. */
export const isClaimed = `(p.status = '${ProgramStatus.AWAITING_ATTENDANCE}'
  AND p.type_id = (SELECT id FROM program_type WHERE code = '${conferenceTypeCode}'))`;

/** What waits for the viewer: what a provider must do for those who act for it, what reviewers must do for other staff. */
function waitsFor(viewer: Viewer, bind: Bindings["bind"]): string {
  const own = ownedBy(viewer, "p.provider_id", bind);
  const asProvider = `${own} AND p.status = ANY(${bind(providerInboxStatuses)}) AND NOT ${isClaimed}`;
  return viewer.isStaff
    ? `(${asProvider} OR NOT ${own} AND p.status = ANY(${bind(staffInboxStatuses)}))`
    : `(${asProvider})`;
}

const matchesId = (column: string, id: string, bind: Bindings["bind"]): string =>
  isId(id) ? `${column} = ${bind(id)}` : "false";

/** The start of a day in the accreditor's own zone, so many days later. */
const startOfDay = (day: string, later: number, bind: Bindings["bind"]): string =>
  `(${bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT time_zone FROM accreditor_settings)`;

function conditions(viewer: Viewer, filter: ProgramConditions, bind: Bindings["bind"]): string[] {
  const where: (string | null | false | undefined)[] = [visibleTo(viewer, "p.provider_id", bind)];
  const number = filter.number?.trim().toUpperCase();
  if (number) where.push(`upper(p.number) LIKE ${bind(containing(number))}`);
  if (filter.name?.trim()) {
    const key = fold(filter.name);
    where.push(key ? `p.name_key LIKE ${bind(containing(key))}` : "false");
  }
  if (filter.typeCode) where.push(`p.type_id = (SELECT id FROM program_type WHERE code = ${bind(filter.typeCode)})`);
  if (filter.typeId) where.push(matchesId("p.type_id", filter.typeId, bind));
  if (filter.providerId) where.push(matchesId("p.provider_id", filter.providerId, bind));
  if (filter.status && filter.status.length > 0) where.push(`p.status = ANY(${bind(filter.status)})`);
  if (filter.inbox) where.push(waitsFor(viewer, bind));
  if (filter.submittedFrom) where.push(`p.submitted_at >= ${startOfDay(filter.submittedFrom, 0, bind)}`);
  if (filter.submittedTo) where.push(`p.submitted_at < ${startOfDay(filter.submittedTo, 1, bind)}`);
  if (filter.startsFrom) where.push(`p.starts_on >= ${bind(filter.startsFrom)}`);
  if (filter.startsTo) where.push(`p.starts_on <= ${bind(filter.startsTo)}`);
  return where.filter((condition) => typeof condition === "string");
}

/** The one list of programs, for staff and providers: those that the viewer may see, newest first where nothing else is asked. */
export const listPrograms = (
  ctx: Context,
  filter: ProgramConditions,
  orderBy: readonly ProgramOrdering[] | null,
  page: PageArgs,
): Promise<Connection<ProgramRow>> => readPage(ctx.db.manager, programList(ctx, filter, orderBy), page);

/** What listPrograms reads a page of, and an export reads whole. */
export function programList(
  ctx: Context,
  filter: ProgramConditions,
  orderBy: readonly ProgramOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const orderings = orderingsOr(orderBy, ProgramOrderField.CREATED_AT, SortDirection.DESC);
  // What the order needs is joined where the page is cut; the rest only for the rows of the page.
  const needed = new Set(orderings.map((o) => o.field));
  const joins = [
    { sql: providerJoin, early: needed.has(ProgramOrderField.PROVIDER) },
    { sql: typeJoin, early: needed.has(ProgramOrderField.TYPE) },
    { sql: ruleJoin, early: false },
  ];
  const joined = (early: boolean) => joins.filter((j) => j.early === early).map((j) => j.sql);
  return {
    from: ["program p", ...joined(true)].join(" "),
    where: conditions(ctx.viewer, filter, bindings.bind),
    order: termsOfOrder(orderings, orderTerms),
    key: "p.id",
    select: columns,
    join: joined(false).join(" "),
    bindings,
  };
}

/** A program by ID, whoever asks, in the transaction that has just written it. */
export async function readProgram(tx: EntityManager, id: string): Promise<ProgramRow> {
  const [row] = await tx.query(`${everyProgram} WHERE p.id = $1`, [id]);
  return row;
}

const numberPattern = /^[\p{L}\p{N}-]{1,20}$/u;

/**
 * A program by its ID or its number, as people write it; null where it is missing or not the viewer's to see.
 * @throws BAD_INPUT unless exactly one of the two is given
 */
export async function findProgram(
  ctx: Context,
  { id, number }: { id?: string | null; number?: string | null },
): Promise<ProgramRow | null> {
  if (Boolean(id) === Boolean(number))
    throw new DomainError(ErrorCode.BAD_INPUT, "Give either the id or the number of a program.", { field: "id" });
  const code = number?.trim().toUpperCase();
  if (id ? !isId(id) : !code || !numberPattern.test(code)) return null;
  const [row]: (ProgramRow | undefined)[] = await ctx.db.query(
    `${everyProgram} WHERE ${id ? "p.id" : "p.number"} = $1`,
    [id || code],
  );
  return row && canViewProgram(ctx.viewer, row) ? row : null;
}

/** A program, whoever asks: for what refers to it, such as a certificate. Its confidential fields have policies of their own. */
export const programById = defineLoader<string, ProgramRow | null>(async (ctx, ids) => {
  const rows: ProgramRow[] = await ctx.db.query(`${everyProgram} WHERE p.id = ANY($1::uuid[])`, [ids]);
  return orderByKey(ids as string[], rows, (row) => row.id);
});

/** An offering as the API shows it: with what its end is told by. */
export type OfferingRow = Offering & Held;

/** The offerings of a program by date. */
export const offeringsOfProgram = defineLoader<string, OfferingRow[]>(async (ctx, programIds) => {
  const offerings = await queryPrepared<OfferingRow>(
    ctx.db,
    `SELECT o.id, o.program_id AS "programId", o.starts_on AS "startsOn", o.ends_on AS "endsOn",
       o.time_zone AS "timeZone", o.format, o.place, o.url, o.reporting_extended_to AS "reportingExtendedTo",
       o.reported_at AS "reportedAt", ${lastSessionEndsAtSql("o.program_id")} AS "lastSessionEndsAt"
     FROM offering o WHERE o.program_id = ANY($1::uuid[]) ORDER BY o.starts_on, o.id`,
    [programIds],
  );
  return groupByKey(programIds as string[], offerings, (offering) => offering.programId);
});

/** The speakers of a program in their order. */
export const speakersOfProgram = defineLoader<string, Speaker[]>(async (ctx, programIds) => {
  const speakers = await ctx.db.manager
    .createQueryBuilder(Speaker, "speaker")
    .where("speaker.program_id = ANY(:programIds::uuid[])", { programIds })
    .orderBy("speaker.position", "ASC")
    .getMany();
  return groupByKey(programIds as string[], speakers, (speaker) => speaker.programId);
});

/** One line of a program's timeline. */
export interface TimelineRow extends Pick<AuditEntry, "id" | "at" | "actorAs" | "action" | "reason"> {
  programId: string;
  actor: string;
  fromStatus: ProgramStatus | null;
  toStatus: ProgramStatus | null;
}

/** What happened to a program, oldest first, from the audit log. */
export const timelineOfProgram = defineLoader<string, TimelineRow[]>(async (ctx, programIds) => {
  const rows: TimelineRow[] = await ctx.db.query(
    `SELECT e.id, e.at, e.actor_name AS actor, e.actor_as AS "actorAs", e.action, e.reason, e.subject_id AS "programId",
       e.before ->> 'status' AS "fromStatus", e.after ->> 'status' AS "toStatus"
     FROM audit_entry e WHERE e.subject_id = ANY($1::uuid[]) AND e.subject_type = 'program' ORDER BY e.at, e.id`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/** The types that a new program may have, in the order that staff set. */
export const listProgramTypes = (ctx: Context): Promise<ProgramType[]> =>
  ctx.db.manager.find(ProgramType, { where: { active: true }, order: { position: "ASC", id: "ASC" } });
