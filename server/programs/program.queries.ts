import { type EntityManager, In } from "typeorm";
import type { ProgramActionName } from "../audit/actions.ts";
import { ActorKind } from "../core/actor-kind.ts";
import { AuditEntry } from "../core/audit.entity.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { type ChangeConditions, changedSince } from "../core/lists/changes.ts";
import { containing, hasAnyId, hasId, isAnyOf } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { nullable, type Term } from "../core/lists/order.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, type Bindings, columnFields, type Fields, selectFields } from "../core/lists/sql.ts";
import { readNodeId } from "../core/node-ids.ts";
import { queryPrepared } from "../core/prepared.ts";
import { ownedBy, type Viewer, visibleTo } from "../core/viewer.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import type { CreditRule } from "../policies/credit-rule.entity.ts";
import { type ProviderRow, providerNameTerms } from "../providers/provider.queries.ts";
import { applicationColumns } from "./application-fields.ts";
import { claimsUntilSql } from "./claim-window.ts";
import { DocumentRule } from "./document-rule.entity.ts";
import { InstructorRule } from "./instructor-rule.entity.ts";
import { jointNamesSql } from "./joint-providers.ts";
import { lacksDocumentsSql } from "./missing-documents.ts";
import { type Held, lastSessionEndsAtSql, onDemandFromSql, type Reported, reportingDaysSql } from "./offering.rules.ts";
import { ActivityForm, type Offering, type Program, ProgramType, Speaker } from "./program.entity.ts";
import { canViewProgram } from "./program.policy.ts";
import { ProgramStatus, providerInboxStatuses, staffInboxStatuses } from "./program.status.ts";
import { ProgramCreditKind } from "./program-credit-kind.entity.ts";
import { RepeatRule } from "./repeat-rule.entity.ts";
import { isOfReviewSideSql } from "./review/review-side.ts";
import { followUpDueSql, followUpWaitsSql, isAssignedSql } from "./review/reviewers.ts";

/** A program as the API shows it: with what it belongs to, read in the same statement. */
export interface ProgramRow
  extends Omit<Program, "nameKey" | "creditRuleId" | "provider" | "type" | "creditRule" | "copiedFrom"> {
  provider: ProviderRow;
  /** As certificates name them now. */
  jointProviderNames: string[];
  type: ProgramType;
  creditUnit: string;
  creditRule: Omit<CreditRule, "id" | "code" | "name" | "unit" | "startsOn">;
  /** The last day on which sessions of it can be claimed, where it is a conference and there is one. */
  claimsUntil: string | null;
}

export interface ProgramConditions extends ChangeConditions {
  ids?: string[] | null;
  number?: string | null;
  name?: string | null;
  typeId?: string | null;
  typeCode?: string | null;
  form?: ActivityForm | null;
  providerId?: string | null;
  status?: ProgramStatus[] | null;
  inbox?: boolean | null;
  submittedFrom?: string | null;
  submittedTo?: string | null;
  startsFrom?: string | null;
  startsTo?: string | null;
  assignee?: string | null;
  followUpDue?: boolean | null;
  sessionsProposed?: boolean | null;
}

/** SQL of each field of a ProgramRow over p, v, t and r. Amounts inside JSON are texts: a JSON number would be a binary fraction. */
export const programFields: Fields<ProgramRow> = {
  ...columnFields("p", applicationColumns),
  id: "p.id",
  version: "p.version",
  number: "p.number",
  providerId: "p.provider_id",
  status: "p.status",
  credits: "p.credits",
  startsOn: "p.starts_on",
  endsOn: "p.ends_on",
  copiedFromId: "p.copied_from_id",
  submittedAt: "p.submitted_at",
  createdAt: "p.created_at",
  changedAt: "p.changed_at",
  provider: "json_build_object('id', v.id, 'number', v.number, 'name', v.name, 'status', v.status)",
  jointProviderNames: jointNamesSql("p"),
  type: `json_build_object('id', t.id, 'code', t.code, 'name', t.name, 'form', t.form, 'datesRequired', t.dates_required,
    'minimumMinutes', t.minimum_minutes,
    'maximumMinutes', t.maximum_minutes, 'position', t.position, 'active', t.active)`,
  creditUnit: "r.unit",
  claimsUntil: `CASE WHEN t.form = '${ActivityForm.CONFERENCE}' THEN ${claimsUntilSql("p")} END`,
  creditRule: `json_build_object('minutesPerUnit', r.minutes_per_unit, 'step', r.step::text, 'rounding', r.rounding,
    'minimumMinutes', r.minimum_minutes, 'minimumCredits', r.minimum_credits::text,
    'firstUnitWhole', r.first_unit_whole)`,
};

