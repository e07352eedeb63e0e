import { type EntityManager, LessThanOrEqual } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { localDay } from "../core/local-day.ts";
import { forChange, toStaySql } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { CreditKind } from "./credit-kind.entity.ts";
import type { CreditKindInput } from "./credit-kind.object.ts";
import { CreditRule } from "./credit-rule.entity.ts";
import { loadSettings } from "./load-settings.ts";
import { memberIdHeadings, optionalRosterHeadings, otherRosterHeadings } from "./roster-headings.ts";

/**
 * Adds a kind of credit, or changes one. It is never deleted, only given a last day. Certificates that were issued keep the words that they
 * were printed with.
 * @param id null: a new one
 * @param version what the caller read of an old one
 * @throws NOT_FOUND; STALE_VERSION; BAD_INPUT for the default kind, a code that another kind or column of a roster has, another code or whole
 *   for an old kind, and a credit rule that is not in force, and a whole that there is not
 */
export async function saveCreditKind(
  ctx: Context,
  id: string | null,
  version: number | null,
  input: CreditKindInput,
): Promise<CreditKind> {
  assertMay(ctx, staff, null);
  try {
    return await inTransaction(ctx, async (tx) => {
      const kind = await readKind(tx, id, version);
      if (kind && kind.code !== input.code)
        throw new DomainError(ErrorCode.BAD_INPUT, "policies.kindCodeStays", {
          field: "input.code",
          kindCode: kind.code,
        });
      if (!kind) await assertHeading(tx, input.code);
      const { timeZone } = await loadSettings(tx);
      // One that begins later could not say yet what a program earns.
      const startsOn = LessThanOrEqual(localDay(ctx.now(), timeZone));
      if (!(await tx.existsBy(CreditRule, { code: input.ruleCode, startsOn })))
        throw new DomainError(ErrorCode.BAD_INPUT, "policies.noCreditRule", {
          field: "input.ruleCode",
          rule: input.ruleCode,
        });
      const values = { ...writtenOf(input), partOfId: await wholeOf(tx, input, kind) };
      if (!kind) {
        const added = await tx.save(tx.create(CreditKind, { ...values, isDefault: false, version: 1 }));
        await audit(tx, ctx, "credit-kind.add", ["credit-kind", added.id], { after: values });
        return added;
      }
      const { id: _, version: __, isDefault: ___, partOf: ____, ...before } = kind;
      await tx.update(CreditKind, kind.id, { ...values, version: kind.version + 1 });
      await audit(tx, ctx, "credit-kind.update", ["credit-kind", kind.id], { before, after: values });
      return tx.findOneByOrFail(CreditKind, { id: kind.id });
    });
  } catch (error) {
    if (!violates(error, "credit_kind_code_once")) throw error;
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.kindCodeTaken", { field: "input.code", kindCode: input.code });
  }
}

async function readKind(tx: EntityManager, id: string | null, version: number | null): Promise<CreditKind | null> {
  if (id === null) return null;
  const kind = isId(id) ? await tx.findOne(CreditKind, { where: { id }, lock: forChange }) : null;
  if (!kind) throw notFound("creditKind");
  assertVersion("creditKind", kind.version, version ?? 0);
  if (kind.isDefault)
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.defaultKindStays", { field: "id", name: kind.name });
  return kind;
}

const writtenOf = ({ partOf: _, ...input }: CreditKindInput) => ({
  ...input,
  name: input.name.trim(),
  unit: input.unit.trim(),
  approvingBody: input.approvingBody?.trim() ?? "",
  professions: (input.professions ?? []).map((each) => each.trim()).filter((each) => each !== ""),
  endsOn: input.endsOn ?? null,
});

/** Its code heads a column of rosters, which have others: headings are compared by their letters and digits. */
async function assertHeading(tx: EntityManager, code: string): Promise<void> {
  // The accreditor's name for the member number does not become the same meanwhile.
  await tx.query(`SELECT FROM accreditor_settings ${toStaySql}`);
  const { memberIdLabel } = await loadSettings(tx);
  const kinds = await tx.find(CreditKind, { select: { code: true } });
  const taken = [
    ...otherRosterHeadings,
    ...optionalRosterHeadings,
    ...memberIdHeadings,
    memberIdLabel,
    ...kinds.map((kind) => kind.code),
  ];
  if (taken.some((heading) => fold(heading) === fold(code)))
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.kindCodeTaken", { field: "input.code", kindCode: code });
}

/** What it is part of stays, since awards were made by it; and a whole is no part itself, so that one look tells what fits. */
async function wholeOf(
  tx: EntityManager,
  { partOf }: CreditKindInput,
  kind: CreditKind | null,
): Promise<string | null> {
  const whole = partOf ? await tx.findOneBy(CreditKind, { code: partOf }) : null;
  if (partOf && (!whole || whole.partOfId !== null || whole.id === kind?.id))
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.noWhole", { field: "input.partOf", kind: partOf });
  if (kind && kind.partOfId !== (whole?.id ?? null))
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.wholeStays", { field: "input.partOf", name: kind.name });
  return whole?.id ?? null;
}
