import type { EntityManager } from "typeorm";
import { audit } from "./audit.ts";
import type { Context } from "./context.ts";

/** Where the chain ends. Kept somewhere else, it shows later whether the end was cut off or the whole chain written anew. */
export interface AuditHead {
  /** How many entries there are. */
  seq: number;
  /** Hash over all of them, in hexadecimal. */
  hash: string;
}

export interface AuditFault {
  /** The first position at which the log is not what was written. */
  seq: number | null;
  entryId: string | null;
  /** What is wrong there, in a sentence. */
  what: string;
}

interface LinkRow {
  seq: string;
  entryId: string;
  fault: "GAP" | "REMOVED" | "CHANGED";
  previousSeq: string;
}

export async function auditHead(tx: EntityManager): Promise<AuditHead> {
  const [row] = await tx.query("SELECT seq, encode(hash, 'hex') AS hash FROM audit_head");
  return { seq: Number(row.seq), hash: row.hash };
}

/** What a batch of redactions amounts to: its own entry in the chain says so. */
const batchDigest = `encode(sha256(string_agg(uuid_send(entry_id) || int4send(step) || before_digest || after_digest, ''
  ORDER BY entry_id, step)), 'hex')`;

/**
 * Takes texts out of the audit log that say who somebody is. The entries stay in the chain by the hash that they were written with,
 * and this batch is an entry of its own. Who did what to which thing, by ID, and when, stays.
 * @param entries SQL of the IDs of the entries, and for FIELDS of the `fields` of each: `before.firstName`
 * @param what regular expression of what is taken out, in any case; FIELDS: these fields whole; EVERYTHING: all that can be
 * @returns how many entries that was
 */
export async function redactAudit(
  tx: EntityManager,
  ctx: Context,
  reason: string,
  {
    entries,
    values,
    what,
  }: { entries: string; values: unknown[]; what: { pattern: string } | "FIELDS" | "EVERYTHING" },
): Promise<number> {
  const [{ id: batchId }] = await tx.query("SELECT uuid_v7() AS id");
  const place = values.length;
  await tx.query(
    `INSERT INTO audit_redaction (entry_id, batch_id, pattern, fields)
     SELECT found.id, $${place + 1}::uuid, $${place + 2}::text, ${what === "FIELDS" ? "found.fields" : "NULL"} FROM (${entries}) found
     WHERE found.id IN (SELECT id FROM audit_entry WHERE action <> '${redactAction}')`,
    [...values, batchId, typeof what === "object" ? what.pattern : null],
  );
  const [{ count, digest }] = await tx.query(
    `SELECT count(*)::int AS count, ${batchDigest} AS digest FROM audit_redaction WHERE batch_id = $1`,
    [batchId],
  );
  if (count > 0)
    await audit(tx, ctx, redactAction, ["audit-redaction", batchId], { reason, after: { entries: count, digest } });
  return count;
}

const redactAction = "audit.redact";

/** The first redaction that no entry of the chain speaks of, or that is not what that entry says; and any between two steps. */
async function unsaidRedaction(tx: EntityManager): Promise<AuditFault | null> {
  const [found] = await tx.query(
    `SELECT b.entry_id AS "entryId" FROM (
       SELECT batch_id, min(entry_id::text) AS entry_id, ${batchDigest} AS digest FROM audit_redaction GROUP BY batch_id) b
     LEFT JOIN audit_entry e ON e.subject_id = b.batch_id AND e.action = '${redactAction}'
     WHERE e.id IS NULL OR e.after ->> 'digest' <> b.digest
     UNION ALL
     SELECT entry_id::text FROM (
       SELECT entry_id, before_digest, lag(after_digest) OVER (PARTITION BY entry_id ORDER BY step) AS previous
       FROM audit_redaction) s
     WHERE before_digest <> previous
     LIMIT 1`,
  );
  return found
    ? {
        seq: null,
        entryId: found.entryId,
        what: `Something was taken out of entry ${found.entryId}, and no entry says so.`,
      }
    : null;
}

/**
 * Looks for the first entry of the audit log that was edited, removed, put elsewhere or slipped in, and for a tail that is
 * missing. Run it in one transaction of REPEATABLE READ where others write meanwhile.
 * @param kept a head that was kept elsewhere
 * @returns null where every entry is as it was written
 */
export async function verifyAuditChain(tx: EntityManager, kept?: AuditHead): Promise<AuditFault | null> {
  const [fault]: LinkRow[] = await tx.query(`
    SELECT * FROM (
      SELECT seq, entry_id AS "entryId", previous_seq AS "previousSeq",
        CASE WHEN seq <> previous_seq + 1 THEN 'GAP'
             WHEN digest IS NULL THEN 'REMOVED'
             WHEN redacted_as <> digest THEN 'CHANGED'
             WHEN hash <> audit_hash(previous, seq, coalesce(written_as, digest)) THEN 'CHANGED' END AS fault
      FROM (
        SELECT l.seq, l.entry_id, l.hash, CASE WHEN e.id IS NOT NULL THEN audit_digest(e) END AS digest,
          x.written_as, x.redacted_as,
          lag(l.hash, 1, sha256('accrue audit log')) OVER (ORDER BY l.seq) AS previous,
          lag(l.seq, 1, 0::bigint) OVER (ORDER BY l.seq) AS previous_seq
        FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
        LEFT JOIN (
          SELECT entry_id, (array_agg(before_digest ORDER BY step))[1] AS written_as,
            (array_agg(after_digest ORDER BY step DESC))[1] AS redacted_as
          FROM audit_redaction GROUP BY entry_id) x ON x.entry_id = l.entry_id) chain) checked
    WHERE fault IS NOT NULL ORDER BY seq LIMIT 1`);
  if (fault) {
    const seq = Number(fault.seq);
    const { entryId } = fault;
    if (fault.fault === "GAP") {
      const first = Number(fault.previousSeq) + 1;
      const missing = first === seq - 1 ? `Entry ${first} is` : `Entries ${first} to ${seq - 1} are`;
      return { seq: first, entryId: null, what: `${missing} missing.` };
    }
    const was = fault.fault === "REMOVED" ? "was removed" : "was changed, or stands where another stood";
    return { seq, entryId, what: `Entry ${seq} (${entryId}) ${was}.` };
  }
  const [last] = await tx.query("SELECT seq, encode(hash, 'hex') AS hash FROM audit_link ORDER BY seq DESC LIMIT 1");
  const head = await auditHead(tx);
  const linked = Number(last?.seq ?? 0);
  if (linked < head.seq || (last && last.hash !== head.hash))
    return { seq: linked + 1, entryId: null, what: `The log ends at entry ${linked}, but ${head.seq} were written.` };
  const [loose] = await tx.query(
    `SELECT e.id FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
     ORDER BY e.at, e.id LIMIT 1`,
  );
  if (loose) return { seq: null, entryId: loose.id, what: `Entry ${loose.id} was slipped in beside the chain.` };
  const unsaid = await unsaidRedaction(tx);
  if (unsaid) return unsaid;
  // Before the first entry there was nothing to keep.
  if (!kept || kept.seq === 0) return null;
  const [then] = await tx.query("SELECT encode(hash, 'hex') AS hash FROM audit_link WHERE seq = $1", [kept.seq]);
  if (then?.hash === kept.hash) return null;
  const what = then
    ? `The log was written anew: entry ${kept.seq} had another hash when this head was kept.`
    : `The log ends at entry ${linked}, but ${kept.seq} stood in it when this head was kept.`;
  return { seq: then ? null : linked + 1, entryId: null, what };
}