/** What programFields need besides p, each under its alias. */
export const programJoins = {
  v: "JOIN provider v ON v.id = p.provider_id",
  t: "JOIN program_type t ON t.id = p.type_id",
  r: "JOIN credit_rule r ON r.id = p.credit_rule_id",
};

const everyProgram = `SELECT ${selectFields(programFields)} FROM program p ${Object.values(programJoins).join(" ")}`;

/** Running numbers have three digits, more when they run out: A09999 stands before A091000. */
export const programNumberTerms: Term[] = ["left(p.number, 3)", "length(p.number)", "p.number"].map(nullable);

/** Of p: whether it is a conference that has ended. Its attendees claim what they attended, so nobody owes a report of it. */
export const isClaimed = `(p.status = '${ProgramStatus.AWAITING_ATTENDANCE}'
  AND p.type_id IN (SELECT id FROM program_type WHERE form = '${ActivityForm.CONFERENCE}'))`;

/** Of p: whether a change of one of its sessions waits for staff. Asks tables of a later folder: sessions belong to conferences. */
const hasProposedSessions = `(p.status <> '${ProgramStatus.CANCELLED}' AND p.id IN (
  SELECT s.program_id FROM session_proposal q JOIN session s ON s.id = q.session_id WHERE q.status = 'WAITING'))`;

/**
 * What waits for the viewer: what a provider must do for those who act for it; for other staff what reviewers must do, sessions of which a change
 * waits, and what they are to look at again by now, unless it is assigned to somebody else.
 */
function waitsFor({ viewer, now }: Context, bind: Bindings["bind"]): string {
  const own = ownedBy(viewer, "p.provider_id", bind);
  const asProvider = `${own} AND p.status = ANY(${bind(providerInboxStatuses)}) AND (NOT ${isClaimed} OR ${lacksDocumentsSql("p.id")})`;
  return viewer.isStaff
    ? `(${asProvider} OR NOT ${own} AND (p.status = ANY(${bind(staffInboxStatuses)}) OR ${hasProposedSessions} OR ${followUpWaitsSql("p", bind(now()), `${bind(viewer.accountId)}::uuid`)}))`
    : `(${asProvider})`;
}

/** Of programs that the viewer reviews: those that are assigned to somebody, to the viewer (ME), or to nobody. Others see nothing of it. */
function assignedTo(viewer: Viewer, assignee: string, bind: Bindings["bind"]): string {
  if (!viewer.isStaff) return "false";
  if (assignee === "NOBODY") return `NOT ${ownedBy(viewer, "p.provider_id", bind)} AND NOT ${isAssignedSql("p")}`;
  // A file's address has the ID as it was shown.
  const id = assignee === "ME" ? viewer.accountId : readNodeId(assignee).id;
  return id !== null && isId(id)
    ? `NOT ${ownedBy(viewer, "p.provider_id", bind)} AND ${isAssignedSql("p", `a.id = ${bind(id)}`)}`
    : "false";
}

/** The start of a day in the accreditor's own zone, so many days later. */
const startOfDay = (day: string, later: number, bind: Bindings["bind"]): string =>
  `(${bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT time_zone FROM accreditor_settings)`;

