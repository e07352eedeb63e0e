import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { ProgramType } from "./program.entity.ts";
import type { ProgramTypeInput } from "./program-type.object.ts";

/**
 * Adds a type of program, or changes one. Programs that have it keep it: it is renamed for them too, but certificates that were
 * issued are not. A type is never deleted, only no longer offered.
 * @param id null: a new one
 * @param version what the caller read of an old one
 * @throws NOT_FOUND; STALE_VERSION; BAD_INPUT for limits that cross, a code that another type has, or another code for an old type
 */
export async function saveProgramType(
  ctx: Context,
  id: string | null,
  version: number | null,
  input: ProgramTypeInput,
): Promise<ProgramType> {
  assertMay(ctx, staff, null);
  const minimumMinutes = input.minimumMinutes ?? null;
  const maximumMinutes = input.maximumMinutes ?? null;
  if (minimumMinutes !== null && maximumMinutes !== null && maximumMinutes < minimumMinutes)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.longestUnderShortest", { field: "input.maximumMinutes" });
  const values = { ...input, name: input.name.trim(), minimumMinutes, maximumMinutes };
  try {
    return await inTransaction(ctx, async (tx) => {
      if (id === null) {
        const added = await tx.save(tx.create(ProgramType, { ...values, version: 1 }));
        await audit(tx, ctx, "program-type.add", ["program-type", added.id], { after: values });
        return added;
      }
      const type = isId(id) ? await tx.findOne(ProgramType, { where: { id }, lock: forChange }) : null;
      if (!type) throw notFound("programType");
      assertVersion("programType", type.version, version ?? 0);
      if (values.code !== type.code)
        throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeCodeStays", {
          field: "input.code",
          typeCode: type.code,
        });
      const { id: _, version: __, ...before } = type;
      await tx.update(ProgramType, id, { ...values, version: type.version + 1 });
      await audit(tx, ctx, "program-type.update", ["program-type", id], { before, after: values });
      return tx.findOneByOrFail(ProgramType, { id });
    });
  } catch (error) {
    if (!violates(error, "program_type_code_once")) throw error;
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeCodeTaken", {
      field: "input.code",
      typeCode: values.code,
    });
  }
}
