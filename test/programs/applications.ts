import { startAwaitingAttendanceJob } from "../../server/programs/start-awaiting-attendance.job.ts";
import type { World } from "../support/world.ts";

/** When the tests of this folder begin. */
export const today = "2026-03-02T15:00:00Z";

export interface ProgramAnswer {
  id: string;
  version: number;
  number: string | null;
  name: string;
  status: string;
  offerings: { id: string }[];
}

const fields = "id version number name status offerings { id }";

export const typeId = async (world: World, code: string): Promise<string> =>
  (await world.sql("SELECT id FROM program_type WHERE code = $1", [code]))[0].id;

/** A complete application of one lecture on 2026-04-10 in Chicago. */
export async function application(
  world: World,
  providerId: string,
  changes: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return {
    providerId,
    typeId: await typeId(world, "LECTURE"),
    name: "Scoring Respiratory Events",
    description: "Scoring, with examples.",
    objectives: ["Score apneas."],
    minutes: 90,
    requestedCredits: "1.50",
    speakers: [{ name: "Ada Okafor", credentials: "MD" }],
    offerings: [offering()],
    contactName: "Pat Rivera",
    contactEmail: "pat@example.test",
    listOnCalendar: true,
    publicUrl: "https://provider.example/scoring",
    requestEmailBlast: true,
    ...changes,
  };
}

export const offering = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  startsOn: "2026-04-10",
  endsOn: "2026-04-10",
  timeZone: "America/Chicago",
  format: "IN_PERSON",
  place: "Chicago, IL",
  ...changes,
});

export async function create(
  world: World,
  provider: { id: string; token: string },
  changes: Record<string, unknown> = {},
): Promise<ProgramAnswer> {
  const input = await application(world, provider.id, changes);
  const query = `mutation ($input: ProgramInput!) { createProgram(input: $input) { ${fields} } }`;
  return (await world.ok(provider.token, query, { input })).createProgram;
}

/** The steps of a program's life, each as the document of its operation. */
export const operations = {
  updateProgram: `mutation ($id: ID!, $version: Int!, $input: ProgramInput!) {
    updateProgram(id: $id, version: $version, input: $input) { ${fields} } }`,
  submitProgram: `mutation ($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { ${fields} } }`,
  withdrawProgram: `mutation ($id: ID!, $version: Int!, $reason: String) {
    withdrawProgram(id: $id, version: $version, reason: $reason) { ${fields} } }`,
  copyProgram: `mutation ($id: ID!) { copyProgram(id: $id) { ${fields} } }`,
  startReview: `mutation ($id: ID!, $version: Int!) { startReview(id: $id, version: $version) { ${fields} } }`,
  requestChanges: `mutation ($id: ID!, $version: Int!, $reason: String!) {
    requestChanges(id: $id, version: $version, reason: $reason) { ${fields} } }`,
  approveProgram: `mutation ($id: ID!, $version: Int!, $credits: Credits!, $reason: String, $creditKinds: [ApprovedKindInput!]) {
    approveProgram(id: $id, version: $version, credits: $credits, reason: $reason, creditKinds: $creditKinds) { ${fields} } }`,
  denyProgram: `mutation ($id: ID!, $version: Int!, $reason: String!) {
    denyProgram(id: $id, version: $version, reason: $reason) { ${fields} } }`,
  cancelProgram: `mutation ($id: ID!, $version: Int!, $reason: String!) {
    cancelProgram(id: $id, version: $version, reason: $reason) { ${fields} } }`,
  postponeOffering: `mutation ($offeringId: ID!, $move: PostponeOfferingInput!, $reason: String!) {
    postponeOffering(offeringId: $offeringId, input: $move, reason: $reason) { ${fields} } }`,
  extendReporting: `mutation ($offeringId: ID!, $until: LocalDate!, $reason: String!) {
    extendReporting(offeringId: $offeringId, until: $until, reason: $reason) { ${fields} } }`,
  correctCredits: `mutation ($id: ID!, $version: Int!, $credits: Credits!, $reason: String!, $creditKinds: [ApprovedKindInput!]) {
    correctCredits(id: $id, version: $version, credits: $credits, reason: $reason, creditKinds: $creditKinds) { ${fields} } }`,
} as const;

export type Operation = keyof typeof operations;

/** Everything that some operation wants; each takes what it declares. */
export const everyArgument = (program: ProgramAnswer, input: Record<string, unknown> | null = null) => ({
  id: program.id,
  version: program.version,
  offeringId: program.offerings[0]?.id ?? "",
  credits: "1.50",
  reason: "Because.",
  move: { startsOn: "2026-05-10", endsOn: "2026-05-10" },
  until: "2026-07-31",
  input,
});

/** The variables that a document declares, out of many. */
export const declared = (document: string, variables: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => document.includes(`$${name}:`)));

/** Runs one operation with what it needs. */
export async function step(
  world: World,
  token: string,
  operation: Operation,
  program: ProgramAnswer,
  variables: Record<string, unknown> = {},
): Promise<ProgramAnswer> {
  const document = operations[operation];
  const data = await world.ok(token, document, declared(document, { ...everyArgument(program), ...variables }));
  return data[operation];
}

interface Actors {
  provider: { id: string; token: string };
  staff: { token: string };
}

/**
 * Brings a new program to a status by the operations that people use. Of what later folders do (fees, certificates) only the
 * status is set.
 */
export async function programIn(
  world: World,
  { provider, staff }: Actors,
  status: string,
  changes: Record<string, unknown> = {},
): Promise<ProgramAnswer> {
  const draft = await create(world, provider, changes);
  if (status === "DRAFT") return draft;
  if (status === "WITHDRAWN") return step(world, provider.token, "withdrawProgram", draft);
  const submitted = await step(world, provider.token, "submitProgram", draft);
  if (status === "SUBMITTED") return submitted;
  const inReview = await step(world, staff.token, "startReview", submitted);
  if (status === "IN_REVIEW") return inReview;
  if (status === "CHANGES_REQUESTED") return step(world, staff.token, "requestChanges", inReview);
  if (status === "DENIED") return step(world, staff.token, "denyProgram", inReview);
  const asked = typeof changes.requestedCredits === "string" ? { credits: changes.requestedCredits } : {};
  const approved = await step(world, staff.token, "approveProgram", inReview, asked);
  if (status === "APPROVED") return approved;
  if (status === "CANCELLED") return step(world, staff.token, "cancelProgram", approved);
  await world.putInState("program", "UPDATE program SET status = $2 WHERE id = $1", [approved.id, status]);
  return { ...approved, status };
}

/** Runs the hourly job. */
export const endOfferings = (world: World): Promise<void> => startAwaitingAttendanceJob.run(world.ctx, {});
