import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { fullNameSql } from "./full-name.ts";
import { canViewMember } from "./member.policy.ts";
import type { NameRequest } from "./name-request.entity.ts";

export interface NameRequestRow
  extends Pick<
    NameRequest,
    | "id"
    | "memberId"
    | "source"
    | "firstName"
    | "lastName"
    | "suffix"
    | "note"
    | "status"
    | "createdAt"
    | "decidedAt"
    | "decision"
  > {
  /** The whole name. */
  name: string;
  documentFileId: string | null;
}

const columns = `q.id, q.member_id AS "memberId", q.source, q.first_name AS "firstName", q.last_name AS "lastName", q.suffix,
  ${fullNameSql("q")} AS name, q.note, q.status, q.created_at AS "createdAt", q.decided_at AS "decidedAt", q.decision,
  q.document_file_id AS "documentFileId"`;

/** The names that members asked for, the newest first. */
export const nameRequestsOf = defineLoader<string, NameRequestRow[]>(async (ctx, memberIds) => {
  const rows: NameRequestRow[] = await ctx.db.query(
    `SELECT ${columns} FROM name_request q WHERE q.member_id = ANY($1::uuid[]) ORDER BY q.created_at DESC, q.id DESC`,
    [memberIds],
  );
  return groupByKey(memberIds as string[], rows, (row) => row.memberId);
});

/** The names that wait for staff, the oldest first. */
export const waitingNameRequests = (ctx: Context, first: number): Promise<NameRequestRow[]> =>
  ctx.db.query(
    `SELECT ${columns} FROM name_request q WHERE q.status = 'REQUESTED' ORDER BY q.created_at, q.id LIMIT $1`,
    [first],
  );

export interface FormerNameRow {
  memberId: string;
  id: string;
  name: string;
  changedAt: Date;
}

/** The names that members had, the last first. */
export const formerNamesOf = defineLoader<string, FormerNameRow[]>(async (ctx, memberIds) => {
  const rows: FormerNameRow[] = await ctx.db.query(
    `SELECT f.member_id AS "memberId", f.id, ${fullNameSql("f")} AS name, f.changed_at AS "changedAt"
     FROM former_name f WHERE f.member_id = ANY($1::uuid[]) ORDER BY f.changed_at DESC, f.id DESC`,
    [memberIds],
  );
  return groupByKey(memberIds as string[], rows, (row) => row.memberId);
});

/** The document of a request that waits; null where it is missing or not the viewer's to see. */
export async function readNameDocument(
  ctx: Context,
  id: string,
): Promise<{ mediaType: string; content: Buffer } | null> {
  if (!isId(id)) return null;
  const [row] = await ctx.db.query(
    `SELECT q.member_id AS "memberId", f.media_type AS "mediaType", ${keptBytesSql("f")}
     FROM name_request q JOIN stored_file f ON f.id = q.document_file_id WHERE q.id = $1`,
    [id],
  );
  return row && canViewMember(ctx.viewer, { id: row.memberId })
    ? { mediaType: row.mediaType, content: await bytesOf(ctx, row) }
    : null;
}
