import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { canViewMember } from "../members/member.policy.ts";

/**
 * The PDF of a certificate that was issued elsewhere, as it came; null where none did, or it is not the viewer's to see: only staff and the member
 * whose it is, as with the transcript that names it.
 */
export async function readOutsidePdf(ctx: Context, id: string): Promise<{ number: string; content: Buffer } | null> {
  if (!isId(id)) return null;
  const [found]: { number: string; memberId: string; fileId: string }[] = await ctx.db.query(
    `SELECT number, member_id AS "memberId", pdf_file_id AS "fileId" FROM outside_certificate WHERE id = $1 AND pdf_file_id IS NOT NULL`,
    [id],
  );
  if (!found || !canViewMember(ctx.viewer, { id: found.memberId })) return null;
  const [file] = await ctx.db.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [found.fileId]);
  return file ? { number: found.number, content: await bytesOf(ctx, file) } : null;
}
