import { Decimal } from "decimal.js";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { LicenceKind } from "../members/licence.entity.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { furtherKinds } from "../policies/credit-kind.queries.ts";
import type { RenewalRequirementInput } from "./renewal.object.ts";
import { RenewalPart, RenewalRequirement } from "./renewal-requirement.entity.ts";

/**
 * Adds what a board wants, or changes a row of it. Nothing is kept of how members stand: the next look goes by the row as it is then.
 * @param id null: a new row
 * @param version what the caller read of an old one
 * @throws NOT_FOUND; STALE_VERSION; BAD_INPUT for another code for an old row, a day on which this requirement has a row already, a total of
 *   nothing, a part that limits nothing or asks for more than counts, and a kind that there is not
 */
export async function saveRenewalRequirement(
  ctx: Context,
  id: string | null,
  version: number | null,
  input: RenewalRequirementInput,
): Promise<RenewalRequirement> {
  assertMay(ctx, staff, null);
  assertLimits(input);
  const { parts: _, kind: __, ...written } = input;
  try {
    return await inTransaction(ctx, async (tx) => {
      const row = await readRow(tx, id, version);
      if (row && row.code !== input.code)
        throw new DomainError(ErrorCode.BAD_INPUT, "renewals.codeStays", { field: "input.code", renewal: row.code });
      const parts = await partsOf(tx, input);
      const values = {
        ...written,
        name: input.name.trim(),
        body: input.body.trim(),
        creditUnit: input.creditUnit.trim(),
        sourceUrl: input.sourceUrl?.trim() ?? "",
        opensDays: input.opensDays ?? null,
        outsideMaximum: input.outsideMaximum ?? null,
        kindId: await wholeOf(tx, input),
        licenceKindId: await licenceKindOf(tx, input),
      };
      const said = { ...values, parts: parts.map(({ position: _, ...part }) => part) };
      if (!row) {
        const added = await tx.save(tx.create(RenewalRequirement, { ...values, version: 1 }));
        await writeParts(tx, added.id, parts);
        await audit(tx, ctx, "renewal-requirement.add", ["renewal-requirement", added.id], { after: said });
        return added;
      }
      const { id: _, version: __, kind: ___, licenceKind: ____, ...before } = row;
      const old = await tx.find(RenewalPart, { where: { requirementId: row.id }, order: { position: "ASC" } });
      await tx.update(RenewalRequirement, row.id, { ...values, version: row.version + 1 });
      await tx.delete(RenewalPart, { requirementId: row.id });
      await writeParts(tx, row.id, parts);
      await audit(tx, ctx, "renewal-requirement.update", ["renewal-requirement", row.id], {
        before: { ...before, parts: old.map(({ kindId, minimum, maximum }) => ({ kindId, minimum, maximum })) },
        after: said,
      });
      return tx.findOneByOrFail(RenewalRequirement, { id: row.id });
    });
  } catch (error) {
    if (!violates(error, "renewal_requirement_once_per_date")) throw error;
    throw new DomainError(ErrorCode.BAD_INPUT, "renewals.startsAlready", {
      field: "input.startsOn",
      renewal: input.code,
      startsOn: input.startsOn,
    });
  }
}

function assertLimits({ total, parts }: RenewalRequirementInput): void {
  if (new Decimal(total).isZero())
    throw new DomainError(ErrorCode.BAD_INPUT, "renewals.totalOverZero", { field: "input.total" });
  for (const [at, { minimum, maximum }] of (parts ?? []).entries()) {
    const field = `input.parts.${at}`;
    if (minimum == null && maximum == null)
      throw new DomainError(ErrorCode.BAD_INPUT, "renewals.partSaysNothing", { field });
    if (minimum != null && new Decimal(minimum).isZero())
      throw new DomainError(ErrorCode.BAD_INPUT, "renewals.minimumOverZero", { field: `${field}.minimum` });
    if (minimum != null && maximum != null && new Decimal(minimum).greaterThan(maximum))
      throw new DomainError(ErrorCode.BAD_INPUT, "renewals.minimumOverMaximum", {
        field: `${field}.minimum`,
        minimum,
        maximum,
      });
  }
}

async function readRow(
  tx: EntityManager,
  id: string | null,
  version: number | null,
): Promise<RenewalRequirement | null> {
  if (id === null) return null;
  const row = isId(id) ? await tx.findOne(RenewalRequirement, { where: { id }, lock: forChange }) : null;
  if (!row) throw notFound("renewalRequirement");
  assertVersion("renewalRequirement", row.version, version ?? 0);
  return row;
}

async function wholeOf(tx: EntityManager, { kind }: RenewalRequirementInput): Promise<string | null> {
  if (!kind) return null;
  const whole = await tx.findOneBy(CreditKind, { code: kind, isDefault: false });
  if (!whole) throw new DomainError(ErrorCode.BAD_INPUT, "policies.noCreditKind", { field: "input.kind", kind });
  return whole.id;
}

type Part = Pick<RenewalPart, "kindId" | "position" | "minimum" | "maximum">;

async function partsOf(tx: EntityManager, { parts }: RenewalRequirementInput): Promise<Part[]> {
  const given = parts ?? [];
  const kinds = await furtherKinds(
    tx,
    given.map(({ kind }) => kind),
    "input.parts",
  );
  return given.map(({ minimum, maximum }, at) => ({
    kindId: kinds[at]!.id,
    position: at + 1,
    minimum: minimum ?? null,
    maximum: maximum ?? null,
  }));
}

async function writeParts(tx: EntityManager, requirementId: string, parts: readonly Part[]): Promise<void> {
  await tx.insert(
    RenewalPart,
    parts.map((part) => ({ ...part, requirementId })),
  );
}

async function licenceKindOf(tx: EntityManager, { licenceKindId }: RenewalRequirementInput): Promise<string | null> {
  if (licenceKindId == null) return null;
  if (!isId(licenceKindId) || !(await tx.existsBy(LicenceKind, { id: licenceKindId, asksExpiry: true })))
    throw new DomainError(ErrorCode.BAD_INPUT, "renewals.noLicenceKind", { field: "input.licenceKindId" });
  return licenceKindId;
}
