import { isDeepStrictEqual } from "node:util";
import type { AuditEntry } from "../core/audit.entity.ts";
import type { Context } from "../core/context.ts";
import { applicationFields } from "./application-fields.ts";
import { jointNamesOf } from "./joint-providers.ts";
import { ProgramType } from "./program.entity.ts";
import { editableStatuses, type ProgramStatus } from "./program.status.ts";

export interface ProgramChange {
  field: string;
  before: string;
  after: string;
}

export type ChangeEntry = Pick<AuditEntry, "action" | "before" | "after">;

/**
 * What differs between the submission before and now. Decided from the audit log alone: of each field the first `before`
 * and the last `after` since then; what was changed and changed back is no change.
 * @param entries what happened to the program, oldest first
 * @param names of program types by ID, and of joint providers by number
 * @param status where it stands: what is being edited is compared with its last submission, what is handed in with the one before
 */
export function programChanges(
  entries: readonly ChangeEntry[],
  status: ProgramStatus,
  names: ReadonlyMap<string, string>,
): ProgramChange[] {
  const submissions = entries.flatMap((entry, at) => (entry.action === "program.submit" ? [at] : []));
  const since = submissions.at(editableStatuses.includes(status) ? -1 : -2);
  if (since === undefined) return [];
  const later = entries.slice(since + 1);
  const updates = later.filter((entry) => entry.action === "program.update");
  const changes: ProgramChange[] = Object.entries(applicationFields).flatMap(([field, { shown }]) => {
    const touching = updates.filter(
      ({ before, after }) => before?.[field] !== undefined && after?.[field] !== undefined,
    );
    const before = touching[0]?.before?.[field];
    const after = touching.at(-1)?.after?.[field];
    const written = { before: "", after: "" };
    if (touching.length > 0) {
      written.before = shown(before as never, names);
      written.after = shown(after as never, names);
    }
    return written.before === written.after || isDeepStrictEqual(before, after) ? [] : [{ field, ...written }];
  });
  const documents = (side: "before" | "after", action: string): string[] =>
    later.flatMap((entry) => {
      const document =
        entry.action === action ? (entry[side]?.document as { fileName: string } | undefined) : undefined;
      return document ? [document.fileName] : [];
    });
  const added = documents("after", "program.add-document");
  const removed = documents("before", "program.remove-document");
  // One that was added and removed again was never seen by a reviewer.
  const lost = removed.filter((name) => !added.includes(name));
  const gained = added.filter((name) => !removed.includes(name));
  if (lost.length + gained.length > 0)
    changes.push({ field: "documents", before: lost.join("\n"), after: gained.join("\n") });
  return changes;
}

/** What changed since the reviewer last saw the application; nothing for a first submission. */
export async function changesSinceSubmission(
  ctx: Context,
  program: { id: string; status: ProgramStatus },
): Promise<ProgramChange[]> {
  const entries: ChangeEntry[] = await ctx.db.query(
    `SELECT action, before, after FROM audit_entry WHERE subject_id = $1 AND action = ANY($2) ORDER BY at, id`,
    [program.id, ["program.submit", "program.update", "program.add-document", "program.remove-document"]],
  );
  const types = await ctx.db.manager.find(ProgramType, { select: { id: true, name: true } });
  const joint = entries.flatMap(({ before, after }) => [before?.jointProviders, after?.jointProviders].flat());
  const numbers = joint.filter((given): given is string => typeof given === "string");
  const names = new Map([
    ...types.map(({ id, name }) => [id, name] as const),
    ...(await jointNamesOf(ctx.db, numbers)),
  ]);
  return programChanges(entries, program.status, names);
}
