import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { mostDecided } from "./decide-presence.ts";
import { type Demanded, PresenceDemand, type PresenceSource } from "./presence.rules.ts";

/** A piece of evidence as staff and the provider look at it. */
export interface PresenceRow {
  id: string;
  sessionId: string;
  memberId: string | null;
  source: PresenceSource;
  at: Date;
  recordedAt: Date;
  waits: boolean;
  /** What they say themselves; null: it is other evidence. */
  said: string | null;
  decidedAt: Date | null;
  counts: boolean;
  /** Why, of what is decided. */
  reason: string | null;
  byStaff: boolean;
  sharedDevice: boolean;
  otherNetwork: boolean;
}

const sharedDeviceSql = `coalesce(EXISTS (SELECT FROM presence o WHERE o.session_id = e.session_id AND o.device_hash = e.device_hash
  AND o.member_id <> e.member_id), false)`;

/** Another network than that of most who showed the session's codes. */
const otherNetworkSql = `coalesce(e.network_hash <> (SELECT o.network_hash FROM presence o WHERE o.session_id = e.session_id
  AND o.network_hash IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1), false)`;

const columns = `e.id, e.session_id AS "sessionId", e.member_id AS "memberId", e.source, e.at, e.recorded_at AS "recordedAt", e.waits, e.said,
  e.decided_at AS "decidedAt", NOT e.waits AND e.struck_at IS NULL AS counts, CASE WHEN e.decided_at IS NOT NULL THEN e.reason END AS reason,
  coalesce(e.decided_by_staff, false) AS "byStaff", ${sharedDeviceSql} AS "sharedDevice", ${otherNetworkSql} AS "otherNetwork"`;

/** Of each session the evidence that somebody should look at: what waits, what they say themselves among it, and what several showed on one device; at most 200, the oldest first. */
export const presenceToDecide = defineLoader<string, PresenceRow[]>(async (ctx, sessionIds) => {
  const rows: PresenceRow[] = await ctx.db.query(
    `SELECT x.* FROM unnest($1::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM presence e WHERE e.session_id = k.id AND e.decided_at IS NULL AND (e.waits OR ${sharedDeviceSql})
       ORDER BY e.at, e.id LIMIT ${mostDecided}) x`,
    [sessionIds],
  );
  return groupByKey(sessionIds, rows, ({ sessionId }) => sessionId);
});

/** Of each session what was decided of it, at most 200, the last first. */
export const decidedPresence = defineLoader<string, PresenceRow[]>(async (ctx, sessionIds) => {
  const rows: PresenceRow[] = await ctx.db.query(
    `SELECT x.* FROM unnest($1::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM presence e WHERE e.session_id = k.id AND e.decided_at IS NOT NULL
       ORDER BY e.decided_at DESC, e.id LIMIT ${mostDecided}) x`,
    [sessionIds],
  );
  return groupByKey(sessionIds, rows, ({ sessionId }) => sessionId);
});

/** When each session's link for its room's screen was made; null: it has none. */
export const roomLinkOfSession = defineLoader<string, Date | null>(async (ctx, sessionIds) => {
  const rows: { id: string; madeAt: Date }[] = await ctx.db.query(
    'SELECT session_id AS id, made_at AS "madeAt" FROM room_link WHERE session_id = ANY($1::uuid[])',
    [sessionIds],
  );
  return orderByKey(sessionIds, rows, ({ id }) => id).map((row) => row?.madeAt ?? null);
});

/** When each conference's link for the telephones at its doors was made; null: it has none. */
export const doorLinkOfProgram = defineLoader<string, Date | null>(async (ctx, programIds) => {
  const rows: { id: string; madeAt: Date }[] = await ctx.db.query(
    'SELECT program_id AS id, made_at AS "madeAt" FROM door_link WHERE program_id = ANY($1::uuid[])',
    [programIds],
  );
  return orderByKey(programIds, rows, ({ id }) => id).map((row) => row?.madeAt ?? null);
});

export interface DemandRow extends Demanded {
  setByStaff: boolean;
}

/** What a conference demands, by its program. */
export const demandOfProgram = defineLoader<string, DemandRow>(async (ctx, programIds) => {
  const rows: (DemandRow & { id: string })[] = await ctx.db.query(
    `SELECT program_id AS id, demand, percent, set_by_staff AS "setByStaff" FROM presence_demand WHERE program_id = ANY($1::uuid[])`,
    [programIds],
  );
  return orderByKey(programIds, rows, ({ id }) => id).map(
    (row) => row ?? { demand: PresenceDemand.TRUST, percent: null, setByStaff: false },
  );
});
