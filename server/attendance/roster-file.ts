import type { Readable } from "node:stream";
import type { Context } from "../core/context.ts";
import { type CsvFacts, sniffCsv } from "../core/csv/sniff-csv.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { rosterColumns } from "./parse-roster-row.ts";

/** A roster that lies somewhere, looked at once. */
export interface RosterFile {
  /** A new stream of its bytes. */
  open(): Readable;
  facts: CsvFacts;
  columns: ReturnType<typeof rosterColumns>;
}

/** Finds out how a roster is to be read: one pass over its bytes. */
export async function lookAtRoster(ctx: Context, open: () => Readable): Promise<RosterFile> {
  const columns = rosterColumns((await loadSettings(ctx.db.manager)).memberIdLabel);
  const headings = columns.flatMap((column) => column.headings);
  return { open, facts: await sniffCsv(open, headings), columns };
}

/** A roster as it came with a request: its bytes lie on disk until the request ends. */
export const takeRoster = async (
  ctx: Context,
  file: UploadedFile,
): Promise<{ roster: RosterFile; fileName: string }> => ({
  roster: await lookAtRoster(ctx, () => file.read()),
  fileName: keptFileName(file.name),
});
