import { isDeepStrictEqual } from "node:util";
import { type EntityManager, MoreThanOrEqual } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { compareCredits, sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { tomorrow } from "../policies/tomorrow.ts";
import { DocumentRule } from "./document-rule.entity.ts";
import { InstructorRule } from "./instructor-rule.entity.ts";
import { ActivityForm, Program, ProgramType } from "./program.entity.ts";
import { type ProgramDocumentKind, reportKinds } from "./program-document.entity.ts";
import type { ProgramTypeInput } from "./program-type.object.ts";
import { RepeatRule, RepeatScope } from "./repeat-rule.entity.ts";
import { ChecklistItem } from "./review/checklist.entity.ts";

/**
 * Adds a type of program, or changes one. Programs that have it keep it: it is renamed for them too, but certificates that were
 * issued are not. A type is never deleted, only no longer offered.
 * @param id null: a new one
 * @param version what the caller read of an old one
 * @throws NOT_FOUND; STALE_VERSION; BAD_INPUT for limits that cross, a code that another type has, another code for an old type, or another form for one that has programs
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
  const {
    repeats,
    cycleYears,
    cycleFrom,
    form,
    datesRequired,
    requiredDocuments,
    checklist,
    reviewersRequired,
    instructorMultiple,
    instructorsFirstTimeOnly,
    ...rest
  } = input;
  const written = { ...rest, name: input.name.trim(), minimumMinutes, maximumMinutes };
  const rule = repeats ? ruleOf(repeats, cycleYears ?? null, cycleFrom ?? null) : null;
  const kinds = requiredDocuments ? kindsOf(requiredDocuments) : null;
  const teaching = instructorMultiple ? teachingOf(instructorMultiple, instructorsFirstTimeOnly ?? false) : null;
  const items = checklist?.map(({ text, required }) => ({ text: text.trim(), required })) ?? null;
  const said = {
    ...rule,
    ...(kinds && { requiredDocuments: kinds }),
    ...(teaching && saidOf(teaching)),
    ...(items && { checklist: items }),
  };
  try {
    return await inTransaction(ctx, async (tx) => {
      if (id === null) {
        const values = {
          ...written,
          ...formOf(form ?? ActivityForm.LIVE, datesRequired),
          reviewersRequired: reviewersRequired ?? 1,
        };
        const added = await tx.save(tx.create(ProgramType, { ...values, version: 1 }));
        assertConference(values.form, teaching);
        if (rule) await tx.insert(RepeatRule, { ...rule, typeId: added.id, startsOn: "0001-01-01" });
        if (kinds) await tx.insert(DocumentRule, { kinds, typeId: added.id, startsOn: "0001-01-01" });
        if (teaching) await tx.insert(InstructorRule, { ...teaching, typeId: added.id, startsOn: "0001-01-01" });
        if (items) await setChecklist(tx, added.id, items);
        await audit(tx, ctx, "program-type.add", ["program-type", added.id], { after: { ...values, ...said } });
        return added;
      }
      const type = isId(id) ? await tx.findOne(ProgramType, { where: { id }, lock: forChange }) : null;
      if (!type) throw notFound("programType");
      assertVersion("programType", type.version, version ?? 0);
      if (written.code !== type.code)
        throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeCodeStays", {
          field: "input.code",
          typeCode: type.code,
        });
      if (form && form !== type.form && (await tx.existsBy(Program, { typeId: id })))
        throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeFormStays", { field: "input.form", name: type.name });
      const { id: _, version: __, ...before } = type;
      const values = {
        ...written,
        ...formOf(form ?? type.form, datesRequired === undefined ? type.datesRequired : datesRequired),
        reviewersRequired: reviewersRequired ?? type.reviewersRequired,
      };
      assertConference(values.form, teaching);
      await tx.update(ProgramType, id, { ...values, version: type.version + 1 });
      if (rule) await setRule(tx, ctx, id, rule);
      if (kinds) await setDocumentRule(tx, ctx, id, kinds);
      if (teaching) await setTeaching(tx, ctx, id, teaching);
      if (items) await setChecklist(tx, id, items);
      await audit(tx, ctx, "program-type.update", ["program-type", id], { before, after: { ...values, ...said } });
      return tx.findOneByOrFail(ProgramType, { id });
    });
  } catch (error) {
    if (!violates(error, "program_type_code_once")) throw error;
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeCodeTaken", {
      field: "input.code",
      typeCode: written.code,
    });
  }
}

const formOf = (form: ActivityForm, datesRequired: number | null | undefined) => ({
  form,
  datesRequired: form === ActivityForm.SERIES ? (datesRequired ?? null) : null,
});

type Rule = Pick<RepeatRule, "scope" | "cycleYears" | "cycleFrom">;

/** Only a cycle has years. */
function ruleOf(scope: RepeatScope, cycleYears: number | null, cycleFrom: number | null): Rule {
  if (scope !== RepeatScope.CYCLE) return { scope, cycleYears: null, cycleFrom: null };
  for (const [field, value] of Object.entries({ cycleYears, cycleFrom }))
    if (value === null) throw new DomainError(ErrorCode.BAD_INPUT, "programs.cycleYears", { field: `input.${field}` });
  return { scope, cycleYears, cycleFrom };
}

/** From tomorrow on, where it is another than what holds now. */
async function setRule(tx: EntityManager, ctx: Context, typeId: string, rule: Rule): Promise<void> {
  const [latest] = await tx.find(RepeatRule, { where: { typeId }, order: { startsOn: "DESC" }, take: 1 });
  const { scope, cycleYears, cycleFrom } = latest ?? { scope: RepeatScope.OFFERING, cycleYears: null, cycleFrom: null };
  if (isDeepStrictEqual({ scope, cycleYears, cycleFrom }, rule)) return;
  const startsOn = await tomorrow(tx, ctx);
  await tx.delete(RepeatRule, { typeId, startsOn: MoreThanOrEqual(startsOn) });
  await tx.insert(RepeatRule, { ...rule, typeId, startsOn });
}

type Teaching = Pick<InstructorRule, "multiple" | "firstTimeOnly">;

/** @throws BAD_INPUT for more than ten times as much */
function teachingOf(given: string, firstTimeOnly: boolean): Teaching {
  if (compareCredits(given, "10") > 0)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.instructorMultiple", { field: "input.instructorMultiple" });
  const isNone = compareCredits(given, "0") === 0;
  return { multiple: isNone ? null : sumCredits([given]), firstTimeOnly: !isNone && firstTimeOnly };
}

const saidOf = ({ multiple, firstTimeOnly }: Teaching) => ({
  instructorMultiple: multiple,
  instructorsFirstTimeOnly: firstTimeOnly,
});

/** From tomorrow on, where it is another than what holds now. */
async function setTeaching(tx: EntityManager, ctx: Context, typeId: string, teaching: Teaching): Promise<void> {
  const [latest] = await tx.find(InstructorRule, { where: { typeId }, order: { startsOn: "DESC" }, take: 1 });
  const { multiple, firstTimeOnly } = latest ?? { multiple: null, firstTimeOnly: false };
  if (isDeepStrictEqual({ multiple, firstTimeOnly }, teaching)) return;
  const startsOn = await tomorrow(tx, ctx);
  await tx.delete(InstructorRule, { typeId, startsOn: MoreThanOrEqual(startsOn) });
  await tx.insert(InstructorRule, { ...teaching, typeId, startsOn });
}

/** Speakers are those of sessions. */
function assertConference(form: ActivityForm, teaching: Teaching | null): void {
  if (form !== ActivityForm.CONFERENCE && teaching?.multiple)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.instructorsOfConference", {
      field: "input.instructorMultiple",
    });
}

