import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { PartOfConference } from "./conference.policy.ts";
import type { SessionProposal } from "./session-proposal.entity.ts";
import type { ProposedField } from "./split-changes.ts";

export type SessionProposalRow = Omit<SessionProposal, "session"> & {
  /** The session as it is, under the names of the changes. */
  now: Record<ProposedField, unknown>;
};

/** The same as one of a session's. */
export type ShownProposal = SessionProposalRow & PartOfConference;

/** What waits of each session, or else what was decided last; null: nothing was asked for. */
export const proposalOfSession = defineLoader<string, SessionProposalRow | null>(async (ctx, sessionIds) => {
  const rows: { id: string; proposal: ReadProposal | null }[] = await ctx.db.query(
    `SELECT s.id, ${proposalSql} AS proposal FROM session s WHERE s.id = ANY($1::uuid[])`,
    [sessionIds],
  );
  const found = orderByKey(sessionIds as string[], rows, (row) => row.id);
  return found.map((row) => row && proposalFrom(row.proposal));
});

/** The proposal as JSON has it. */
export type ReadProposal = Omit<SessionProposalRow, "proposedAt" | "decidedAt"> & {
  proposedAt: string;
  decidedAt: string | null;
};

export const proposalFrom = (read: ReadProposal | null): SessionProposalRow | null =>
  read && {
    ...read,
    proposedAt: new Date(read.proposedAt),
    decidedAt: read.decidedAt === null ? null : new Date(read.decidedAt),
  };

/** SQL of a ReadProposal of session s. */
export const proposalSql = `(SELECT json_build_object('id', q.id, 'sessionId', q.session_id, 'status', q.status, 'changes', q.changes,
    'note', q.note, 'decision', q.decision, 'proposedAt', q.proposed_at, 'decidedAt', q.decided_at,
    'now', json_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at, 'virtual', s.virtual, 'eligible', s.eligible,
      'credits', s.credits::text, 'releasedOn', s.released_on, 'recordingOfId', s.recording_of_id, 'removed', s.removed_at IS NOT NULL,
      'creditKinds', (SELECT coalesce(json_agg(json_build_object('kind', k.code, 'credits', x.credits::text) ORDER BY k.position), '[]')
        FROM session_credit x JOIN credit_kind k ON k.id = x.kind_id WHERE x.session_id = s.id)))
  FROM session_proposal q WHERE q.session_id = s.id AND q.status <> 'WITHDRAWN'
  ORDER BY q.status = 'WAITING' DESC, q.proposed_at DESC LIMIT 1)`;

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
