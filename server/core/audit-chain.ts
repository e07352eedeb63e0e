import type { EntityManager } from "typeorm";

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
             WHEN hash <> audit_hash(previous, seq, digest) THEN 'CHANGED' END AS fault
      FROM (
        SELECT l.seq, l.entry_id, l.hash, CASE WHEN e.id IS NOT NULL THEN audit_digest(e) END AS digest,
          lag(l.hash, 1, sha256('accrue audit log')) OVER (ORDER BY l.seq) AS previous,
          lag(l.seq, 1, 0::bigint) OVER (ORDER BY l.seq) AS previous_seq
        FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id) chain) checked
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
  // Before the first entry there was nothing to keep.
  if (!kept || kept.seq === 0) return null;
  const [then] = await tx.query("SELECT encode(hash, 'hex') AS hash FROM audit_link WHERE seq = $1", [kept.seq]);
  if (then?.hash === kept.hash) return null;
  const what = then
    ? `The log was written anew: entry ${kept.seq} had another hash when this head was kept.`
    : `The log ends at entry ${linked}, but ${kept.seq} stood in it when this head was kept.`;
  return { seq: then ? null : linked + 1, entryId: null, what };
}
