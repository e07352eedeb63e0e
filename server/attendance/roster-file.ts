import type { Readable } from "node:stream";
import type { Context } from "../core/context.ts";
import type { CsvColumn } from "../core/csv/read-csv.ts";
import type { CsvFacts } from "../core/csv/sniff-csv.ts";
import { type FileRoom, fileReader, requestFiles } from "../core/file-room.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { listCreditKinds } from "../policies/credit-kind.queries.ts";
import { type KindColumn, kindColumns } from "../policies/kind-columns.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { offeringColumn, type RosterColumn, rosterColumns } from "./parse-roster-row.ts";

/** What a request gives as a roster. */
export type GivenRoster = Pick<UploadedFile, "name" | "read">;

/** A roster that lies somewhere, looked at once. */
export interface RosterFile {
  /** A new stream of its bytes. */
  open(): Readable;
  /** Where it is read. */
  room: FileRoom;
  facts: CsvFacts;
  columns: readonly CsvColumn<RosterColumn | KindColumn>[];
}

const rosterFacts = fileReader<readonly string[], CsvFacts>("read-roster-rows", "lookAtRosterBytes", import.meta.url);

/** Finds out how a roster is to be read: one pass over its bytes. */
export async function lookAtRoster(ctx: Context, open: () => Readable, room: FileRoom): Promise<RosterFile> {
  const columns = await rosterColumnsOf(ctx);
  const headings = columns.flatMap((column) => column.headings);
  return { open, room, facts: await room.readOne(rosterFacts, headings, open), columns };
}

/** Every column that a roster may have: those of the template, the offering, and one for each further kind of credit. */
async function rosterColumnsOf(ctx: Context): Promise<RosterFile["columns"]> {
  const columns = [...rosterColumns((await loadSettings(ctx.db.manager)).memberIdLabel), offeringColumn];
  const kinds = (await listCreditKinds(ctx)).filter(({ isDefault }) => !isDefault);
  return [
    ...columns,
    ...kindColumns(
      kinds,
      columns.flatMap(({ headings }) => headings),
    ),
  ];
}

/** A roster as it came with a request: its bytes are there until the request ends. For who is in turn in `requestFiles`. */
export const takeRoster = async (
  ctx: Context,
  file: GivenRoster,
): Promise<{ roster: RosterFile; fileName: string }> => ({
  roster: await lookAtRoster(ctx, () => file.read(), requestFiles),
  fileName: keptFileName(file.name),
});
