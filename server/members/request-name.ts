import { fileTypeFromBuffer } from "file-type";
import type { EntityManager } from "typeorm";
import type { CompletePerson } from "../accounts/single-sign-on/finish-single-sign-on.ts";
import { tellOfChange } from "../accounts/tell-of-change.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { storeFile } from "../core/files.ts";
import { isId } from "../core/ids.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { unprintable } from "../core/print/printable-text.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { readUpload } from "../core/read-upload.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { changeName, changesOfName } from "./change-name.ts";
import { lockMember } from "./correct-member.ts";
import { fullName, readName } from "./full-name.ts";
import { Member } from "./member.entity.ts";
import type { NameInput } from "./member.input.ts";
import { nameRequestsByMember } from "./member.limits.ts";
import { isCalled, nameKeys, spellingsSaid } from "./name-keys.ts";
import { NameRequest, NameRequestSource } from "./name-request.entity.ts";
import { isOwnRequest } from "./name-request.policy.ts";
import { NameRequestStatus } from "./name-request.status.ts";

/** Largest document, in bytes. */
const maximumBytes = 5 * 1024 * 1024;
/** Told by their content. */
const documentTypes = ["application/pdf", "image/png", "image/jpeg"];

/**
 * A member asks for another name, with what shows it. Staff decide.
 * @throws NOT_FOUND without a member; BAD_INPUT for no name, the name that we have, or another kind of file; ALREADY_RECORDED while another
 *   request waits; FILE_TOO_LARGE, TOO_MANY_REQUESTS
 */
export async function requestNameChange(
  ctx: Context,
  input: NameInput,
  note: string | null,
  file: UploadedFile | null,
): Promise<NameRequest> {
  const { memberId } = ctx.viewer;
  if (!memberId) throw notFound("member");
  const name = readName(input);
  const said = givenReason(note);
  const content = file && (await readUpload(file, maximumBytes));
  const type = content && (await fileTypeFromBuffer(content));
  if (content && !documentTypes.includes(type?.mime ?? ""))
    throw new DomainError(ErrorCode.BAD_INPUT, "members.badDocument", { field: "file" });
  await enforceLimit(ctx, nameRequestsByMember, memberId);
  return inTransaction(ctx, async (tx) => {
    const member = await lockMember(tx, memberId);
    const { printedName: _, ...substance } = changesOfName(member, name);
    if (Object.keys(substance).length === 0)
      throw new DomainError(ErrorCode.BAD_INPUT, "members.sameName", { field: "lastName" });
    const documentFileId = content && type ? await storeFile(tx, ctx, type.mime, content) : null;
    return insertRequest(tx, ctx, { memberId, source: NameRequestSource.MEMBER, ...name, note: said, documentFileId });
  }).catch((error) => {
    if (violates(error, "name_request_once"))
      throw new DomainError(ErrorCode.ALREADY_RECORDED, "members.nameRequested");
    throw error;
  });
}

type NewRequest = Pick<
  NameRequest,
  "memberId" | "source" | "firstName" | "lastName" | "suffix" | "printedName" | "note" | "documentFileId"
>;

async function insertRequest(tx: EntityManager, ctx: Context, request: NewRequest): Promise<NameRequest> {
  const made = await tx.save(
    tx.create(NameRequest, { ...request, status: NameRequestStatus.REQUESTED, createdAt: ctx.now(), decidedAt: null }),
  );
  const { memberId, source, firstName, lastName, suffix } = request;
  await audit(tx, ctx, "member.request-name", ["member", memberId], {
    after: { requestId: made.id, source, firstName, lastName, suffix },
  });
  return made;
}

/**
 * Somebody came again by single sign-on: what its provider calls them otherwise is proposed to staff, once, and changes nothing by itself. A
 * name that they had, or that staff decided about, is no news.
 */
