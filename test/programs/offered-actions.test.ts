import { StaffRole } from "../../server/core/staff-roles.ts";
import { ProviderStatus } from "../../server/core/viewer.ts";
import { ProgramAction } from "../../server/programs/program.policy.ts";
import { approvedStatuses, ProgramStatus } from "../../server/programs/program.status.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { World } from "../support/world.ts";
import {
  application,
  declared,
  everyArgument,
  type Operation,
  operations,
  type ProgramAnswer,
  programIn,
  today,
} from "./applications.ts";

/** The operation of each action; attendance is reported by a file, as a preview, which stores nothing. */
const operationOf: Record<
  Exclude<
    ProgramAction,
    | "REPORT_ATTENDANCE"
    | "REPORT_NOBODY"
    | "ADD_REPORT_DOCUMENT"
    | "ASSIGN"
    | "COMMENT"
    | "NOTE"
    | "CHECK"
    | "EDIT_EVALUATION"
    | "WAIVE_EVALUATION"
    | "GRANT_ATTEMPT"
  >,
  Operation
> = {
  EDIT: "updateProgram",
  SUBMIT: "submitProgram",
  WITHDRAW: "withdrawProgram",
  COPY: "copyProgram",
  START_REVIEW: "startReview",
  REQUEST_CHANGES: "requestChanges",
  APPROVE: "approveProgram",
  DENY: "denyProgram",
  CANCEL: "cancelProgram",
  POSTPONE: "postponeOffering",
  EXTEND_REPORTING: "extendReporting",
  CORRECT_CREDITS: "correctCredits",
};

const addDocument =
  "mutation ($programId: ID!, $file: Upload!) { uploadProgramDocument(programId: $programId, kind: SIGN_IN_ROSTER, file: $file) { id } }";

/** What is done that leaves what the others look at as it is. */
const besides: Partial<Record<ProgramAction, string>> = {
  ASSIGN: 'mutation ($id: ID!) { assignProgram(id: $id, followUpOn: "2026-05-01") { id } }',
  COMMENT: 'mutation ($id: ID!) { commentOnApplication(programId: $id, field: "minutes", text: "Too few.") { id } }',
  CHECK: "mutation ($item: ID!) { checkItem(id: $item) { id } }",
  EDIT_EVALUATION: `mutation ($id: ID!, $version: Int!) { saveProgramEvaluation(id: $id, version: $version, input: {
    required: false, questions: [{ kind: TEXT, about: PROGRAM, text: "Why?", choices: [], required: false }] }) { id } }`,
  WAIVE_EVALUATION:
    'mutation ($id: ID!, $memberId: ID!) { waiveEvaluation(programId: $id, memberId: $memberId, reason: "Ill") { id } }',
  // Whom it is for is asked last: nobody here has used all attempts.
  GRANT_ATTEMPT:
    'mutation ($id: ID!, $memberId: ID!) { grantLearningAttempt(programId: $id, memberId: $memberId, reason: "Ill") { id } }',
  NOTE: 'mutation ($id: ID!) { addNote(programId: $id, text: "Late again.") { id } }',
};

/** When the one offering is held, seen from `today`: its last day, and whether it is reported. */
const scenes = {
  "to come": ["2026-04-10", false],
  "ended, to be reported": ["2026-02-20", false],
  "ended, reported": ["2026-02-20", true],
  "ended, too late to report": ["2025-12-01", false],
} as const;

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let viewers: Record<string, string | null>;
/** Staff in one role each. */
let byRole: typeof viewers;
let staffToken: string;
let staffId: string;
beforeAll(async () => {
  world = await World.start();
  world.setClock(today);
  provider = await world.provider();
  const both = await world.staff();
  await world.actFor(provider.id, both.id);
  const staff = await world.staff();
  [staffToken, staffId] = [staff.token, staff.id];
  viewers = {
    provider: provider.token,
    staff: staffToken,
    "staff of the provider": both.token,
    "another provider": (await world.provider()).token,
  };
  byRole = {};
  for (const role of Object.values(StaffRole)) byRole[role] = (await world.staff(role)).token;
  await world.member({ firstName: "Sally", lastName: "Johnson" });
});
afterAll(() => world.stop());

const headings = ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"];

