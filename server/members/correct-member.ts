import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { changeName, changesOfName } from "./change-name.ts";
import { createMember } from "./create-member.ts";
import { readName } from "./full-name.ts";
import { Member, Membership } from "./member.entity.ts";
import type { MemberInput, ProfileInput } from "./member.input.ts";
import { type MemberRow, memberById } from "./member.queries.ts";

/** Columns that are kept as they are typed; empty ones are none. */
const facts = ["role", "city", "state", "zip", "county", "phone", "contactEmail", "externalId"] as const;
const dates = ["memberSince", "memberUntil"] as const;

type Facts = Pick<Member, (typeof facts)[number] | (typeof dates)[number] | "membership" | "active">;

/** What the association's directory says of a member beside what staff do. */
export type DirectoryInput = MemberInput & Partial<Pick<Member, "contactEmail" | "externalId">>;

/** What an input says otherwise than the member has it. What it leaves out stays. */
function changesOf(member: Member, input: DirectoryInput): Partial<Facts> {
  const given: Partial<Facts> = {};
  for (const name of facts) if (input[name] !== undefined) given[name] = input[name]?.trim() || null;
  for (const name of dates) if (input[name] !== undefined) given[name] = input[name];
  if (input.membership != null) given.membership = input.membership;
  if (input.active != null) given.active = input.active;
  const changes = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => member[name as keyof Member] !== value),
  ) as Partial<Facts>;
  const { memberSince, memberUntil } = { ...member, ...changes };
  if (memberSince && memberUntil && memberUntil < memberSince)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.untilBeforeSince", { field: "memberUntil" });
  return changes;
}

/** @throws BAD_INPUT for no name at all, or one that is printed as another */
const nameIn = (member: Member, input: MemberInput) =>
  readName({
    firstName: input.firstName === undefined ? member.firstName : input.firstName,
    lastName: input.lastName === undefined ? member.lastName : input.lastName,
    suffix: input.suffix === undefined ? member.suffix : input.suffix,
    // What was printed before goes with the name that it was of.
    printedName:
      input.printedName !== undefined
        ? input.printedName
        : [input.firstName, input.lastName, input.suffix].every((part) => part === undefined)
          ? member.printedName
          : null,
  });

/** A member who is still a person of its own, locked. */
export async function lockMember(tx: EntityManager, id: string, field = "id"): Promise<Member> {
  const member = isId(id) ? await tx.findOne(Member, { where: { id }, lock: forChange }) : null;
  if (!member) throw notFound("member", field);
  if (member.mergedIntoId || member.erasedAt) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "persons.gone");
  return member;
}

/** Applies to a locked member what differs, and writes it into the log. @returns whether anything did */
export async function applyToMember(
  tx: EntityManager,
  ctx: Context,
  member: Member,
  input: DirectoryInput,
  action: "member.correct" | "member.provision" | "member.update-profile",
  reason?: string,
): Promise<boolean> {
  const changes = changesOf(member, input);
  const name = nameIn(member, input);
  const renamed = changesOfName(member, name);
  const after = { ...changes, ...renamed };
  if (Object.keys(after).length === 0) return false;
  if (Object.keys(changes).length > 0) await tx.update(Member, member.id, changes);
  if (Object.keys(renamed).length > 0) await changeName(tx, ctx, member, name);
  const before = Object.fromEntries(
    Object.keys(after).map((field) => [field, member[field as keyof Member]]),
  ) as typeof after;
  await audit(tx, ctx, action, ["member", member.id], { reason, before, after });
  return true;
}

/**
 * Corrects what is known of a member: name, address, kind, dates of membership, and whether they may earn. A name that they had still finds
 * them; certificates stay as printed until staff have them reissued.
 * @throws NOT_FOUND, REASON_REQUIRED, BAD_INPUT; ILLEGAL_TRANSITION for who was merged or erased; CONFLICT_OF_INTEREST for oneself;
 *   NOTHING_CHANGED
 */
export async function correctMember(
  ctx: Context,
  id: string,
  input: MemberInput,
  reason: string,
): Promise<MemberRow | null> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason);
  await inTransaction(ctx, async (tx) => {
    const member = await lockMember(tx, id);
    if (member.accountId !== null && member.accountId === ctx.viewer.accountId)
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
    if (!(await applyToMember(tx, ctx, member, input, "member.correct", given)))
      throw new DomainError(ErrorCode.NOTHING_CHANGED, "members.nothingChanged");
  });
  return memberById(ctx, id);
}

/**
 * A member changes what is theirs to change: address, phone, role, and the order in which certificates print the name.
 * @throws BAD_INPUT; NOT_FOUND without a member; NOTHING_CHANGED
 */
export async function updateMyProfile(ctx: Context, input: ProfileInput): Promise<MemberRow | null> {
  const { memberId } = ctx.viewer;
  if (!memberId) throw notFound("member");
  await inTransaction(ctx, async (tx) => {
    const { role, city, state, zip, county, phone, printedName } = input;
    const own = { role, city, state, zip, county, phone, printedName };
    if (!(await applyToMember(tx, ctx, await lockMember(tx, memberId), own, "member.update-profile")))
      throw new DomainError(ErrorCode.NOTHING_CHANGED, "members.nothingChanged");
  });
  return memberById(ctx, memberId);
}

/**
 * Staff make a member, without an account yet.
 * @throws BAD_INPUT without a name
 */
export async function addMember(ctx: Context, input: MemberInput): Promise<MemberRow | null> {
  assertMay(ctx, staff, null);
  const { id } = await inTransaction(ctx, (tx) => createFrom(tx, ctx, input));
  return memberById(ctx, id);
}

/**
 * Makes a member of what is known of them, without an account yet.
 * @param memberNumber the association's own; left out: the next one
 * @throws BAD_INPUT without a name
 */
export function createFrom(
  tx: EntityManager,
  ctx: Context,
  input: DirectoryInput,
  memberNumber?: string,
): Promise<Member> {
  const blank = tx.create(Member, { firstName: "", lastName: "", suffix: null, printedName: null, active: true });
  const { membership = Membership.MEMBER, ...known } = changesOf(blank, input);
  const number = memberNumber === undefined ? {} : { memberNumber };
  return createMember(tx, ctx, { ...known, ...nameIn(blank, input), ...number, membership, accountId: null });
}
