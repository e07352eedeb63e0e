import { isDeepStrictEqual } from "node:util";
import type { AuditSubjectKind } from "../audit/actions.ts";
import type { AuditEntry } from "../core/audit.entity.ts";
import type { Context } from "../core/context.ts";
import { beginningWith, hasId } from "../core/lists/conditions.ts";
import { defineList, type OrderingOf } from "../core/lists/define-list.ts";
import { type Connection, mapNodes, type PageArgs } from "../core/lists/page.ts";
import type { Fields } from "../core/lists/sql.ts";
import { seesEntrySql } from "../programs/review/review-side.ts";

export interface AuditChange {
  field: string;
  before: string | null;
  after: string | null;
}

export interface AuditRow extends Pick<AuditEntry, "id" | "at" | "actorAs" | "action" | "subjectId" | "ip" | "reason"> {
  subjectType: AuditSubjectKind;
  actor: string;
  changes: AuditChange[];
}

type Facts = Pick<AuditEntry, "before" | "after">;

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

/** What differs between `before` and `after`. A key that stands on one side only counts as changed. */
export function changesOf({ before, after }: Facts): AuditChange[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return keys
    .filter((key) => !isDeepStrictEqual(before?.[key], after?.[key]))
    .map((field) => ({ field, before: textOf(before?.[field]), after: textOf(after?.[field]) }));
}

export interface AuditConditions {
  subjectId?: string | null;
  actor?: string | null;
  action?: string | null;
  from?: Date | null;
  before?: Date | null;
}

export const auditFields: Fields<Omit<AuditRow, "changes"> & Facts> = {
  id: "e.id",
  at: "e.at",
  actor: "e.actor_name",
  actorAs: "e.actor_as",
  action: "e.action",
  // Two kinds were once written otherwise.
  subjectType: "replace(e.subject_type, '_', '-')",
  subjectId: "e.subject_id",
  ip: "e.ip",
  reason: "e.reason",
  before: "e.before",
  after: "e.after",
};

/** The audit log. Addresses and verbs are ASCII: the order of their letters needs no locale, and has an index that finds beginnings, too. */
export const auditList = defineList({
  name: "AuditEntry",
  from: "audit_entry e",
  key: "e.id",
  fields: auditFields,
  where: (ctx, filter: AuditConditions, bind) => [
    seesEntrySql(ctx.viewer, "e", bind),
    hasId("e.subject_id", filter.subjectId, bind),
    filter.actor && `lower(e.actor_name) LIKE ${bind(beginningWith(filter.actor.toLowerCase()))}`,
    filter.action && `e.action LIKE ${bind(beginningWith(filter.action))}`,
    filter.from && `e.at >= ${bind(filter.from)}`,
    filter.before && `e.at < ${bind(filter.before)}`,
  ],
  orders: {
    AT: { description: "When.", by: ["e.at"] },
    ACTOR: { description: "The address of who did it, then when.", by: ['lower(e.actor_name) COLLATE "C"', "e.at"] },
    ACTION: { description: "What was done, then when.", by: ['e.action COLLATE "C"', "e.at"] },
  },
  sortedBy: ["AT", "DESC"],
});

/** The audit log, newest first where nothing else is asked. */
export const listAuditEntries = async (
  ctx: Context,
  filter: AuditConditions,
  orderBy: readonly OrderingOf<typeof auditList>[] | null,
  page: PageArgs,
): Promise<Connection<AuditRow>> =>
  mapNodes(await auditList.page(ctx, filter, orderBy, page), ({ before, after, ...row }) => ({
    ...row,
    changes: changesOf({ before, after }),
  }));
