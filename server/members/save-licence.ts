import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStay } from "../core/locks.ts";
import { assertMay, signedIn, staff } from "../core/policy.ts";
import { seal, sealKeyIn } from "../core/seal.ts";
import { lockMember } from "./correct-member.ts";
import { Licence, LicenceKind } from "./licence.entity.ts";
import type { LicenceInput } from "./licence.object.ts";
import { aboutLicence, endOf, numberKeyOf, wholeNumber } from "./licence.queries.ts";
import { isLicenceNumber, shownNumber } from "./licence-mask.ts";
import type { Member } from "./member.entity.ts";
import { keepsLicences } from "./member.policy.ts";
import { type MemberRow, memberById } from "./member.queries.ts";

/** How many licences one member may have. */
const mostLicences = 50;

/** A member whose licences the viewer keeps, locked. @throws NOT_FOUND, ILLEGAL_TRANSITION */
async function lockHolder(tx: EntityManager, ctx: Context, memberId: string, field: string): Promise<Member> {
  if (!keepsLicences(ctx.viewer, { id: memberId })) throw notFound("member", field);
  return lockMember(tx, memberId, field);
}

/** A licence that the viewer keeps, with its member locked. @throws NOT_FOUND, ILLEGAL_TRANSITION */
async function lockLicence(tx: EntityManager, ctx: Context, id: string): Promise<Licence> {
  const found = isId(id) ? await tx.findOneBy(Licence, { id }) : null;
  if (!found || !keepsLicences(ctx.viewer, { id: found.memberId })) throw notFound("licence");
  await lockMember(tx, found.memberId);
  // Somebody may have been faster.
  const licence = await tx.findOneBy(Licence, { id });
  if (!licence) throw notFound("licence");
  return licence;
}

/** What each kind asks for, and nothing else. @throws BAD_INPUT */
function factsOf(kind: LicenceKind, input: LicenceInput) {
  const given = {
    jurisdiction: input.jurisdiction?.trim().toUpperCase() || null,
    profession: input.profession?.trim() || null,
    expiresOn: input.expiresOn ?? null,
  };
  const asked = {
    jurisdiction: kind.asksJurisdiction,
    profession: kind.asksProfession,
    expiresOn: kind.asksExpiry,
  };
  for (const field of ["jurisdiction", "profession", "expiresOn"] as const)
    if (asked[field] !== (given[field] !== null))
      throw new DomainError(ErrorCode.BAD_INPUT, asked[field] ? "members.kindAsks" : "members.kindAsksNot", {
        field: `input.${field}`,
        kind: kind.name,
      });
  return given;
}

/**
 * Gives a member a licence, or changes one: a member one's own, the registrar anybody's. One whose number, place or profession is changed has to be
 * looked at anew.
 * @param id null: a new one
 * @param memberId whose; null: the viewer's own
 * @throws NOT_FOUND; ILLEGAL_TRANSITION for who was merged or erased; BAD_INPUT for a number that is none of its kind, what the kind asks for
 *   and is missing, and a number that this or another member has already
 */
