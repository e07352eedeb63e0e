import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fileReader, requestFiles } from "../core/file-room.ts";
import { forRemovalSql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { type Language, textsOf } from "../core/messages/sentence.ts";
import { FindingSeverity, type RowError } from "../core/row-error.object.ts";
import { compareCredits, creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import { assertMayDecide, whyStaffDecide } from "./assert-may-decide.ts";
import { Session } from "./conference.entity.ts";
import { ImportKind } from "./conference-import.queries.ts";
import type { ImportFile } from "./import.args.ts";
import { countChange, type LockedConference, lockConference } from "./lock-conference.ts";
import { proposeChanges } from "./propose-changes.ts";
import { type ReadSchedule, rowErrorOf, type ScheduleTask } from "./read-schedule.ts";
import type { KeptColumn, ParsedSession } from "./schedule/parsed-schedule.ts";
import { headingOfKept, saysTheSame } from "./schedule/schedule-csv.ts";
import { firstOffering, sessionsInUse } from "./session.queries.ts";
import { sessionCells } from "./session-cells.ts";
import { assertEarnable, fitKinds, type KindOfSession, loadSessionKinds, writeSessionKinds } from "./session-kinds.ts";
import type { ProposedChanges } from "./split-changes.ts";

/** Largest schedule that is taken, in bytes. The one of 31C3 has a third of a megabyte. */
export const scheduleMaxBytes = 8 * 1024 * 1024;

export enum SessionChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
  REMOVED = "REMOVED",
  FLAGGED = "FLAGGED",
}

/** What an import does with one session. */
export interface SessionChange {
  kind: SessionChangeKind;
  title: string;
  startsAt: Date;
  /** What is different, where it changed. */
  fields: string[];
}

export interface ScheduleImport {
  preview: boolean;
  added: number;
  changed: number;
  removed: number;
  /** Sessions that the file does not have, and that stay because they are claimed or awarded. */
  flagged: number;
  unchanged: number;
  /** Sessions of which something waits for staff, those that are new among them. */
  proposed: number;
  changes: SessionChange[];
  errors: RowError[];
}

const nothing = { added: 0, changed: 0, removed: 0, flagged: 0, unchanged: 0, proposed: 0, changes: [] };

interface ImportHow {
  /** Check only. */
  preview: boolean;
  /** Leave to staff what is for them to decide of an approved conference, where it is refused otherwise. */
  propose: boolean;
}

/** The columns that a file decides. */
type FileColumns = Pick<
  Session,
  | "title"
  | "subtitle"
  | "startsAt"
  | "endsAt"
  | "minutes"
  | "speakers"
  | "room"
  | "track"
  | "type"
  | "virtual"
  | "eligible"
  | "credits"
  | "removedAt"
  | "talkKey"
>;

/**
 * Makes the sessions of a conference those of a schedule file: the whole file, or nothing of it. Sessions are told by the
 * file's own identifiers; of those entered by hand, the list of sessions as a file has their own. Those entered by hand stay, as does what staff have decided of a session: credits, eligibility,
 * whether it is virtual. As by hand, no session is held on other days than the program was approved for. A session that is not in the file any more is removed, or flagged where somebody claimed it.
 * Certificates that were issued are not touched.
 * @throws what lockConference refuses; FILE_TOO_COSTLY
 */
export async function importSchedule(
  ctx: Context,
  programId: string,
  file: ImportFile,
  how: ImportHow,
): Promise<ScheduleImport> {
  return requestFiles.inTurn(() => importInTurn(ctx, programId, file, how));
}

const scheduleReader = fileReader<ScheduleTask, ReadSchedule>("read-schedule", "readSchedule", import.meta.url);

async function importInTurn(
  ctx: Context,
  programId: string,
  { name, open }: ImportFile,
  { preview, propose }: ImportHow,
): Promise<ScheduleImport> {
  return inTransaction(ctx, async (tx) => {
    const conference = await lockConference(tx, ctx, programId);
    const { language } = ctx.request;
    const kinds = conference.kinds.map(({ kind: { id, code, unit, name } }) => ({ id, code, unit, name }));
    const options = { timeZone: conference.days.timeZone, heldOn: conference.days, kinds };
    const task = { options, language, texts: textsOf(language) };
    const { sessions, errors } = await requestFiles.readOne(scheduleReader, task, open);
    if (errors.length > 0) return { preview, ...nothing, errors };

    const existing = await tx.findBy(Session, { programId });
    const plan = await planImport(tx, conference, existing, sessions, { preview, propose }, ctx);
    if (plan.refused.length > 0) return { preview, ...nothing, errors: plan.refused };
    const of = (kind: SessionChangeKind) => plan.changes.filter((change) => change.kind === kind).length;
    const outcome = {
      added: of(SessionChangeKind.ADDED),
      changed: of(SessionChangeKind.CHANGED),
      removed: of(SessionChangeKind.REMOVED),
      flagged: of(SessionChangeKind.FLAGGED),
      unchanged: plan.unchanged,
      proposed: plan.proposed.length + (conference.approved && !conference.decides ? plan.earning.length : 0),
    };
    if (!preview) {
      const ids = await writeSessions(tx, programId, plan.written);
      for (const { id, changes } of plan.proposed) await proposeChanges(tx, ctx, id, changes, null);
      // What is new waits until staff let it earn; breaks are not asked for.
      if (conference.approved && !conference.decides)
        await tx.query(
          `INSERT INTO session_proposal (session_id, changes, proposed_at)
           SELECT id, '{"eligible": true}', $2 FROM unnest($1::uuid[]) AS s (id)`,
          [plan.earning.flatMap((externalId) => ids.get(externalId) ?? []), ctx.now()],
        );
      if (plan.removedIds.length > 0) await tx.delete(Session, plan.removedIds);
      if (plan.flaggedIds.length > 0)
        await tx.query(
          "UPDATE session SET removed_at = $2, version = version + 1 WHERE removed_at IS NULL AND id = ANY($1::uuid[])",
          [plan.flaggedIds, ctx.now()],
        );
      if (plan.changes.length > 0) await countChange(tx, ctx, conference, "program.import-schedule");
      await audit(tx, ctx, ImportKind.SCHEDULE, ["program", programId], { after: { fileName: name, ...outcome } });
    }
    return { preview, ...outcome, changes: plan.changes, errors };
  });
}

interface ImportPlan {
  changes: SessionChange[];
  unchanged: number;
  written: (FileColumns & { externalId: string; kinds: KindOfSession[] })[];
  removedIds: string[];
  flaggedIds: string[];
  /** What waits for staff, by session. */
  proposed: { id: string; changes: ProposedChanges }[];
  /** The identifiers of new sessions that are no breaks. */
  earning: string[];
  /** What is for staff to decide. */
  refused: RowError[];
}

async function planImport(
  tx: EntityManager,
  conference: LockedConference,
  existing: Session[],
  parsed: ParsedSession[],
  { preview, propose }: ImportHow,
  ctx: Context,
): Promise<ImportPlan> {
  const { language } = ctx.request;
  const plan: ImportPlan = {
    changes: [],
    unchanged: 0,
    written: [],
    removedIds: [],
    flaggedIds: [],
    proposed: [],
    earning: [],
    refused: [],
  };
  const waits = propose && conference.approved && !conference.decides;
  const kindsBefore = await loadSessionKinds(
    tx,
    existing.map(({ id }) => id),
  );
  const gone = new Map(existing.flatMap((session) => (session.externalId ? [[session.externalId, session]] : [])));
  const byHand = new Map(existing.flatMap((session) => (session.externalId ? [] : [[session.id, session]])));
  const asListed = parsed.some(({ kept }) => kept) ? await readListed(tx, conference.program.id) : new Map();
  for (const each of parsed) {
    const known = gone.get(each.externalId) ?? byHand.get(each.externalId);
    gone.delete(each.externalId);
    let columns = columnsOf(each, known, conference);
    plan.refused.push(...refusedOfKept(each, asListed.get(known?.id) ?? asNew(columns, conference), language));
    const had = known ? (kindsBefore.get(known.id) ?? []) : [];
    const all = kindsOf(each, had, conference);
    let kinds = fitKinds(all, conference.kinds, columns);
    for (const given of all.filter(({ kindId }) => kindId in (each.kinds ?? {}))) {
      const column = conference.kinds.find(({ kindId }) => kindId === given.kindId)?.kind.code ?? null;
      const wrong = refusalOf({ column, value: given.credits }, language, () =>
        assertEarnable(given, all, conference.kinds, columns, "file"),
      );
      if (wrong) plan.refused.push({ ...wrong, line: each.line ?? 1 });
    }
    if (
      known &&
      waits &&
      whyStaffDecide(conference, { ...known, creditKinds: had }, { ...columns, creditKinds: kinds })
    ) {
      plan.proposed.push({ id: known.id, changes: proposedOf(known, columns, had, all, kinds, conference) });
      columns = { ...columns, ...pick(known, heldBack) };
      kinds = had;
    }
    const fields = known ? differences({ ...known, creditKinds: had }, { ...columns, creditKinds: kinds }) : [];
    if (known && fields.length === 0) {
      plan.unchanged++;
      continue;
    }
    const refusal =
      known &&
      refusalOf({ column: null, value: known.title }, language, () =>
        assertMayDecide(conference, { ...known, creditKinds: had }, { ...columns, creditKinds: kinds }),
      );
    if (refusal) plan.refused.push({ ...refusal, line: each.line ?? 1 });
    plan.written.push({ externalId: each.externalId, ...columns, kinds });
    if (!known && !each.isBreak) plan.earning.push(each.externalId);
    const kind = known ? SessionChangeKind.CHANGED : SessionChangeKind.ADDED;
    plan.changes.push({ kind, title: columns.title, startsAt: columns.startsAt, fields });
  }

  for (const [externalId, session] of waits ? gone : []) {
    const creditKinds = kindsBefore.get(session.id) ?? [];
    if (!whyStaffDecide(conference, { ...session, creditKinds }, { removedAt: session.removedAt ?? ctx.now() }))
      continue;
    plan.proposed.push({ id: session.id, changes: { removed: true } });
    gone.delete(externalId);
  }
  const goneIds = [...gone.values()].map((session) => session.id);
  // Claims that are being saved now are waited for; none can come afterwards.
  if (!preview && goneIds.length > 0)
    await tx.query(`SELECT FROM session WHERE id = ANY($1::uuid[]) ORDER BY id ${forRemovalSql}`, [goneIds]);
  const inUse = await sessionsInUse(tx, goneIds);
  for (const session of gone.values()) {
    const { id, title, startsAt } = session;
    const refusal = refusalOf({ column: null, value: title }, language, () =>
      assertMayDecide(
        conference,
        { ...session, creditKinds: kindsBefore.get(id) ?? [] },
        { removedAt: session.removedAt ?? ctx.now() },
      ),
    );
    if (refusal) plan.refused.push({ ...refusal, line: 1 });
    const kind = inUse.has(id) ? SessionChangeKind.FLAGGED : SessionChangeKind.REMOVED;
    (inUse.has(id) ? plan.flaggedIds : plan.removedIds).push(id);
    plan.changes.push({ kind, title, startsAt, fields: [] });
  }
  return plan;
}

/** What the list of sessions as a file says of each, by session. */
async function readListed(tx: EntityManager, programId: string): Promise<Map<string, Record<string, string | null>>> {
  const columns = Object.entries(sessionCells).map(([name, sql]) => `${sql} AS "${name}"`);
  const rows: (Record<string, string | null> & { key: string })[] = await tx.query(
    `SELECT s.id AS key, ${columns.join(", ")} FROM session s JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}
     WHERE s.program_id = $1`,
    [programId],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** The same of one that is new. */
const asNew = ({ eligible, credits }: FileColumns, { days }: LockedConference) => ({
  timeZone: days.timeZone,
  eligible: eligible ? "yes" : "no",
  credits,
});

/** What a row says otherwise than it is, of what no schedule decides: it would be lost. */
const refusedOfKept = (
  { kept = {}, line }: ParsedSession,
  listed: Partial<Record<string, string | null>>,
  language: Language,
): RowError[] =>
  (Object.entries(kept) as [KeptColumn, string][])
    .filter(([key, cell]) => !saysTheSame(key, cell, listed[key] ?? ""))
    .map(([key, cell]) => {
      const column = headingOfKept(key);
      const message = say("file.cell", { line: line ?? 1, column, advice: say("file.decidedElsewhere") });
      return rowErrorOf({ line, column, value: cell, code: ErrorCode.INVALID_VALUE, message }, language);
    });

/** Of a file what waits where staff decide: it stays as it is. */
const heldBack = ["startsAt", "endsAt", "minutes", "virtual", "eligible", "credits", "removedAt"] as const;

const pick = (session: Session, names: readonly (typeof heldBack)[number][]): Partial<FileColumns> =>
  Object.fromEntries(names.map((name) => [name, session[name]]));

/** What a file says otherwise of a session, as it waits for staff. */
function proposedOf(
  known: Session,
  columns: FileColumns,
  had: readonly KindOfSession[],
  said: readonly KindOfSession[],
  kinds: readonly KindOfSession[],
  conference: LockedConference,
): ProposedChanges {
  const amounts = (of: readonly KindOfSession[]) => of.map(({ kindId, credits }) => [kindId, credits]);
  return {
    ...(+columns.startsAt !== +known.startsAt && { startsAt: columns.startsAt.toISOString() }),
    ...(+columns.endsAt !== +known.endsAt && { endsAt: columns.endsAt.toISOString() }),
    ...(columns.virtual !== known.virtual && { virtual: columns.virtual }),
    ...(known.removedAt !== null && { removed: false }),
    ...(!isDeepStrictEqual(amounts(had), amounts(kinds)) && {
      creditKinds: said.map(({ kindId, credits, isSet }) => ({
        kind: conference.kinds.find((each) => each.kindId === kindId)?.kind.code ?? kindId,
        credits: isSet ? credits : null,
      })),
    }),
  };
}

type WithKinds<T> = T & { creditKinds: KindOfSession[] };

/** Why a file may not say so of a session, as its row's error; null: it may. */
function refusalOf(
  cell: Pick<RowError, "column" | "value">,
  language: Language,
  assert: () => void,
): Omit<RowError, "line"> | null {
  try {
    assert();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return {
      ...cell,
      code: error.code,
      message: error.in(language).message,
      suggestions: [],
      severity: FindingSeverity.ERROR,
    };
  }
}

/** A session as it is to be kept. What a provider adds to an approved conference is a proposal, which staff make eligible. Where the file does not say whether it is virtual, an online conference's sessions are. */
function columnsOf(parsed: ParsedSession, known: Session | undefined, conference: LockedConference): FileColumns {
  const { title, subtitle, minutes, speakers, room, track, type } = parsed;
  const heldOnline = conference.offering.format === OfferingFormat.VIRTUAL;
  return {
    talkKey: parsed.talkKey === undefined ? (known?.talkKey ?? null) : parsed.talkKey,
    title,
    subtitle,
    startsAt: new Date(parsed.startsAt),
    endsAt: new Date(parsed.endsAt),
    minutes,
    speakers,
    room,
    track,
    type,
    virtual: known?.virtualSetByHand ? known.virtual : (parsed.virtual ?? known?.virtual ?? heldOnline),
    eligible:
      known?.eligibleSetByHand || (known && parsed.kept?.eligible) || (conference.approved && !conference.decides)
        ? (known?.eligible ?? false)
        : !parsed.isBreak,
    credits: known?.creditsReason != null ? known.credits : creditsForMinutes(conference.rule, minutes),
    removedAt: null,
  };
}

/** What a session is to earn of further kinds: what its file says of those that it has columns for, and of the others what it earned. */
function kindsOf(
  { kinds = {} }: ParsedSession,
  had: readonly KindOfSession[],
  { decides }: LockedConference,
): KindOfSession[] {
  const others = had.filter(({ kindId }) => !(kindId in kinds));
  const said = Object.entries(kinds).flatMap(([kindId, credits]): KindOfSession[] => {
    if (credits === "NONE") return [];
    const isSet = credits !== "ALL";
    const old = had.find((each) => each.kindId === kindId);
    const stays = isSet && old?.isSet && compareCredits(old.credits, credits) === 0;
    return [
      { kindId, credits: isSet ? credits : "0.00", isSet, setByStaff: stays ? old.setByStaff : isSet && decides },
    ];
  });
  return [...others, ...said];
}

const differences = (known: WithKinds<Session>, columns: WithKinds<FileColumns>): string[] =>
  Object.entries(columns)
    .filter(([name, value]) => !isDeepStrictEqual(known[name as keyof typeof columns], value))
    .map(([name]) => name);

/** Adds the sessions, or replaces what the file decides of those that have the identifier already: in one statement. */
async function writeSessions(
  tx: EntityManager,
  programId: string,
  sessions: ImportPlan["written"],
): Promise<Map<string, string>> {
  if (sessions.length === 0) return new Map();
  // A file names those that were entered by hand by their own IDs. They stay nobody's but theirs, so that no file removes them.
  const [byHand]: [{ id: string }[], number] = await tx.query(
    `UPDATE session SET external_id = id::text WHERE program_id = $1 AND external_id IS NULL AND id::text = ANY($2::text[])
     RETURNING id`,
    [programId, sessions.map(({ externalId }) => externalId)],
  );
  const ids: { id: string; externalId: string }[] = await tx.query(
    `INSERT INTO session (program_id, external_id, title, subtitle, starts_at, ends_at, minutes, speakers, room, track,
       type, virtual, eligible, credits, talk_key)
     SELECT $1, s."externalId", s.title, s.subtitle, s."startsAt", s."endsAt", s.minutes, s.speakers, s.room, s.track,
       s.type, s.virtual, s.eligible, s.credits, s."talkKey"
     FROM jsonb_to_recordset($2::jsonb) AS s ("externalId" text, title text, subtitle text, "startsAt" timestamptz,
       "endsAt" timestamptz, minutes integer, speakers text[], room text, track text, type text, virtual boolean,
       eligible boolean, credits numeric, "talkKey" text)
     ON CONFLICT (program_id, external_id) DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle,
       starts_at = excluded.starts_at, ends_at = excluded.ends_at, minutes = excluded.minutes,
       speakers = excluded.speakers, room = excluded.room, track = excluded.track, type = excluded.type,
       virtual = excluded.virtual, eligible = excluded.eligible, credits = excluded.credits, talk_key = excluded.talk_key, removed_at = NULL,
       version = session.version + 1
     RETURNING id, external_id AS "externalId"`,
    [programId, JSON.stringify(sessions.map(({ kinds: _, ...session }) => session))],
  );
  if (byHand.length > 0)
    await tx.query("UPDATE session SET external_id = NULL WHERE id = ANY($1::uuid[])", [byHand.map(({ id }) => id)]);
  const kinds = new Map(sessions.map((session) => [session.externalId, session.kinds]));
  await writeSessionKinds(
    tx,
    ids.map(({ id, externalId }) => ({ id, kinds: kinds.get(externalId) ?? [] })),
  );
  return new Map(ids.map(({ id, externalId }) => [externalId, id]));
}
