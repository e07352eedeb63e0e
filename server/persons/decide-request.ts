import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { assertMay, inRoles, staff } from "../core/policy.ts";
import type { Viewer } from "../core/viewer.ts";
import { roleOfRequest, subjectOf } from "../policies/in-transaction-of-two.ts";
import type { SettingsInput } from "../policies/settings.input.ts";
import { updateSettings } from "../policies/update-settings.ts";
import { RequestKind, WaitingRequest } from "../policies/waiting-request.entity.ts";
import { eraseMember } from "./erase-member.ts";
import { mergeMembers } from "./merge-members.ts";
import { mergeProviders } from "./merge-providers.ts";
import { type WaitingRequestRow, waitingRequest } from "./waiting-request.queries.ts";

type Facts = Pick<WaitingRequest, "kind" | "requestedByAccountId" | "memberIds">;

/** Why a viewer does not decide about a request: who asked, whoever it is about, and another role do not; null: they may. */
function refusalOf(viewer: Viewer, { kind, requestedByAccountId, memberIds }: Facts): DomainError | null {
  if (requestedByAccountId === viewer.accountId)
    return new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "secondPerson.yourOwn");
  if (viewer.memberId && memberIds.includes(viewer.memberId))
    return new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "secondPerson.aboutYou");
  if (!staff(inRoles(viewer, [roleOfRequest[kind]]), null))
    return new DomainError(ErrorCode.FORBIDDEN, "core.notForYou");
  return null;
}

export const mayDecide = (viewer: Viewer, request: Facts): boolean => refusalOf(viewer, request) === null;

async function requestToDecide(ctx: Context, id: string): Promise<WaitingRequestRow> {
  assertMay(ctx, staff, null);
  const request = isId(id) ? await waitingRequest(ctx, id) : null;
  if (!request) throw notFound("waitingRequest", "id");
  const refusal = refusalOf(ctx.viewer, request);
  if (refusal) throw refusal;
  return request;
}

/**
 * Approves what a colleague has asked for: it is done now, by the operation itself, as things are now.
 * @throws NOT_FOUND where it is gone, or who asked may not any more; FORBIDDEN for another role; CONFLICT_OF_INTEREST for one's own; what the operation refuses
 */
export async function approveRequest(ctx: Context, id: string): Promise<true> {
  const request = await requestToDecide(ctx, id);
  const given = request.arguments as Record<string, string>;
  const { memberId = "", keepId = "", mergeId = "", fingerprint = "" } = given;
  switch (request.kind) {
    case RequestKind.ERASE_MEMBER:
      await eraseMember(ctx, memberId, request.reason, request);
      break;
    case RequestKind.MERGE_MEMBERS:
      await mergeMembers(ctx, keepId, mergeId, fingerprint, request.reason, request);
      break;
    case RequestKind.MERGE_PROVIDERS:
      await mergeProviders(ctx, keepId, mergeId, fingerprint, request.reason, request);
      break;
    case RequestKind.UPDATE_SETTINGS: {
      const { version, input } = request.arguments as { version: number; input: SettingsInput };
      await updateSettings(ctx, version, input, request.reason, request);
      break;
    }
    default:
      request.kind satisfies never;
  }
  return true;
}

/**
 * Refuses it: nothing is done.
 * @throws as approveRequest; REASON_REQUIRED
 */
export async function refuseRequest(ctx: Context, id: string, reason: string): Promise<true> {
  const why = requiredReason(reason);
  const request = await requestToDecide(ctx, id);
  const { kind, requestedByAccountId } = request;
  await inTransaction(ctx, async (tx) => {
    const { affected } = await tx.delete(WaitingRequest, { id });
    if (affected !== 1) throw notFound("waitingRequest", "id");
    await audit(tx, ctx, "request.refuse", subjectOf(request), {
      reason: why,
      after: { kind, requestId: id, requestedByAccountId },
    });
  });
  return true;
}
