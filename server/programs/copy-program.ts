import { In, Not } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { localDay } from "../core/local-day.ts";
import { draftsByProvider } from "../core/quota.limits.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { creditRuleInForce } from "../policies/credit-rule.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { copiedFields } from "./application-fields.ts";
import { assertRoomForDraft } from "./assert-room-for-draft.ts";
import { lockProgram } from "./lock-program.ts";
import { loadSpeakers, writeSpeakers } from "./program.application.ts";
import { Program } from "./program.entity.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { loadCreditKinds, requestedKinds, writeCreditKinds } from "./program-credit-kinds.ts";
import { ProgramDocument, reportKinds } from "./program-document.entity.ts";

/**
 * Begins a new application with the content of an approved program: everything but numbers, dates, decisions and
 * attendance. Offerings are dates, so it has none yet.
 * @throws what lockProgram refuses; TOO_MANY_REQUESTS, TOO_MANY_DRAFTS
 */
export async function copyProgram(ctx: Context, id: string): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const source = await lockProgram(tx, ctx, id, ProgramAction.COPY, null);
    await enforceLimit({ ...ctx, db: tx }, draftsByProvider, source.providerId);
    await assertRoomForDraft(tx, source.providerId);
    const settings = await loadSettings(tx);
    const today = localDay(ctx.now(), settings.timeZone);
    const rule = await creditRuleInForce(tx, settings.creditRuleCode, today);
    const inserted = await tx.insert(Program, {
      providerId: source.providerId,
      ...copiedFields(source),
      nameKey: source.nameKey,
      creditRuleId: rule.id,
      copiedFromId: source.id,
      status: ProgramStatus.DRAFT,
      createdAt: ctx.now(),
    });
    const copyId: string = inserted.identifiers[0]?.id;
    await writeSpeakers(
      tx,
      copyId,
      (await loadSpeakers(tx, id)).map(({ name, credentials }) => ({ name, credentials })),
    );
    await writeCreditKinds(tx, copyId, requestedKinds(await loadCreditKinds(tx, id)), today);
    // Of a later folder, which asks for nothing of a copy.
    await tx.query(
      "INSERT INTO presence_demand (program_id, demand, percent) SELECT $1, demand, percent FROM presence_demand WHERE program_id = $2",
      [copyId, id],
    );
    // Documents are never changed, so both may have the same bytes. Those of the report are of the attendance.
    const documents = await tx.findBy(ProgramDocument, { programId: id, kind: Not(In([...reportKinds])) });
    await tx.insert(
      ProgramDocument,
      documents.map(({ fileId, kind, fileName, uploadedAt }) => ({
        programId: copyId,
        fileId,
        kind,
        fileName,
        uploadedAt,
      })),
    );
    await audit(tx, ctx, "program.copy", ["program", copyId], {
      after: { status: ProgramStatus.DRAFT, version: 1, copiedFromId: source.id, copiedFrom: source.number },
    });
    return readProgram(tx, copyId);
  });
}
