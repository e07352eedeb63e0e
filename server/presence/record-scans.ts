import { type EntityManager, In } from "typeorm";
import { hashToken } from "../accounts/access-token.ts";
import { badgeTag, readBadge } from "../conferences/badge.ts";
import { Registration, Session } from "../conferences/conference.entity.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStay } from "../core/locks.ts";
import { enforceLimit, enforceLimitByAddress } from "../core/rate-limits.ts";
import { linkHoldsSql } from "./link-holds.ts";
import { doorScansByConference, doorsByAddress } from "./presence.limits.ts";
import { isAround, latestMs } from "./presence.rules.ts";

/** So many scans are sent at once. */
export const mostScans = 200;

/** A badge that was scanned at a door. */
export interface DoorScan {
  /** The scan's own: however often it is sent, it is there once. */
  id: string;
  /** What stands on the badge. */
  badge: string;
  /** Whose door it was. */
  sessionId: string;
  /** How long ago it was: clocks of devices are wrong, and how long they ran is not. */
  secondsAgo: number;
}

/** What became of a scan. */
export enum ScanOutcome {
  RECORDED = "RECORDED",
  UNKNOWN_BADGE = "UNKNOWN_BADGE",
  OTHER_CONFERENCE = "OTHER_CONFERENCE",
  OTHER_SESSION = "OTHER_SESSION",
  NOT_NOW = "NOT_NOW",
  TOO_LATE = "TOO_LATE",
  ID_TAKEN = "ID_TAKEN",
}

export interface ScannedBadge {
  id: string;
  outcome: ScanOutcome;
}

/**
 * Records who was seen at the doors of a conference, by the link of its telephones: each scan once, in whatever order and however often
 * it is sent. What a telephone says of when it was is believed, within a day: decision 80 says why. One scan that cannot be taken keeps
 * no other from being taken.
 * @throws NOT_FOUND for a link that was ended; BAD_INPUT for an ID that is none; TOO_MANY_REQUESTS
 */
export async function recordScans(ctx: Context, token: string, scans: readonly DoorScan[]): Promise<ScannedBadge[]> {
  await enforceLimitByAddress(ctx, doorsByAddress);
  if (scans.some(({ id }) => !isId(id)))
    throw new DomainError(ErrorCode.BAD_INPUT, "presence.ownId", { field: "scans.id" });
  const sent = scans.map((scan) => ({ ...scan, id: scan.id.toLowerCase(), sessionId: scan.sessionId.toLowerCase() }));
  const [link]: { programId: string }[] = await ctx.db.query(
    `SELECT p.id AS "programId" FROM door_link l JOIN program p ON p.id = l.program_id WHERE l.token_hash = $1 AND ${linkHoldsSql}`,
    [hashToken(token)],
  );
  if (!link) throw notFound("link", "token");
  await enforceLimit(ctx, doorScansByConference, link.programId);
  return inTransaction(ctx, (tx) => recordIn(tx, ctx, link.programId, sent));
}

async function recordIn(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  scans: readonly DoorScan[],
): Promise<ScannedBadge[]> {
  const now = ctx.now();
  const ids = scans.map(({ id }) => id);
  const before = await readScans(tx, programId, ids);
  const sessions = await tx.find(Session, {
    where: { programId, id: In(scans.map(({ sessionId }) => sessionId).filter(isId)) },
    order: { id: "ASC" },
    lock: toStay,
  });
  const badges = scans.map(({ badge }) => readBadge(badge));
  const registrations = await tx.find(Registration, {
    where: { programId, badgeCode: In(badges.flatMap((badge) => badge?.badgeCode ?? [])) },
    order: { id: "ASC" },
    lock: toStay,
  });
  const sessionById = new Map(sessions.map((session) => [session.id, session]));
  const registrationByCode = new Map(registrations.map((registration) => [registration.badgeCode, registration]));

  const taken: object[] = [];
  const outcomes = scans.map(({ id, sessionId, secondsAgo }, at): ScanOutcome | null => {
    if (before.has(id)) return null;
    const badge = badges[at];
    if (!badge) return ScanOutcome.UNKNOWN_BADGE;
    if (badge.tag !== badgeTag(programId)) return ScanOutcome.OTHER_CONFERENCE;
    const registration = registrationByCode.get(badge.badgeCode);
    if (!registration) return ScanOutcome.UNKNOWN_BADGE;
    const session = sessionById.get(sessionId);
    if (!session || session.removedAt !== null) return ScanOutcome.OTHER_SESSION;
    if (secondsAgo * 1_000 > latestMs) return ScanOutcome.TOO_LATE;
    const seenAt = new Date(now.getTime() - secondsAgo * 1_000);
    if (!isAround(session, seenAt)) return ScanOutcome.NOT_NOW;
    taken.push({ id, sessionId, memberId: registration.memberId, registrationId: registration.id, at: seenAt });
    return null;
  });
  await tx.query(
    `INSERT INTO presence (id, session_id, member_id, registration_id, source, at, recorded_at)
     SELECT id, "sessionId", "memberId", "registrationId", 'SCAN', at, $2
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, "sessionId" uuid, "memberId" uuid, "registrationId" uuid, at timestamptz)
     ORDER BY id ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(taken), now],
  );
  const recorded = await readScans(tx, programId, ids);
  return scans.map(({ id }, at) => ({
    id,
    outcome: outcomes[at] ?? (recorded.has(id) ? ScanOutcome.RECORDED : ScanOutcome.ID_TAKEN),
  }));
}

/** Which of these scans of a conference are there. */
async function readScans(tx: EntityManager, programId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await tx.query(
    `SELECT e.id FROM presence e JOIN session s ON s.id = e.session_id
     WHERE e.id = ANY($1::uuid[]) AND e.source = 'SCAN' AND s.program_id = $2`,
    [ids, programId],
  );
  return new Set(rows.map(({ id }) => id));
}