/** Everything of a program that an action may change, to put it back. */
async function keep(programId: string): Promise<() => Promise<void>> {
  const [program] = await world.sql("SELECT * FROM program WHERE id = $1", [programId]);
  const offerings = await world.sql("SELECT to_jsonb(o) AS o FROM offering o WHERE program_id = $1", [programId]);
  return async () => {
    const row = [programId, program.status, program.version, program.credits, program.number, program.submitted_at];
    const back =
      "UPDATE program SET status = $2, version = $3, credits = $4, number = $5, submitted_at = $6 WHERE id = $1";
    const [{ status }] = await world.sql("SELECT status FROM program WHERE id = $1", [programId]);
    if (status === program.status) await world.sql(back, row);
    else await world.putInState("program", back, row);
    await world.sql("DELETE FROM offering WHERE program_id = $1", [programId]);
    for (const { o } of offerings)
      await world.sql("INSERT INTO offering SELECT * FROM jsonb_populate_record(null::offering, $1)", [o]);
  };
}

/** Whether the server does it: what it refuses for being incomplete it would do, and says so where it is asked. */
async function works(
  token: string | null,
  action: ProgramAction,
  program: ProgramAnswer,
  day: string,
): Promise<boolean> {
  if (action === "REPORT_ATTENDANCE") {
    const rows = [[program.number ?? "A00000", "100100", "Sally", "Johnson", day, "1"]];
    const { data, errors } = await world.upload(
      token,
      uploadDocument,
      { providerId: provider.id, preview: true },
      csv(rows, headings),
    );
    return errors.length === 0 && data.uploadAttendance.status === "PREVIEWED";
  }
  if (action === "REPORT_NOBODY") {
    const [{ id }] = await world.sql("SELECT id FROM offering WHERE program_id = $1", [program.id]);
    const report = "mutation ($id: ID!) { reportNobodyAttended(offeringId: $id) { id } }";
    return (await world.graphql(token, report, { id })).errors.length === 0;
  }
  if (action === "ADD_REPORT_DOCUMENT") {
    const { errors } = await world.upload(
      token,
      addDocument,
      { programId: program.id },
      Buffer.from("%PDF-1.7"),
      "a.pdf",
    );
    await world.sql("DELETE FROM program_document WHERE program_id = $1 AND kind = 'SIGN_IN_ROSTER'", [program.id]);
    return errors.length === 0;
  }
  const own = besides[action];
  if (own) {
    const [item] = await world.sql("SELECT id FROM program_check WHERE program_id = $1", [program.id]);
    const [member] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
    const { errors } = await world.graphql(token, own, {
      id: program.id,
      version: program.version,
      item: item?.id ?? crypto.randomUUID(),
      memberId: member.id,
    });
    for (const table of ["evaluation_form", "evaluation_response"])
      await world.sql(`DELETE FROM ${table} WHERE program_id = $1`, [program.id]);
    await world.sql("UPDATE program_check SET checked_at = NULL, checked_by_account_id = NULL WHERE program_id = $1", [
      program.id,
    ]);
    return errors.every(({ extensions }) => action === "GRANT_ATTEMPT" && extensions.field === "memberId");
  }
  const document = operations[operationOf[action as keyof typeof operationOf]];
  const input = await application(world, provider.id);
  const { errors } = await world.graphql(token, document, declared(document, everyArgument(program, input)));
  return errors.every(({ extensions }) => extensions.code === "INCOMPLETE_APPLICATION");
}

const stand = (standing: ProviderStatus) =>
  world.putInState("provider", "UPDATE provider SET status = $2 WHERE id = $1", [provider.id, standing]);

/** What the bar says of a program with one offering. */
function stepOf(status: ProgramStatus, scene: keyof typeof scenes): string {
  switch (status) {
    case ProgramStatus.DRAFT:
      return "SUBMIT";
    case ProgramStatus.SUBMITTED:
      return "REVIEW";
    case ProgramStatus.IN_REVIEW:
      return "DECIDE";
    case ProgramStatus.CHANGES_REQUESTED:
      return "CHANGE";
    case ProgramStatus.AWAITING_DOCUMENTS:
      return "DOCUMENTS";
    case ProgramStatus.AWAITING_FEE:
      return "PAY";
    case ProgramStatus.APPROVED:
    case ProgramStatus.AWAITING_ATTENDANCE:
      return {
        "to come": "HOLD",
        "ended, to be reported": "REPORT",
        "ended, reported": "HOLD",
        "ended, too late to report": "OVERDUE",
      }[scene];
    default:
      return "NONE";
  }
}

