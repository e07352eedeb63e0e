import type { Readable } from "node:stream";
import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { type FileRoom, fileReader } from "../../core/file-room.ts";
import { loadSettings } from "../../policies/load-settings.ts";
import { type HeadingUse, type HeadingUses, type MemberImportColumn, usesOfHeadings } from "./member-import.columns.ts";
import type { MemberFileFacts, MemberRowsTask } from "./read-member-rows.ts";

/** A list of members that lies somewhere, looked at once. */
export interface MemberFile extends HeadingUses {
  /** A new stream of its bytes. */
  open(): Readable;
  /** Where it is read. */
  room: FileRoom;
  task: MemberRowsTask;
}

const memberFileFacts = fileReader<string, MemberFileFacts>("read-member-rows", "lookAtMemberFile", import.meta.url);

/**
 * Finds out how a list is to be read, and for what each of its columns is used.
 * @param asked what whoever sends it says; null: as in the import before, or by the headings
 */
export async function lookAtMembers(
  ctx: Context,
  open: () => Readable,
  room: FileRoom,
  asked: readonly HeadingUse[] | null,
): Promise<MemberFile> {
  const { manager } = ctx.db;
  const { memberIdLabel } = await loadSettings(manager);
  const { facts, headings } = await room.readOne(memberFileFacts, memberIdLabel, open);
  const found = usesOfHeadings(headings, memberIdLabel, asked, asked ? [] : await usesBefore(manager));
  const used = found.uses.filter((use) => use.column !== null);
  const task: MemberRowsTask = {
    facts,
    headings: Object.fromEntries(used.map(({ heading, column }) => [column as MemberImportColumn, heading])),
    ignored: found.uses.filter((use) => use.column === null).map(({ heading }) => heading),
  };
  return { ...found, open, room, task };
}

/** For what the last list that was imported used its headings: that is remembered. */
async function usesBefore(manager: EntityManager): Promise<HeadingUse[]> {
  const [before] = await manager.query(
    `SELECT columns FROM member_import WHERE NOT preview AND status IN ('PROCESSED', 'UNDONE')
     ORDER BY created_at DESC, id DESC LIMIT 1`,
  );
  return before?.columns ?? [];
}
