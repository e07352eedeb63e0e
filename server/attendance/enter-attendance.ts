import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { capitalised, sentence } from "../core/messages/sentence.ts";
import { assertMay } from "../core/policy.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { FindingSeverity, type RowError } from "../core/row-error.object.ts";
import { seesOf } from "../core/viewer.ts";
import { furtherKinds } from "../policies/credit-kind.queries.ts";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import { Program } from "../programs/program.entity.ts";
import { AttendanceRecord, AttendanceSource, type AttendanceUploadError } from "./attendance.entity.ts";
import { tellRecorded } from "./attendance.mail.ts";
import { canReportFor, canReportForSome } from "./attendance.policy.ts";
import { checkRoster, lockProgramsOfRoster } from "./check-roster.ts";
import { parseMemberId, parseName } from "./parse-roster-row.ts";
import { closeReport, recordRoster } from "./record-roster.ts";
import { copyOf } from "./roster-copy.ts";
import { createRosterStage, stageRows } from "./roster-stage.ts";
import { rowErrorAdvice } from "./row-error-message.ts";

export interface AttendanceEntry {
  programNumber: string;
  memberNumber: string;
  firstName: string;
  lastName: string;
  completionDate: string;
  credits: string;
  offering?: string | null;
  creditKinds?: readonly { kind: string; credits: string }[] | null;
}

/** What was recorded, and what somebody should look at all the same. */
export type EnteredAttendance = AttendanceRecord & { warnings: RowError[] };

/** A problem names the argument that it is about, where a roster's names the column. */
const fields = {
  programNumber: "programNumber",
  memberNumber: "memberNumber",
  firstName: "firstName",
  lastName: "lastName",
  completionDate: "completionDate",
  credits: "credits",
  offering: "offering",
};

/** A program that is missing and one of another provider are both looked for with no provider at all. */
const noProvider = "00000000-0000-0000-0000-000000000000";

/**
 * Records one attendance, by the rules of a roster's row.
 * @throws what a row of a roster would be refused for: the first problem's code, with all of them in `problems`
 */
export async function enterAttendance(ctx: Context, entry: AttendanceEntry): Promise<EnteredAttendance> {
  const outcome = await checkAndEnter(ctx, entry);
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** A refusal is an answer here: the transaction is committed all the same, with what it counts for the limits. */
async function checkAndEnter(ctx: Context, entry: AttendanceEntry): Promise<EnteredAttendance | DomainError> {
  return inTransaction(ctx, async (tx) => {
    const programNumber = entry.programNumber.trim().toUpperCase();
    const program = await tx.findOneBy(Program, { number: programNumber });
    const providerId = program && seesOf(ctx.viewer, program.providerId) ? program.providerId : noProvider;
    // Who acts for no provider that is let in learns nothing, whatever program is named.
    assertMay(ctx, canReportForSome, null);
    if (providerId !== noProvider) assertStanding(ctx.viewer, (viewer) => canReportFor(viewer, providerId));
    const problems: Problem[] = [];
    const read = (field: "memberNumber" | "firstName" | "lastName", parse: typeof parseName): string | null => {
      const parsed = parse(entry[field].trim());
      if (parsed.value === null)
        problems.push({
          column: field,
          value: entry[field],
          code: parsed.code as ErrorCode,
          details: { message: parsed.advice },
          suggestions: [],
        });
      return parsed.value;
    };
    const memberNumber = read("memberNumber", parseMemberId);
    const [firstName, lastName] = [read("firstName", parseName), read("lastName", parseName)];
    const isNameless = firstName === "" && lastName === "";
    if (isNameless)
      problems.push({
        column: "lastName",
        value: entry.lastName,
        code: ErrorCode.MISSING_VALUE,
        details: { message: say("file.noNameAtAll") },
        suggestions: [],
      });
    const given = entry.creditKinds ?? [];
    const kinds = await furtherKinds(
      tx,
      given.map(({ kind }) => kind),
      "creditKinds",
    );
    for (const [at, { credits }] of given.entries())
      if (compareCredits(credits, "0") <= 0)
        problems.push({
          column: `creditKinds.${at}.credits`,
          value: credits,
          code: ErrorCode.CREDITS_NOT_POSITIVE,
          details: { message: say("file.creditsOverZero") },
          suggestions: [],
        });
    await createRosterStage(tx);
    await stageRows(tx, [
      copyOf([
        {
          row: {
            line: 1,
            programNumber,
            memberNumber,
            firstName: isNameless ? null : firstName,
            lastName: isNameless ? null : lastName,
            completionDate: entry.completionDate,
            credits: entry.credits,
            ...(entry.offering?.trim() && { offering: entry.offering.trim() }),
            ...(kinds.length > 0 && {
              kinds: given.map(({ credits }, at) => ({
                id: kinds[at]?.id ?? "",
                credits,
                given: credits,
                heading: `creditKinds.${at}.credits`,
              })),
            }),
          },
          given: { completionDate: entry.completionDate, credits: entry.credits },
          errors: [],
        },
      ]),
    ]);
    await lockProgramsOfRoster(tx, providerId);
    const { errorCount, warningCount } = await checkRoster(tx, ctx, providerId, fields);
    const findings: (Problem & Pick<RowError, "severity">)[] =
      errorCount + warningCount > 0
        ? await tx.query(
            `SELECT "column", value, code, details, suggestions, severity FROM roster_error ORDER BY position`,
          )
        : [];
    problems.push(...findings.filter(({ severity }) => severity === FindingSeverity.ERROR));
    const [first] = problems;
    if (first) return refusalOf(first, problems);
    await recordRoster(tx, ctx, AttendanceSource.ENTRY, null);
    const record = await tx
      .createQueryBuilder(AttendanceRecord, "record")
      .innerJoin(
        "roster_checked",
        "checked",
        "checked.member_id = record.memberId AND checked.offering_id = record.offeringId",
      )
      .where("record.sessionId IS NULL AND record.reversedAt IS NULL")
      .getOneOrFail();
    await audit(tx, ctx, "attendance.enter", ["attendance-record", record.id], {
      after: {
        memberId: record.memberId,
        programId: record.programId,
        completedOn: record.completedOn,
        credits: record.credits,
      },
    });
    // Who enters many, one by one, is not told of each.
    if (await closeReport(tx, ctx, { recordId: record.id })) await tellRecorded(tx, ctx, null);
    const warnings = findings.map((finding) => ({
      ...finding,
      line: 1,
      message: capitalised(sentence(rowErrorAdvice(finding), ctx.request.language), ctx.request.language),
    }));
    return Object.assign(record, { warnings });
  });
}

type Problem = Pick<AttendanceUploadError, "column" | "value" | "code" | "details" | "suggestions">;

const refusalOf = (first: Problem, problems: readonly Problem[]): DomainError =>
  new DomainError(first.code, rowErrorAdvice(first), {
    field: first.column ?? undefined,
    problems: problems.map((problem) => ({
      field: problem.column ?? "input",
      code: problem.code,
      message: rowErrorAdvice(problem),
      suggestions: problem.suggestions,
    })),
  });
