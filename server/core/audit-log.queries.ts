import { isDeepStrictEqual } from "node:util";
import type { AuditEntry } from "./audit.entity.ts";
import type { Context } from "./context.ts";
import { isId } from "./ids.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "./lists/order.ts";
import type { Connection, PageArgs } from "./lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "./lists/read-page.ts";
import { SortDirection } from "./lists/sort-direction.ts";
import { Bindings, beginningWith } from "./lists/sql.ts";

export interface AuditChange {
  field: string;
  before: string | null;
  after: string | null;
}

export interface AuditRow
  extends Pick<AuditEntry, "id" | "at" | "actorAs" | "action" | "subjectType" | "subjectId" | "ip" | "reason"> {
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

export enum AuditOrderField {
  AT = "AT",
  ACTOR = "ACTOR",
  ACTION = "ACTION",
}

export type AuditOrdering = Ordering<AuditOrderField>;

const at: OrderTerm = { sql: "e.at", required: true };

/** Addresses and verbs are ASCII: the order of their letters needs no locale, and has an index that finds beginnings, too. */
const orderTerms: Record<AuditOrderField, OrderTerm[]> = {
  AT: [at],
  ACTOR: [{ sql: 'lower(e.actor_name) COLLATE "C"', required: true }, at],
  ACTION: [{ sql: 'e.action COLLATE "C"', required: true }, at],
};

/** What listAuditEntries reads a page of, and an export reads whole. */
export function auditList(
  { subjectId, actor, action, from, before }: AuditConditions,
  orderBy: readonly AuditOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where: string[] = [];
  if (subjectId) where.push(isId(subjectId) ? `e.subject_id = ${bind(subjectId)}` : "false");
  if (actor) where.push(`lower(e.actor_name) LIKE ${bind(beginningWith(actor.toLowerCase()))}`);
  if (action) where.push(`e.action LIKE ${bind(beginningWith(action))}`);
  if (from) where.push(`e.at >= ${bind(from)}`);
  if (before) where.push(`e.at < ${bind(before)}`);
  return {
    from: "audit_entry e",
    where,
    order: termsOfOrder(orderingsOr(orderBy, AuditOrderField.AT, SortDirection.DESC), orderTerms),
    key: "e.id",
    select: `e.id, e.at, e.actor_name AS actor, e.actor_as AS "actorAs", e.action, e.subject_type AS "subjectType",
        e.subject_id AS "subjectId", e.ip, e.reason, e.before, e.after`,
    bindings,
  };
}

/** The audit log, newest first where nothing else is asked. */
export async function listAuditEntries(
  ctx: Context,
  filter: AuditConditions,
  orderBy: readonly AuditOrdering[] | null,
  page: PageArgs,
): Promise<Connection<AuditRow>> {
  const list = auditList(filter, orderBy);
  const connection = await readPage<Omit<AuditRow, "changes"> & Facts>(ctx.db.manager, list, page);
  const edges = connection.edges.map(({ cursor, node: { before, after, ...row } }) => ({
    cursor,
    node: { ...row, changes: changesOf({ before, after }) },
  }));
  return { ...connection, edges, nodes: edges.map((edge) => edge.node) };
}
