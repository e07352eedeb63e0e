import { type EntityManager, In } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { type Message, say } from "../core/messages/message.ts";
import { assertVersion } from "../core/transitions.ts";
import { assertWholeSteps } from "../policies/assert-whole-steps.ts";
import { creditsForMinutes } from "../policies/credit-rule.arithmetic.ts";
import { assertMayDecide } from "./assert-may-decide.ts";
import { Session } from "./conference.entity.ts";
import { countChange, type LockedConference, lockConference } from "./lock-conference.ts";
import { proposeChanges } from "./propose-changes.ts";
import { isWithinDays } from "./schedule/approved-days.ts";
import { readSessions, type SessionRow } from "./session.queries.ts";
import type { SessionChanges } from "./session-changes.ts";
import { maxSessionMinutes } from "./session-credits.ts";
import {
  fitKinds,
  type KindOfSession,
  loadSessionKinds,
  readSaidKinds,
  saidOf,
  writeSessionKinds,
} from "./session-kinds.ts";
import { splitChanges } from "./split-changes.ts";

/** As many as a conference can have. */
const mostAtOnce = 5_000;

/**
 * Adds a session by hand, which no schedule file removes. It is eligible and in person where nothing else is said; what a provider adds to
 * an approved conference is a proposal, which staff make eligible.
 * @param reason why its credits are set by hand; else none is needed
 * @throws what lockConference refuses; BAD_INPUT; FORBIDDEN, REASON_REQUIRED or CREDITS_NOT_WHOLE_STEPS for credits
 */
export async function createSession(
  ctx: Context,
  programId: string,
  changes: SessionChanges,
  reason: string | null,
): Promise<SessionRow> {
  return inTransaction(ctx, async (tx) => {
    const conference = await lockConference(tx, ctx, programId);
    for (const field of ["title", "startsAt", "endsAt"] as const)
      if (changes[field] == null) throw refusal(`input.${field}`, say("conferences.newSession"));
    const blank = tx.create(Session, {
      programId,
      externalId: null,
      subtitle: null,
      speakers: [],
      room: null,
      track: null,
      type: null,
      virtual: false,
      eligible: true,
      creditsReason: null,
      releasedOn: null,
      recordingOfId: null,
      registrationTypes: null,
      removedAt: null,
    });
    const session = await changed(tx, conference, blank, changes, reason);
    // What is added to what was approved is a proposal until staff let it earn.
    if (conference.approved && !conference.decides) session.eligible = false;
    const kinds = changedKinds(conference, session, [], changes);
    const { id } = await tx.save(session);
    if (conference.approved && !conference.decides && changes.eligible !== false)
      await proposeChanges(tx, ctx, id, { eligible: true }, null);
    await writeSessionKinds(tx, [{ id, kinds }]);
    await countChange(tx, ctx, conference, "program.add-session");
    await audit(tx, ctx, "session.create", ["session", id], { reason, after: { programId, ...changes } });
    return (await readSessions(tx, ctx, [id]))[0]!;
  });
}

/**
 * Changes sessions of one conference by hand, all in the same way. A schedule file that comes later overwrites what files
 * say (title, times, speakers, room, track) and keeps the rest. Certificates that were issued are not touched.
 * @param reason why credits are set by hand; else none is needed. Of a proposal why it is asked for
 * @param options `version` that was read, of each of them, null: whatever it is now; `propose` leaves to staff what is for them to decide of an
 *   approved conference, where it is refused otherwise
 * @throws NOT_FOUND, the same for a missing and a foreign one; STALE_VERSION; BAD_INPUT; STAFF_DECIDES; FORBIDDEN,
 *   REASON_REQUIRED or CREDITS_NOT_WHOLE_STEPS for credits
 */
export async function updateSessions(
  ctx: Context,
  ids: readonly string[],
  changes: SessionChanges,
  reason: string | null,
  { version = null, propose = false }: { version?: number | null; propose?: boolean } = {},
): Promise<SessionRow[]> {
  return inTransaction(ctx, async (tx) => {
    if (ids.length > mostAtOnce) throw refusal("ids", say("conferences.mostAtOnce", { mostAtOnce }));
    const found = ids.every(isId) ? await tx.findBy(Session, { id: In([...ids]) }) : [];
    const [first] = found;
    if (!first || found.length < new Set(ids).size) throw notFound("session");
    const conference = await lockConference(tx, ctx, first.programId, "session");
    // Read again: an import may have changed them before the conference was locked.
    const sessions = await tx.find(Session, {
      where: { id: In([...ids]), programId: first.programId },
      order: { id: "ASC" },
    });
    if (sessions.length < found.length) throw notFound("session");
    if (version !== null) for (const session of sessions) assertVersion("session", session.version, version);
    let isChanged = false;
    const kindsBefore = await loadSessionKinds(tx, ids);
    const written: { id: string; kinds: KindOfSession[] }[] = [];
    for (const session of sessions) {
      const had = kindsBefore.get(session.id) ?? [];
      const free =
        propose && conference.approved && !conference.decides
          ? await proposeOf(tx, ctx, conference, session, had, changes, reason)
          : changes;
      if (Object.keys(free).length === 0) continue;
      isChanged = true;
      written.push(...(await applyChanges(tx, ctx, conference, session, had, free, reason)));
    }
    await writeSessionKinds(tx, written);
    if (isChanged) await countChange(tx, ctx, conference, "program.change-sessions");
    return readSessions(tx, ctx, ids);
  });
}

