import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { Licence, LicenceKind } from "./licence.entity.ts";
import type { LicenceKindInput } from "./licence.object.ts";
import { readMask } from "./licence-mask.ts";

/**
 * Adds a kind of licence, or changes one. Numbers that members have stay as they are; those that come have the new form.
 * @param id null: a new one
 * @param version what the caller read of an old one
 * @throws NOT_FOUND; STALE_VERSION; BAD_INPUT for a form that can't be read, a code that another kind has, another code or seal for an old
 *   kind, one that is sensitive and on rosters, or numbers that several members have already and are to be one person's
 */
export async function saveLicenceKind(
  ctx: Context,
  id: string | null,
  version: number | null,
  input: LicenceKindInput,
): Promise<LicenceKind> {
  assertMay(ctx, staff, null);
  const values = { ...input, name: input.name.trim(), mask: input.mask?.trim() || null };
  if (values.mask !== null) readMask(values.mask);
  if (values.sensitive && values.onRosters)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.sealedOnRosters", { field: "input.onRosters" });
  try {
    return await inTransaction(ctx, async (tx) => {
      if (id === null) {
        const added = await tx.save(tx.create(LicenceKind, { ...values, version: 1 }));
        await audit(tx, ctx, "licence-kind.add", ["licence-kind", added.id], { after: values });
        return added;
      }
      const kind = isId(id) ? await tx.findOne(LicenceKind, { where: { id }, lock: forChange }) : null;
      if (!kind) throw notFound("licenceKind");
      assertVersion("licenceKind", kind.version, version ?? 0);
      for (const field of ["code", "sensitive"] as const)
        if (values[field] !== kind[field])
          throw new DomainError(ErrorCode.BAD_INPUT, "members.kindStays", { field: `input.${field}` });
      const { id: _, version: __, ...before } = kind;
      await tx.update(LicenceKind, id, { ...values, version: kind.version + 1 });
      if (values.isUnique !== kind.isUnique) await tx.update(Licence, { kindId: id }, { exclusive: values.isUnique });
      await audit(tx, ctx, "licence-kind.update", ["licence-kind", id], { before, after: values });
      return tx.findOneByOrFail(LicenceKind, { id });
    });
  } catch (error) {
    if (violates(error, "licence_kind_code_once"))
      throw new DomainError(ErrorCode.BAD_INPUT, "members.kindCodeTaken", { field: "input.code" });
    if (violates(error, "licence_exclusive"))
      throw new DomainError(ErrorCode.BAD_INPUT, "members.numbersShared", { field: "input.isUnique" });
    throw error;
  }
}
