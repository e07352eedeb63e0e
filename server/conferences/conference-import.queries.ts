import type { Context } from "../core/context.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import type { Fields } from "../core/lists/sql.ts";
import { ofConference, ofVisibleConference } from "./session.queries.ts";

/** What a conference takes files of, by the verb that the audit log has for it. */
export enum ImportKind {
  SCHEDULE = "conference.import-schedule",
  REGISTRATIONS = "conference.import-registrations",
  PRESENCE = "conference.import-presence",
}

/** A file that was recorded, as the audit log has it. What a kind does not count is null, as is a name from before names were kept. */
export interface ConferenceImportRow {
  id: string;
  at: Date;
  actor: string;
  fileName: string | null;
  added: number;
  changed: number;
  unchanged: number;
  removed: number | null;
  flagged: number | null;
  absent: number | null;
}

const counted = (name: string): string => `(e.after ->> '${name}')::int`;

const importFields: Fields<ConferenceImportRow> = {
  id: "e.id",
  at: "e.at",
  actor: "e.actor_name",
  fileName: "e.after ->> 'fileName'",
  added: counted("added"),
  changed: counted("changed"),
  unchanged: counted("unchanged"),
  removed: counted("removed"),
  flagged: counted("flagged"),
  absent: counted("absent"),
};

const importList = defineFixedList({
  from: "audit_entry e",
  key: "e.id",
  fields: importFields,
  where: (ctx, filter: { programId: string; kind: ImportKind }, bind) => [
    ofConference(ctx, "e.subject_id", filter.programId, bind),
    `e.action = ${bind(filter.kind)}`,
    "e.after IS NOT NULL",
  ],
  sortedBy: [["e.at"], "DESC"],
});

/**
 * The files of one kind that were recorded into a conference, newest first; for staff and its provider. What the audit log has let go
 * of, its time being over, is no receipt any more.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export const listConferenceImports = (
  ctx: Context,
  programId: string,
  kind: ImportKind,
  page: PageArgs,
): Promise<Connection<ConferenceImportRow>> =>
  ofVisibleConference(ctx, programId, importList.page(ctx, { programId, kind }, page));
