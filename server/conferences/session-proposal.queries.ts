import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { SessionProposal } from "./session-proposal.entity.ts";
import type { ProposedField } from "./split-changes.ts";

export type SessionProposalRow = Omit<SessionProposal, "session"> & {
  /** The session as it is, under the names of the changes. */
  now: Record<ProposedField, unknown>;
};

/** What waits of each session, or else what was decided last; null: nothing was asked for. */
export const proposalOfSession = defineLoader<string, SessionProposalRow | null>(async (ctx, sessionIds) => {
  const rows: SessionProposalRow[] = await ctx.db.query(
    `SELECT DISTINCT ON (q.session_id) q.id, q.session_id AS "sessionId", q.status, q.changes, q.note, q.decision,
       q.proposed_at AS "proposedAt", q.decided_at AS "decidedAt",
       json_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at, 'virtual', s.virtual, 'eligible', s.eligible, 'credits', s.credits::text,
         'releasedOn', s.released_on, 'recordingOfId', s.recording_of_id, 'removed', s.removed_at IS NOT NULL,
         'creditKinds', (SELECT coalesce(json_agg(json_build_object('kind', k.code, 'credits', x.credits::text) ORDER BY k.position), '[]')
           FROM session_credit x JOIN credit_kind k ON k.id = x.kind_id WHERE x.session_id = s.id)) AS now
     FROM session_proposal q JOIN session s ON s.id = q.session_id
     WHERE q.session_id = ANY($1::uuid[]) AND q.status <> 'WITHDRAWN'
     ORDER BY q.session_id, q.status = 'WAITING' DESC, q.proposed_at DESC`,
    [sessionIds],
  );
  return orderByKey(sessionIds as string[], rows, (row) => row.sessionId);
});

/** One thing that is asked for, as people compare it. */
export interface ProposedDifference {
  field: ProposedField;
  before: string | null;
  after: string | null;
}

/** What is asked for, field by field, beside what is so now. */
export const differencesOf = ({ changes, now }: SessionProposalRow): ProposedDifference[] =>
  (Object.keys(changes) as ProposedField[]).map((field) => ({
    field,
    before: textOf(now[field]),
    after: textOf(changes[field]),
  }));

/** Instants as ISO texts, truth as true and false, kinds as "0.50 ETHICS, CNE": the latter is what the session's minutes earn. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value))
    return typeof value === "string" && isInstant(value) ? new Date(value).toISOString() : String(value);
  return value.map(({ kind, credits }) => (credits ? `${credits} ${kind}` : kind)).join(", ");
}

const isInstant = (text: string): boolean => text.includes("T") && !Number.isNaN(Date.parse(text));