/** Changes one session that is locked; what it earns of further kinds is the caller's to write. */
export async function applyChanges(
  tx: EntityManager,
  ctx: Context,
  conference: LockedConference,
  session: Session,
  had: KindOfSession[],
  changes: SessionChanges,
  reason: string | null,
): Promise<{ id: string; kinds: KindOfSession[] }[]> {
  const before: SessionChanges = Object.fromEntries(
    Object.keys(changes).map((name) => [name, session[name as keyof typeof session]]),
  );
  const unchanged = { ...session };
  await changed(tx, conference, session, changes, reason);
  const kinds = changedKinds(conference, session, had, changes);
  assertMayDecide(conference, { ...unchanged, creditKinds: had }, { ...session, creditKinds: kinds });
  if (changes.creditKinds !== undefined) before.creditKinds = saidOf(had, conference.kinds);
  session.version++;
  await tx.save(session);
  await audit(tx, ctx, "session.update", ["session", session.id], { reason, before, after: { ...changes } });
  return had.length + kinds.length > 0 ? [{ id: session.id, kinds }] : [];
}

/**
 * Leaves to staff what of the changes is for them to decide, which are asked as staff's would be: what could not be accepted is refused.
 * @returns the changes that are left, for the caller to make
 */
async function proposeOf(
  tx: EntityManager,
  ctx: Context,
  conference: LockedConference,
  session: Session,
  had: KindOfSession[],
  changes: SessionChanges,
  reason: string | null,
): Promise<SessionChanges> {
  const asStaff = { ...conference, decides: true };
  const { recordingOfId, ...others } = changes;
  const after = await changed(tx, asStaff, tx.create(Session, { ...session }), others, reason);
  // That it is one is looked at alone: other recordings follow once it is accepted.
  if (recordingOfId !== undefined)
    after.recordingOfId = await originalOf(tx, session, recordingOfId, { othersFollow: false });
  const kinds = changedKinds(asStaff, after, had, changes);
  const { free, waiting } = splitChanges(changes, { ...session, creditKinds: had }, { ...after, creditKinds: kinds });
  await proposeChanges(tx, ctx, session.id, waiting, givenReason(reason));
  return free;
}

/** What a session that is changed earns of further kinds. */
const changedKinds = (
  { kinds, decides }: LockedConference,
  session: Session,
  before: KindOfSession[],
  { creditKinds }: SessionChanges,
): KindOfSession[] =>
  creditKinds === undefined
    ? fitKinds(before, kinds, session)
    : readSaidKinds(creditKinds ?? [], kinds, session, before, decides);

/** The session with the changes, and what follows from them. */
async function changed(
  tx: EntityManager,
  { days, rule, decides }: LockedConference,
  session: Session,
  changes: SessionChanges,
  reason: string | null,
): Promise<Session> {
  const { title, startsAt, endsAt, speakers, virtual, eligible, credits, recordingOfId } = changes;
  for (const field of ["subtitle", "room", "track", "releasedOn"] as const)
    if (changes[field] !== undefined) session[field] = changes[field]?.trim() || null;
  if (title != null) session.title = title.trim();
  if (startsAt != null) session.startsAt = startsAt;
  if (endsAt != null) session.endsAt = endsAt;
  if (speakers !== undefined) session.speakers = (speakers ?? []).map((name) => name.trim()).filter(Boolean);
  if (changes.registrationTypes !== undefined)
    session.registrationTypes = changes.registrationTypes?.map((type) => type.replace(/\s+/g, " ").trim()) ?? null;
  if (virtual != null) Object.assign(session, { virtual, virtualSetByHand: true });
  if (eligible != null) Object.assign(session, { eligible, eligibleSetByHand: true, eligibleSetByStaff: decides });
  if (recordingOfId !== undefined) session.recordingOfId = await originalOf(tx, session, recordingOfId);
  session.minutes = Math.floor((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000);
  if (session.minutes < 1 || session.minutes > maxSessionMinutes)
    throw refusal("input.endsAt", say("conferences.sessionEnd"));
  if ((startsAt != null || endsAt != null) && !isWithinDays(days, session.startsAt, session.endsAt))
    throw refusal(
      `input.${startsAt != null ? "startsAt" : "endsAt"}`,
      say("conferences.outsideDays", { startsOn: days.startsOn, endsOn: days.endsOn, timeZone: days.timeZone }),
    );
  if (session.releasedOn !== null && !session.virtual)
    throw refusal("input.releasedOn", say("conferences.releasedVirtual"));

  if (credits != null) {
    if (!decides) throw new DomainError(ErrorCode.FORBIDDEN, "conferences.creditsByStaff", { field: "input.credits" });
    assertWholeSteps(rule, credits, "input.credits");
    Object.assign(session, { credits, creditsReason: requiredReason(reason) });
  } else if (credits === null) session.creditsReason = null;
  if (session.creditsReason === null) session.credits = creditsForMinutes(rule, session.minutes);
  return session;
}

/** The original of a recording; recordings of this session become recordings of that one. */
async function originalOf(
  tx: EntityManager,
  session: Session,
  id: string | null,
  { othersFollow = true }: { othersFollow?: boolean } = {},
): Promise<string | null> {
  if (id === null) return null;
  const target = isId(id) ? await tx.findOneBy(Session, { id, programId: session.programId }) : null;
  if (!target) throw notFound("session", "input.recordingOfId");
  const original = target.recordingOfId ?? target.id;
  if (original === session.id) throw refusal("input.recordingOfId", say("conferences.recordingOfItself"));
  if (session.id && othersFollow) await tx.update(Session, { recordingOfId: session.id }, { recordingOfId: original });
  return original;
}

const refusal = (field: string, said: Message) => new DomainError(ErrorCode.BAD_INPUT, said, { field });
