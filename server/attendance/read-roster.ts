import { fileReader } from "../core/file-room.ts";
import type { LineRange, RosterHeadings } from "./check-roster.ts";
import type { RosterPart, RosterTask } from "./read-roster-rows.ts";
import type { RosterFile } from "./roster-file.ts";

/** So many portions a large roster is checked and recorded in, to show how far it is. */
const portionCount = 20;

const rosterRows = fileReader<RosterTask, RosterPart>("read-roster-rows", "readRosterRows", import.meta.url);

/** One pass over the file: hands on its rows, and lines that are no rows with what is wrong with them. */
export class RosterReading {
  headings: RosterHeadings = {} as RosterHeadings;
  /** Rows of data; null where the file was refused as a whole. */
  rowCount: number | null = 0;
  #lastLine = 0;

  constructor(private readonly file: RosterFile) {}

  /**
   * As COPY takes them into the stage.
   * @param onBatch told after each piece of the file
   * @throws as FileRoom.read
   */
  async *rows(onBatch: () => Promise<void> = async () => {}): AsyncGenerator<Uint8Array, void, undefined> {
    const { open, facts, columns, room } = this.file;
    for await (const { copy, rowCount, lastLine, headings } of room.read(rosterRows, { facts, columns }, open)) {
      this.headings = headings;
      this.rowCount = rowCount === null || this.rowCount === null ? null : this.rowCount + rowCount;
      this.#lastLine = Math.max(this.#lastLine, lastLine);
      yield copy;
      await onBatch();
    }
  }

  /** All lines of the file, in portions of the same length. */
  portions(): LineRange[] {
    const upTo = Array.from({ length: portionCount }, (_, i) => Math.ceil((this.#lastLine * (i + 1)) / portionCount));
    return upTo.map((line, i) => ({ after: upTo[i - 1] ?? 0, upTo: line })).filter((range) => range.upTo > range.after);
  }

  /** How many of the lines have been passed, from 0 to 1. */
  shareUpTo({ upTo }: LineRange): number {
    return this.#lastLine === 0 ? 1 : Math.min(1, upTo / this.#lastLine);
  }
}