/** At once: what is in review has its own list already. */
async function setChecklist(
  tx: EntityManager,
  typeId: string,
  items: readonly Pick<ChecklistItem, "text" | "required">[],
): Promise<void> {
  await tx.delete(ChecklistItem, { typeId });
  await tx.insert(
    ChecklistItem,
    items.map((item, position) => ({ ...item, typeId, position })),
  );
}

/** An application's documents are there before anybody attends. */
function kindsOf(given: readonly ProgramDocumentKind[]): ProgramDocumentKind[] {
  if (given.every((kind) => reportKinds.includes(kind))) return [...given].sort();
  throw new DomainError(ErrorCode.BAD_INPUT, "programs.notOfReport", { field: "input.requiredDocuments" });
}

/** From tomorrow on, where they are others than those that hold now. */
async function setDocumentRule(
  tx: EntityManager,
  ctx: Context,
  typeId: string,
  kinds: ProgramDocumentKind[],
): Promise<void> {
  const [latest] = await tx.find(DocumentRule, { where: { typeId }, order: { startsOn: "DESC" }, take: 1 });
  if (isDeepStrictEqual(latest?.kinds ?? [], kinds)) return;
  const startsOn = await tomorrow(tx, ctx);
  await tx.delete(DocumentRule, { typeId, startsOn: MoreThanOrEqual(startsOn) });
  await tx.insert(DocumentRule, { kinds, typeId, startsOn });
}