/** The one list of programs, for staff and providers: those that the viewer may see, newest first where nothing else is asked. */
export const programList = defineList({
  name: "Program",
  from: "program p",
  joins: programJoins,
  key: "p.id",
  fields: programFields,
  where: (ctx, filter: ProgramConditions, bind) => {
    const { viewer } = ctx;
    const number = filter.number?.trim().toUpperCase();
    const name = filter.name?.trim() ? fold(filter.name) : null;
    return [
      visibleTo(viewer, "p.provider_id", bind),
      hasAnyId("p.id", filter.ids, bind),
      number && `upper(p.number) LIKE ${bind(containing(number))}`,
      name === "" ? "false" : name && `p.name_key LIKE ${bind(containing(name))}`,
      filter.form && `p.type_id IN (SELECT id FROM program_type WHERE form = ${bind(filter.form)})`,
      filter.typeCode && `p.type_id = (SELECT id FROM program_type WHERE code = ${bind(filter.typeCode)})`,
      hasId("p.type_id", filter.typeId, bind),
      hasId("p.provider_id", filter.providerId, bind),
      isAnyOf("p.status", filter.status, bind),
      filter.inbox && waitsFor(ctx, bind),
      filter.sessionsProposed && hasProposedSessions,
      filter.submittedFrom && `p.submitted_at >= ${startOfDay(filter.submittedFrom, 0, bind)}`,
      filter.submittedTo && `p.submitted_at < ${startOfDay(filter.submittedTo, 1, bind)}`,
      changedSince("p.changed_at", filter, bind),
      filter.startsFrom && `p.starts_on >= ${bind(filter.startsFrom)}`,
      filter.startsTo && `p.starts_on <= ${bind(filter.startsTo)}`,
      filter.assignee && assignedTo(viewer, filter.assignee, bind),
      filter.followUpDue &&
        (viewer.isStaff
          ? `NOT ${ownedBy(viewer, "p.provider_id", bind)} AND ${followUpDueSql("p", bind(ctx.now()))}`
          : "false"),
    ];
  },
  orders: {
    NUMBER: { description: "Year and running number; drafts have none and come last.", by: programNumberTerms },
    NAME: { description: "Name, alphabetically.", by: [alphabetical("p.name")] },
    TYPE: { description: "Name of the type.", by: [alphabetical("t.name")] },
    STARTS_ON: { description: "First day.", by: [nullable("p.starts_on")] },
    PROVIDER: { description: "Name of the provider.", by: providerNameTerms },
    SUBMITTED_AT: { description: "When it was first submitted.", by: [nullable("p.submitted_at")] },
    STATUS: {
      description: "In the order of a program's life, from DRAFT on.",
      by: [`array_position(ARRAY[${Object.values(ProgramStatus).map((s) => `'${s}'`)}], p.status)`],
    },
    CREATED_AT: { description: "When it was begun.", by: ["p.created_at"] },
    CHANGED_AT: { description: "When it last changed.", by: ["p.changed_at"] },
  },
  sortedBy: ["CREATED_AT", "DESC"],
});

/** The order of an inbox. */
export const longestWaiting = { field: "SUBMITTED_AT", direction: SortDirection.ASC } as const;

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
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.idOrNumber", { field: "id" });
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

/** An offering as the API shows it: with what its end and its deadline are told by. */
export type OfferingRow = Offering & Held & Reported;