export async function saveLicence(
  ctx: Context,
  id: string | null,
  memberId: string | null,
  input: LicenceInput,
): Promise<MemberRow | null> {
  assertMay(ctx, signedIn, null);
  try {
    const holder = await inTransaction(ctx, async (tx) => {
      const old = id === null ? null : await lockLicence(tx, ctx, id);
      const member = old
        ? { id: old.memberId }
        : await lockHolder(tx, ctx, memberId ?? ctx.viewer.memberId ?? "", "memberId");
      // Whether its numbers are one person's stays as it is read, or two at once would have the same.
      const kind = isId(input.kindId)
        ? await tx.findOne(LicenceKind, { where: { id: input.kindId }, lock: toStay })
        : null;
      if (!kind || (old ? old.kindId !== kind.id : !kind.active)) throw notFound("licenceKind", "input.kindId");
      if (!old && (await tx.countBy(Licence, { memberId: member.id })) >= mostLicences)
        throw new DomainError(ErrorCode.BAD_INPUT, "members.tooManyLicences", { most: mostLicences });
      const number = shownNumber(input.number);
      if (!isLicenceNumber(kind, input.number)) {
        const said = { field: "input.number", kind: kind.name };
        throw kind.mask
          ? new DomainError(ErrorCode.BAD_INPUT, "members.notOfForm", { ...said, mask: kind.mask })
          : new DomainError(ErrorCode.BAD_INPUT, "members.noLicenceNumber", said);
      }
      const facts = factsOf(kind, input);
      const licenceId = old?.id ?? randomUUID();
      const values = {
        ...facts,
        numberKey: numberKeyOf(ctx.config, kind, number),
        exclusive: kind.isUnique,
        ...(kind.sensitive
          ? { number: null, sealed: seal(sealKeyIn(ctx.config), Buffer.from(number), aboutLicence(licenceId)) }
          : { number, sealed: null }),
      };
      const stays =
        old &&
        old.numberKey === values.numberKey &&
        old.jurisdiction === facts.jurisdiction &&
        old.profession === facts.profession;
      if (old) {
        const again = stays ? {} : { verifiedAt: null, verifiedByAccountId: null };
        await tx.update(Licence, old.id, { ...values, ...again });
      } else
        await tx.insert(Licence, {
          ...values,
          id: licenceId,
          memberId: member.id,
          kindId: kind.id,
          createdAt: ctx.now(),
        });
      const said = (text: string) => (kind.sensitive ? endOf(text) : text);
      await audit(tx, ctx, "member.save-licence", ["member", member.id], {
        ...(old && {
          before: {
            licenceId,
            kind: kind.code,
            number: said(wholeNumber(ctx.config, old)),
            jurisdiction: old.jurisdiction,
            profession: old.profession,
            expiresOn: old.expiresOn,
          },
        }),
        after: { licenceId, kind: kind.code, number: said(number), ...facts },
      });
      return member.id;
    });
    return memberById(ctx, holder);
  } catch (error) {
    if (violates(error, "licence_once"))
      throw new DomainError(ErrorCode.BAD_INPUT, "members.licenceTwice", { field: "input.number" });
    if (violates(error, "licence_exclusive"))
      throw new DomainError(ErrorCode.BAD_INPUT, "members.licenceTaken", { field: "input.number" });
    throw error;
  }
}

/** Takes a licence away, for good. @throws NOT_FOUND, ILLEGAL_TRANSITION */
export async function removeLicence(ctx: Context, id: string): Promise<MemberRow | null> {
  assertMay(ctx, signedIn, null);
  const holder = await inTransaction(ctx, async (tx) => {
    const licence = await lockLicence(tx, ctx, id);
    const { code: kind } = await tx.findOneByOrFail(LicenceKind, { id: licence.kindId });
    await tx.delete(Licence, { id });
    await audit(tx, ctx, "member.remove-licence", ["member", licence.memberId], { before: { licenceId: id, kind } });
    return licence.memberId;
  });
  return memberById(ctx, holder);
}

/**
 * The registrar has seen what shows a licence; or has seen that it does not.
 * @throws NOT_FOUND, ILLEGAL_TRANSITION; CONFLICT_OF_INTEREST for one's own
 */
export async function verifyLicence(ctx: Context, id: string, verified: boolean): Promise<MemberRow | null> {
  assertMay(ctx, staff, null);
  const holder = await inTransaction(ctx, async (tx) => {
    const licence = await lockLicence(tx, ctx, id);
    if (licence.memberId === ctx.viewer.memberId)
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
    const { code: kind } = await tx.findOneByOrFail(LicenceKind, { id: licence.kindId });
    await tx.update(
      Licence,
      { id },
      verified
        ? { verifiedAt: ctx.now(), verifiedByAccountId: ctx.viewer.accountId }
        : { verifiedAt: null, verifiedByAccountId: null },
    );
    await audit(tx, ctx, "member.verify-licence", ["member", licence.memberId], {
      after: { licenceId: id, kind, verified },
    });
    return licence.memberId;
  });
  return memberById(ctx, holder);
}
