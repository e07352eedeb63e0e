import type { Context } from "../core/context.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { readPage } from "../core/lists/read-page.ts";
import { Bindings } from "../core/lists/sql.ts";
import { assertConferenceVisible, ofConference } from "./session.queries.ts";

/** What a conference takes files of, by the verb that the audit log has for it. */
export enum ImportKind {
  SCHEDULE = "conference.import-schedule",
  REGISTRATIONS = "conference.import-registrations",
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

const counts = ["added", "changed", "unchanged", "removed", "flagged", "absent"];

/**
 * The files of one kind that were recorded into a conference, newest first; for staff and its provider. What the audit log has let go
 * of, its time being over, is no receipt any more.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listConferenceImports(
  ctx: Context,
  programId: string,
  kind: ImportKind,
  page: PageArgs,
): Promise<Connection<ConferenceImportRow>> {
  const bindings = new Bindings();
  const { bind } = bindings;
  const imports = await readPage<ConferenceImportRow>(
    ctx.db.manager,
    {
      from: "audit_entry e",
      where: [ofConference(ctx, "e.subject_id", programId, bind), `e.action = ${bind(kind)}`, "e.after IS NOT NULL"],
      order: [{ sql: "e.at", required: true, descending: true }],
      key: "e.id",
      select: `e.id, e.at, e.actor_name AS actor, e.after ->> 'fileName' AS "fileName",
        ${counts.map((name) => `(e.after ->> '${name}')::int AS ${name}`).join(", ")}`,
      bindings,
    },
    page,
  );
  if (imports.nodes.length === 0) await assertConferenceVisible(ctx, programId);
  return imports;
}