/** The offerings of a program by date. */
export const offeringsOfProgram = defineLoader<string, OfferingRow[]>(async (ctx, programIds) => {
  const offerings = await queryPrepared<OfferingRow>(
    ctx.db,
    `SELECT o.id, o.program_id AS "programId", o.starts_on AS "startsOn", o.ends_on AS "endsOn",
       o.time_zone AS "timeZone", o.format, o.place, o.url, o.reporting_extended_to AS "reportingExtendedTo", o.postponed_from AS "postponedFrom",
       o.reported_at AS "reportedAt", o.closed_at AS "closedAt", ${lastSessionEndsAtSql("o.program_id")} AS "lastSessionEndsAt",
       ${reportingDaysSql("o")} AS "reportingDays", ${onDemandFromSql("o")} AS "onDemandFrom"
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

/** What a program asks for, and is approved for, of a further kind of credit. */
export type ProgramKindRow = Pick<
  ProgramCreditKind,
  "programId" | "requestedCredits" | "credits" | "approvalNumber"
> & {
  kind: CreditKind;
};

/** The further kinds of credit of a program in the order that staff set. */
export const creditKindsOfProgram = defineLoader<string, ProgramKindRow[]>(async (ctx, programIds) => {
  const rows = await ctx.db.manager.find(ProgramCreditKind, {
    where: { programId: In([...programIds]) },
    relations: { kind: true },
    order: { kind: { position: "ASC", id: "ASC" } },
  });
  return groupByKey(programIds as string[], rows as ProgramKindRow[], (row) => row.programId);
});

/** One line of a program's timeline. */
export interface TimelineRow extends Pick<AuditEntry, "id" | "at" | "actorAs" | "action" | "reason"> {
  programId: string;
  actor: string;
  fromStatus: ProgramStatus | null;
  toStatus: ProgramStatus | null;
  /** The file from which it came when the accreditor moved in; null: it happened here. */
  movedInFrom: string | null;
}

/** What decisions that came from another system are called: as those that are made here. */
const decisionActions = {
  SUBMITTED: "program.submit",
  CHANGES_REQUESTED: "program.request-changes",
  APPROVED: "program.approve",
  DENIED: "program.deny",
  WITHDRAWN: "program.withdraw",
  CANCELLED: "program.cancel",
  AWAITING_ATTENDANCE: "program.await-attendance",
  COMPLETED: "program.complete",
} satisfies Partial<Record<ProgramStatus, ProgramActionName>>;

/**
 * What happened to a program, oldest first, from the audit log: all but what staff note among themselves; and what it brought with it from the
 * system that it came from.
 */
export const timelineOfProgram = defineLoader<string, TimelineRow[]>(async (ctx, programIds) => {
  const rows: TimelineRow[] = await ctx.db.query(
    `SELECT e.id, e.at, e.actor_name AS actor, e.actor_as AS "actorAs", e.action, e.reason, e.subject_id AS "programId",
       e.before ->> 'status' AS "fromStatus", e.after ->> 'status' AS "toStatus", NULL AS "movedInFrom"
     FROM audit_entry e WHERE e.subject_id = ANY($1::uuid[]) AND e.subject_type = 'program' AND NOT ${isOfReviewSideSql("e")}
     UNION ALL SELECT d.id, (d.decided_on + time '12:00') AT TIME ZONE 'UTC', d.decided_by, '${ActorKind.SYSTEM}', $2::jsonb ->> d.to_status, d.reason,
       d.program_id, NULL, d.to_status, coalesce((SELECT f.name FROM bundle_record b JOIN bundle_file f ON f.id = b.file_id
         WHERE b.record_id = d.id ORDER BY b.before IS NOT NULL LIMIT 1), '')
     FROM outside_decision d WHERE d.program_id = ANY($1::uuid[])
     ORDER BY 2, 1`,
    [programIds, JSON.stringify(decisionActions)],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/** How often programs of a type earn, the latest first. */
export const repeatRulesOfType = defineLoader<string, RepeatRule[]>(async (ctx, typeIds) => {
  const rows = await ctx.db.manager.find(RepeatRule, {
    where: { typeId: In([...typeIds]) },
    order: { startsOn: "DESC" },
  });
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** What speakers at sessions of a type earn, the latest rule first. */
export const instructorRulesOfType = defineLoader<string, InstructorRule[]>(async (ctx, typeIds) => {
  const rows = await ctx.db.manager.find(InstructorRule, {
    where: { typeId: In([...typeIds]) },
    order: { startsOn: "DESC" },
  });
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** Which documents certificates of a type's programs wait for, the latest rule first. */
export const documentRulesOfType = defineLoader<string, DocumentRule[]>(async (ctx, typeIds) => {
  const rows = await ctx.db.manager.find(DocumentRule, {
    where: { typeId: In([...typeIds]) },
    order: { startsOn: "DESC" },
  });
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** The types that a new program may have, in the order that staff set. */
export const listProgramTypes = (ctx: Context): Promise<ProgramType[]> =>
  ctx.db.manager.find(ProgramType, { where: { active: true }, order: { position: "ASC", id: "ASC" } });
