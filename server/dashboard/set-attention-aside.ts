import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { installationId } from "../core/hold.ts";
import { requiredReason } from "../core/input-rules.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { AttentionKind, canBeSetAside } from "./attention.kinds.ts";
import { type AttentionRow, findAttention } from "./attention.queries.ts";
import { AttentionSetAside } from "./attention-found.entity.ts";

/** The kind and what it is about, of an entry's ID; null: it is none. */
export function readAttentionId(id: string): { kind: AttentionKind; subject: string } | null {
  const [name = "", ...rest] = id.split(":");
  const kind = Object.values(AttentionKind).find((each) => each === name);
  return kind && rest.length > 0 ? { kind, subject: rest.join(":") } : null;
}

/**
 * Takes an entry off the list of what needs attention: somebody has looked at it, and it stays as it is. Where it happens anew it is there again.
 * @throws FORBIDDEN, NOT_FOUND, ILLEGAL_TRANSITION, REASON_REQUIRED
 */
export async function setAttentionAside(ctx: Context, id: string, reason: string): Promise<boolean> {
  assertMay(ctx, staff, null);
  const why = requiredReason(reason, say("dashboard.sayWhyAside"));
  const read = readAttentionId(id);
  const found = read && (await findAttention(ctx, read.kind, id));
  if (!read || !found) throw notFound("attention", "id");
  const { kind, subject } = read;
  if (!canBeSetAside.includes(kind))
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "dashboard.notAside", { field: "id" });
  await inTransaction(ctx, async (tx) => {
    await tx.upsert(AttentionSetAside, { kind, subject, setAsideAt: ctx.now() }, ["kind", "subject"]);
    await audit(tx, ctx, "dashboard.set-aside", subjectOf(found, subject), { reason: why, after: { kind, entry: id } });
  });
  return true;
}

/** What an entry is about, as the audit log names it. */
const subjectOf = ({ kind, memberId }: AttentionRow, subject: string) => {
  if (kind === AttentionKind.MAIL_FAILED) return ["mail", subject] as const;
  if (kind === AttentionKind.MEMBER_TWICE && memberId) return ["member", memberId] as const;
  return kind === AttentionKind.JOB_FAILED
    ? (["installation", installationId] as const)
    : (["attendance-record", subject] as const);
};
