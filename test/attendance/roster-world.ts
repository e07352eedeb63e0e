import { offering, programIn, step } from "../programs/applications.ts";
import { World } from "../support/world.ts";

/** The sample roster of seeds/002, row by row. */
export const sampleRows = [
  ["A09164", "100100", "John", "Smith", "4/10/2009", "1"],
  ["A09164", "100101", "Jane", "Jones", "4/10/2009", "3"],
  ["A09164", "100102", "Sally", "Johnson", "4/10/2009", "9"],
  ["A09164", "100103", "Suzie", "Garcia", "4/10/2009", "9"],
  ["A09164", "100104", "James", "Miller", "4/10/2009", "10"],
];
export const heading = ["Program ID", "AAST ID", "First Name", "Last Name", "Completion Date", "CECs"];

export const csv = (rows: string[][], headings = heading): string =>
  [headings, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");

/** The sample with one cell, by row (from 0) and column, written otherwise. */
export const withCell = (row: number, column: string, value: string): string =>
  csv(
    sampleRows.map((cells, i) => (i === row ? cells.map((cell, j) => (heading[j] === column ? value : cell)) : cells)),
  );

export const uploadDocument = `mutation ($providerId: ID!, $file: Upload!, $preview: Boolean) {
  uploadAttendance(providerId: $providerId, file: $file, preview: $preview) {
    id status preview fileName rowCount checkedRows recordedRows errorCount message sameAs { id }
    errors { totalCount nodes { line column value code message suggestions } }
  }
}`;

/** The same rows, as JSON. */
export const enterDocument = `mutation ($providerId: ID, $rows: [AttendanceRowInput!]!, $preview: Boolean, $clientReference: String) {
  enterAttendances(providerId: $providerId, rows: $rows, preview: $preview, clientReference: $clientReference) {
    id status preview fileName rowCount checkedRows recordedRows errorCount message sameAs { id }
    errors { totalCount nodes { line column value code message suggestions } }
  }
}`;

/** A row of a roster by the fields that it has as JSON. */
export const entryOf = ([programNumber, memberNumber, firstName, lastName, completionDate, credits]: string[]) => ({
  ...{ programNumber, memberNumber, firstName, lastName, completionDate, credits },
});

export interface RosterWorld {
  world: World;
  provider: Awaited<ReturnType<World["provider"]>>;
  other: Awaited<ReturnType<World["provider"]>>;
  staff: Awaited<ReturnType<World["staff"]>>;
  /** The ID of A09164, and of its offering. */
  programId: string;
  offeringId: string;
}

/** A world of April 2009 with the source document's program, provider and members. */
export async function startRosterWorld(config: Parameters<typeof World.start>[0] = {}): Promise<RosterWorld> {
  const world = await World.start({ signInDays: 36_500, ...config });
  world.setClock("2009-01-12T16:00:00Z");
  const provider = await world.provider({ name: "AAST" });
  const other = await world.provider({ name: "Lakeside Sleep Center" });
  const staff = await world.staff();
  await world.sql("UPDATE accreditor_settings SET member_id_label = 'AAST ID'");
  await world.sql("INSERT INTO number_series (name, last) VALUES ('program:A09', 163)");
  for (const [, number, firstName, lastName] of sampleRows) {
    const member = await world.member({ firstName, lastName, email: `${firstName}.${lastName}@example.test` });
    if (member.memberNumber !== number) throw new Error(`Member ${number} got ${member.memberNumber}`);
  }
  const program = await programIn(world, { provider, staff }, "IN_REVIEW", {
    typeId: (await world.sql("SELECT id FROM program_type WHERE code = 'EDUCATIONAL_PROGRAM'"))[0].id,
    name: "13th Annual Sleep Disorders Conference",
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })],
  });
  const approved = await step(world, staff.token, "approveProgram", program, { credits: "10.00", reason: null });
  world.setClock("2009-04-20T15:00:00Z");
  return { world, provider, other, staff, programId: approved.id, offeringId: approved.offerings[0]?.id ?? "" };
}

/** Everything that a roster may leave behind. Nothing of it may appear when one is refused. */
export async function traces(world: World): Promise<Record<string, number>> {
  await world.runJobs();
  const [row] = await world.sql(`SELECT
    (SELECT count(*)::int FROM attendance_record) AS records,
    (SELECT count(*)::int FROM certificate) AS certificates,
    (SELECT count(*)::int FROM mail WHERE kind = 'CERTIFICATE') AS mails,
    (SELECT count(*)::int FROM stored_file) AS files,
    (SELECT count(*)::int FROM offering WHERE reported_at IS NOT NULL) AS reported`);
  return row;
}
