import type { Evidence } from "../../../packages/verify/check-credential.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { logsOnShow } from "../log/read-log.ts";
import { statusListLength } from "./certificate-credential.entity.ts";
import { instant, signCredential } from "./data-integrity.ts";
import { issuerOf } from "./issuer.ts";
import { issuerDocument } from "./issuer-document.ts";
import { type StatusPurpose, statusListUrl, statusPurposes } from "./open-badge.ts";
import { keyInForce } from "./signing-keys.ts";

/** Which mark each purpose tells: that a certificate holds no more, and that a later one took its place. */
const marks = { revocation: "ended", refresh: "superseded" } as const satisfies Record<StatusPurpose, string>;

/**
 * A public list of status, signed (Bitstring Status List 1.0): one bit for each place, and nothing that says whose it is.
 * @returns null where there is no such list
 */
export async function statusList(ctx: Context, purpose: StatusPurpose, list: number): Promise<JsonDocument | null> {
  const [{ last, marked }] = await ctx.db.query(
    `SELECT coalesce(max(list), 1) AS last,
       coalesce(array_agg(position) FILTER (WHERE list = $1 AND ${marks[purpose]}), '{}') AS marked FROM credential_status`,
    [list],
  );
  if (list > last) return null;
  const { createList, createCredential } = await import("@digitalbazaar/vc-bitstring-status-list");
  const bits = await createList({ length: statusListLength });
  for (const position of marked) bits.setStatus(position, true);
  const { publicUrl } = ctx.config;
  const id = statusListUrl(publicUrl, purpose, list);
  const claims = await createCredential({ id, list: bits, statusPurpose: purpose });
  const key = await inTransaction(ctx, (tx) => keyInForce(tx, ctx));
  const now = ctx.now();
  return signCredential({ ...claims, issuer: issuerOf(publicUrl), validFrom: instant(now) }, key, now);
}

/** All that credentials of this server are checked against, as of now. */
export async function evidenceBundle(ctx: Context): Promise<Evidence> {
  const asOf = instant(ctx.now());
  const [{ last }] = await ctx.db.query("SELECT coalesce(max(list), 1) AS last FROM credential_status");
  const statusLists: JsonDocument[] = [];
  for (let list = 1; list <= last; list++)
    for (const purpose of statusPurposes) {
      const signed = await statusList(ctx, purpose, list);
      if (signed) statusLists.push(signed);
    }
  return { asOf, issuers: [await issuerDocument(ctx)], statusLists, logs: await logsOnShow(ctx) };
}