export const proposeName: CompletePerson = async (tx, ctx, accountId, { firstName, lastName }) => {
  // Two visits at once propose one name, and nobody proposes one for a member who is being merged.
  const member = await tx.findOne(Member, { where: { accountId }, lock: forChange });
  const spelled = spellingsSaid(firstName, lastName);
  if (!member || !spelled.last || !spelled.first || !spelled.given) return;
  if (
    unprintable(`${firstName} ${lastName}`) !== undefined ||
    !nameKeys({ firstName, lastName, suffix: null }).lastNameKey
  )
    return;
  const said = { first: spelled.first, given: spelled.given, last: spelled.last };
  const known = await tx.query(
    `SELECT first_name AS "firstName", last_name AS "lastName", suffix FROM former_name WHERE member_id = $1
     UNION ALL SELECT first_name, last_name, suffix FROM name_request WHERE member_id = $1`,
    [member.id],
  );
  const isKnown = [member, ...known].some((name) => {
    const called = isCalled(said, nameKeys(name));
    return called.first && called.last;
  });
  const [{ waits }] = await tx.query(
    "SELECT EXISTS (SELECT FROM name_request WHERE member_id = $1 AND status = 'REQUESTED') AS waits",
    [member.id],
  );
  if (isKnown || waits) return;
  await insertRequest(tx, ctx, {
    memberId: member.id,
    source: NameRequestSource.SINGLE_SIGN_ON,
    ...readName({ firstName, lastName }),
    note: null,
    documentFileId: null,
  });
};

/** A request that waits, with its member, both locked. */
async function lockRequest(tx: EntityManager, id: string): Promise<{ request: NameRequest; member: Member }> {
  const found = isId(id) ? await tx.findOneBy(NameRequest, { id }) : null;
  if (!found) throw notFound("nameRequest");
  const member = await lockMember(tx, found.memberId);
  const request = await tx.findOneOrFail(NameRequest, { where: { id }, lock: forChange });
  if (request.status !== NameRequestStatus.REQUESTED)
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "members.nameRequestGone");
  return { request, member };
}

/** Ends a request; what showed it has been seen, and goes. */
async function end(
  tx: EntityManager,
  ctx: Context,
  request: NameRequest,
  status: Exclude<NameRequestStatus, NameRequestStatus.REQUESTED>,
  decision: string | null,
): Promise<void> {
  const { documentFileId } = request;
  const ended = {
    status,
    decision,
    decidedAt: ctx.now(),
    decidedByAccountId: ctx.viewer.accountId,
    documentFileId: null,
  };
  await tx.update(NameRequest, request.id, ended);
  if (documentFileId) await tx.query("DELETE FROM stored_file WHERE id = $1", [documentFileId]);
  await audit(tx, ctx, "member.decide-name", ["member", request.memberId], {
    reason: decision ?? undefined,
    after: { requestId: request.id, status },
  });
}

/**
 * A member takes a request back that waits.
 * @throws NOT_FOUND, also for another's; ILLEGAL_TRANSITION where it was decided
 */
export async function withdrawNameChange(ctx: Context, id: string): Promise<NameRequest> {
  return inTransaction(ctx, async (tx) => {
    const { memberId } = ctx.viewer;
    const own = isId(id) && memberId !== null && (await tx.existsBy(NameRequest, { id, memberId }));
    if (!own) throw notFound("nameRequest");
    const { request } = await lockRequest(tx, id);
    await end(tx, ctx, request, NameRequestStatus.WITHDRAWN, null);
    return tx.findOneByOrFail(NameRequest, { id });
  });
}

/**
 * Staff decide about another name. Approved, it is the member's name, and the former one still finds them; certificates stay as printed. The
 * member is told.
 * @throws NOT_FOUND; REASON_REQUIRED to refuse; ILLEGAL_TRANSITION where it was decided or withdrawn; CONFLICT_OF_INTEREST for oneself
 */
export async function decideNameChange(
  ctx: Context,
  id: string,
  approve: boolean,
  decision: string | null,
): Promise<NameRequest> {
  assertMay(ctx, staff, null);
  const given = approve ? givenReason(decision) : requiredReason(decision);
  return inTransaction(ctx, async (tx) => {
    const { request, member } = await lockRequest(tx, id);
    if (isOwnRequest(ctx.viewer, request)) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
    const before = changesOfName(request, member);
    if (approve) {
      await changeName(tx, ctx, member, request);
      await audit(tx, ctx, "member.correct", ["member", member.id], {
        reason: given ?? undefined,
        before,
        after: changesOfName(member, request),
      });
    }
    await end(tx, ctx, request, approve ? NameRequestStatus.APPROVED : NameRequestStatus.REFUSED, given);
    if (member.accountId) {
      const name = fullName(request);
      const [subject, text] = approve
        ? [say("changeSubject.nameApproved"), say("changeText.nameApproved", { name })]
        : [say("changeSubject.nameRefused"), say("changeText.nameRefused", { name, reason: given ?? "" })];
      await tellOfChange(tx, ctx, member.accountId, subject, text);
    }
    return tx.findOneByOrFail(NameRequest, { id });
  });
}