async function compare(
  status: ProgramStatus,
  scene: keyof typeof scenes,
  standing: ProviderStatus,
  prepare?: (programId: string) => Promise<unknown>,
  who = viewers,
): Promise<string[]> {
  const [day, isReported] = scenes[scene];
  const program = await programIn(world, { provider, staff: { token: staffToken } }, status);
  await world.sql("UPDATE offering SET starts_on = $2, ends_on = $2, reported_at = $3 WHERE program_id = $1", [
    program.id,
    day,
    isReported ? today : null,
  ]);
  await prepare?.(program.id);
  await stand(standing);
  const restore = await keep(program.id);
  const wrong: string[] = [];
  for (const [name, token] of Object.entries(who)) {
    const { data } = await world.graphql(
      token,
      "query ($id: ID!) { program(id: $id) { availableActions nextStep { code action } offerings { availableActions } } }",
      { id: program.id },
    );
    const offered: string[] = data.program?.availableActions ?? [];
    const next: { code: string; action: string | null } | undefined = data.program?.nextStep;
    // The bar's button is one that works, as each of those is tried below.
    if (next?.action && !offered.includes(next.action)) wrong.push(`${name}, ${scene}: the bar offers ${next.action}`);
    if (next && next.code !== stepOf(status, scene)) wrong.push(`${name}, ${scene}: the bar says ${next.code}`);
    const ofOffering = new Set<string>((data.program?.offerings[0]?.availableActions ?? []) as string[]);
    for (const action of Object.values(ProgramAction)) {
      const does = await works(token, action, program, day);
      if (does) await restore();
      if (does !== offered.includes(action))
        wrong.push(`${name}, ${scene}: ${action} is ${does ? "possible and not offered" : "offered and refused"}`);
      const isOfOffering = ["POSTPONE", "REPORT_ATTENDANCE", "REPORT_NOBODY", "EXTEND_REPORTING"].includes(action);
      if (ofOffering.has(action) !== (isOfOffering && offered.includes(action)))
        wrong.push(`${name}, ${scene}: the offering says otherwise of ${action}`);
    }
  }
  return wrong;
}

const everyScene = Object.keys(scenes) as (keyof typeof scenes)[];

/** Nothing is reported of a program that was never approved: such a scene is none of its. */
const scenesOf = (status: ProgramStatus): typeof everyScene =>
  !approvedStatuses.includes(status) && status !== ProgramStatus.CANCELLED
    ? ["to come", "ended, too late to report"]
    : everyScene;

test.each(Object.values(ProgramStatus))("a program that is %s offers exactly what the server does", async (status) => {
  const wrong: string[] = [];
  for (const scene of scenesOf(status)) wrong.push(...(await compare(status, scene, ProviderStatus.ACTIVE)));
  expect(wrong).toEqual([]);
});

test.each(Object.values(ProgramStatus))(
  "a program that is %s, of a provider that was suspended since, offers exactly what the server does",
  async (status) => {
    const wrong = await compare(status, "ended, to be reported", ProviderStatus.SUSPENDED);
    await stand(ProviderStatus.ACTIVE);
    expect(wrong).toEqual([]);
  },
);

test.each(Object.values(ProgramStatus))(
  "a program that is %s offers staff in each of their roles exactly what the server does",
  async (status) => {
    expect(await compare(status, "ended, to be reported", ProviderStatus.ACTIVE, undefined, byRole)).toEqual([]);
  },
);

test.each([true, false])(
  "a program with an item on its checklist that is required, %s, offers exactly what the server does",
  async (required) => {
    const wrong: string[] = [];
    const item = "INSERT INTO program_check (program_id, position, text, required) VALUES ($1, 0, 'Agenda', $2)";
    for (const status of [ProgramStatus.SUBMITTED, ProgramStatus.IN_REVIEW, ProgramStatus.APPROVED])
      wrong.push(...(await compare(status, "to come", ProviderStatus.ACTIVE, (id) => world.sql(item, [id, required]))));
    expect(wrong).toEqual([]);
  },
);

test("a program that the reviewer has recommended as the first of two offers exactly what the server does", async () => {
  const recommended = `UPDATE program_review SET reviewers_required = 2, recommended_at = now(), recommended_credits = 1.5,
    recommended_by_account_id = $2, recommended_version = (SELECT version FROM program WHERE id = $1) WHERE program_id = $1`;
  const prepare = (id: string) => world.sql(recommended, [id, staffId]);
  expect(await compare(ProgramStatus.IN_REVIEW, "to come", ProviderStatus.ACTIVE, prepare)).toEqual([]);
});
