import type { EntityManager } from "typeorm";
import { entryOf } from "../../../packages/log/certificate-event.ts";
import { type Checkpoint, readCheckpoint } from "../../../packages/log/checkpoint.ts";
import { foldHashes, leafHash, nodeHash, Tree, tileWidth } from "../../../packages/log/merkle.ts";
import { checkSignature } from "../../../packages/log/signed-note.ts";
import { type FileStore, ObjectMissingError, StoreAwayError } from "../../core/storage/file-store.ts";
import { type Away, BytesChangedError, fetchOpened } from "../../core/storage/kept-bytes.ts";
import { SigningKey } from "../credentials/signing-key.entity.ts";
import { CertificateLog, CertificateLogCheckpoint } from "./certificate-log.entity.ts";
import { type EventRow, eventColumns, eventOf, hashesOf, latestCheckpoint, logKeyOf } from "./read-log.ts";

/** Entries that are read at once: the leaves of whole tiles. */
const batch = tileWidth * 40;

/**
 * Holds the logs against the database, all of it: each entry against the tree, the tree against every head that was signed, and what the
 * entries say against the certificates. Run it in one transaction of REPEATABLE READ.
 * @param files whether the bytes of every PDF are read as well
 * @param store where those are that aren't in the database
 * @returns each fault, in a sentence; none where all is as it was said
 */
export async function* checkLog(
  tx: EntityManager,
  files: boolean,
  store: FileStore | null = null,
): AsyncGenerator<string> {
  const keys = await tx.find(SigningKey);
  for (const log of await tx.find(CertificateLog, { order: { number: "ASC" } })) yield* checkTree(tx, log, keys);
  yield* checkCertificates(tx);
  if (files) yield* checkPdfs(tx, store);
}

/**
 * Holds a log against a head that was kept elsewhere, where nobody who writes this database could change it: the log that is here must
 * extend it. Run it beside `checkLog`, which holds the tree against its own leaves.
 * @param kept the head as it was signed, or text around it such as the mail that brought it
 * @returns each fault, in a sentence; none where the log extends it
 */
export async function* checkKeptHead(tx: EntityManager, kept: string): AsyncGenerator<string> {
  const logs = await tx.find(CertificateLog, { order: { number: "ASC" } });
  const lines = kept.split(/\r?\n/).map((line) => line.trimEnd());
  const found = logs.flatMap((log) => headsIn(lines, log.origin).map((head) => ({ log, head })));
  if (found.length === 0) {
    yield `No head of ${logs.map(({ origin }) => origin).join(" or of ") || "a log"} is in the file.`;
    return;
  }
  const keys = await tx.find(SigningKey);
  for (const { log, head } of found) {
    const called = `The head of ${head.size} entries of ${log.origin} that was kept`;
    if (!keys.some((key) => checkSignature(head.note, logKeyOf(log, key.publicKey)).outcome === "holds")) {
      yield `${called} is signed by no key of this server.`;
      continue;
    }
    const latest = await latestCheckpoint(tx, log.number);
    if ((latest?.size ?? 0) < head.size) {
      yield `${called} knows more than the log, which has ${latest?.size ?? 0}.`;
      continue;
    }
    const root = await new Tree(hashesOf(tx, log.number)).root(head.size).catch(() => null);
    if (!root?.equals(head.root)) yield `${called} is not extended by the log: it was written anew.`;
  }
}

/** Each head of a log among the lines of a text: from its name to the last line of a signature. */
function headsIn(lines: readonly string[], origin: string): Checkpoint[] {
  return lines.flatMap((line, at) => {
    if (line !== origin) return [];
    const gap = lines.indexOf("", at);
    const end = lines.findIndex((each, i) => i > gap && !each.startsWith("\u2014 "));
    const head = readCheckpoint(`${lines.slice(at, end < 0 ? lines.length : end).join("\n")}\n`);
    return head ? [head] : [];
  });
}

/** Roots of complete trees from the left, the largest first: together they are the tree so far. */
class Growing {
  readonly #roots: { leaves: number; hash: Buffer }[] = [];

  add(leaf: Buffer): void {
    let last = { leaves: 1, hash: leaf };
    for (let left = this.#roots.at(-1); left?.leaves === last.leaves; left = this.#roots.at(-1)) {
      this.#roots.pop();
      last = { leaves: left.leaves * 2, hash: nodeHash(left.hash, last.hash) };
    }
    this.#roots.push(last);
  }

  get root(): Buffer | undefined {
    const [last, ...others] = this.#roots.toReversed();
    return others.reduce((right, { hash }) => nodeHash(hash, right), last?.hash as Buffer);
  }
}

const hashesIn = (tile: Buffer): Buffer[] =>
  Array.from({ length: tile.length / 32 }, (_, i) => tile.subarray(i * 32, (i + 1) * 32));

async function* checkTree(tx: EntityManager, log: CertificateLog, keys: readonly SigningKey[]): AsyncGenerator<string> {
  const heads = await tx.find(CertificateLogCheckpoint, { where: { log: log.number }, order: { size: "ASC" } });
  const signed = Number(heads.at(-1)?.size ?? 0);
  const growing = new Growing();
  let next = 0;
  /** Hashes of the full tiles of a level. */
  let above: Buffer[] = [];
  for (let from = 0; from < signed; from += batch) {
    const rows: (EventRow & { position: string })[] = await tx.query(
      `SELECT ${eventColumns}, position FROM certificate_log_entry WHERE log = $1 AND position >= $2 AND position < $3 ORDER BY position`,
      [log.number, from, from + batch],
    );
    const tiles: { number: string; hashes: Buffer }[] = await tx.query(
      `SELECT number, hashes FROM certificate_log_tile WHERE log = $1 AND level = 0 AND number >= $2 AND number < $3 ORDER BY number`,
      [log.number, from / tileWidth, (from + batch) / tileWidth],
    );
    const entries = new Map(rows.map((row) => [Number(row.position), row]));
    const leaves = new Map(
      tiles.flatMap(({ number, hashes }) =>
        hashesIn(hashes).map((hash, i): [number, Buffer] => [Number(number) * tileWidth + i, hash]),
      ),
    );
    for (let at = from; at < Math.min(from + batch, signed); at++) {
      const entry = entries.get(at);
      const expected = entry && leafHash(entryOf(eventOf(entry)));
      const leaf = leaves.get(at);
      if (!entry) yield `The entry at place ${at} of ${log.origin} is missing.`;
      else if (!leaf) yield `The tree of ${log.origin} has nothing at place ${at}, where ${entry.number} stands.`;
      else if (!expected?.equals(leaf))
        yield `The entry at place ${at} of ${log.origin} (${entry.number}, ${entry.event}) is not what was entered there.`;
      growing.add(leaf ?? expected ?? Buffer.alloc(32));
      const head = heads[next];
      if (Number(head?.size) !== at + 1) continue;
      next++;
      const checkpoint = readCheckpoint(head?.note ?? "");
      const outcomes = keys.map(
        (key) => checkpoint && checkSignature(checkpoint.note, logKeyOf(log, key.publicKey)).outcome,
      );
      if (checkpoint?.origin !== log.origin || checkpoint.size !== at + 1 || !outcomes.includes("holds"))
        yield `The head of ${at + 1} entries of ${log.origin} is not one that was signed.`;
      else if (!growing.root?.equals(checkpoint.root))
        yield `The tree of ${log.origin} is another than the head of ${at + 1} entries says.`;
    }
    for (const { hashes } of tiles) if (hashes.length === tileWidth * 32) above.push(foldHashes(hashesIn(hashes)));
  }
  for (let level = 1; above.length > 0; level++) {
    const tiles: { number: string; hashes: Buffer }[] = await tx.query(
      "SELECT number, hashes FROM certificate_log_tile WHERE log = $1 AND level = $2 ORDER BY number",
      [log.number, level],
    );
    if (!Buffer.concat(tiles.map(({ hashes }) => hashes)).equals(Buffer.concat(above)))
      yield `The tree of ${log.origin} is not made of its own leaves, on level ${level}.`;
    above = tiles
      .filter(({ hashes }) => hashes.length === tileWidth * 32)
      .map(({ hashes }) => foldHashes(hashesIn(hashes)));
  }
  const [{ behind }] = await tx.query(
    "SELECT count(*)::int AS behind FROM certificate_log_entry WHERE log = $1 AND position >= $2",
    [log.number, signed],
  );
  if (behind > 0) yield `${behind} entries of ${log.origin} stand behind its last head.`;
}

/** The first event of each kind that the logs tell of a certificate. */
const told = (event: string, certificate: string) =>
  `(SELECT e FROM certificate_log_entry e WHERE e.certificate_id = ${certificate} AND e.event = '${event}' ORDER BY e.place LIMIT 1)`;

/** Where certificates, and credentials, are not what the logs say of them: SQL that finds `number` and `what`. */
const differences = [
  `SELECT c.number, 'is in no log' AS what FROM certificate c WHERE ${told("issued", "c.id")} IS NULL`,
  `SELECT e.number, 'stands in a log twice' FROM certificate_log_entry e GROUP BY e.log, e.certificate_id, e.number, e.event HAVING count(*) > 1`,
  `SELECT c.number, 'has another number or PDF than was entered' FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
   JOIN certificate_log_entry e ON e.certificate_id = c.id AND e.event IN ('issued', 'superseded', 'revoked')
   WHERE (e.number, e.sha256) IS DISTINCT FROM (c.number, f.sha256)`,
  `SELECT c.number, 'ended, and no log says so' FROM certificate c
   WHERE c.status <> 'ISSUED' AND NOT EXISTS (SELECT FROM certificate_log_entry e WHERE e.certificate_id = c.id AND e.event = lower(c.status))`,
  `SELECT DISTINCT c.number, 'holds, though a log says that it ended' FROM certificate c JOIN certificate_log_entry e ON e.certificate_id = c.id
   WHERE c.status = 'ISSUED' AND e.event IN ('superseded', 'revoked', 'removed')`,
  `SELECT DISTINCT e.number, 'is gone, and no log says so' FROM certificate_log_entry e
   WHERE NOT EXISTS (SELECT FROM certificate c WHERE c.id = e.certificate_id)
     AND NOT EXISTS (SELECT FROM certificate_log_entry r WHERE r.certificate_id = e.certificate_id AND r.event = 'removed')`,
  `SELECT c.number, 'has another credential than was entered' FROM certificate_credential d JOIN certificate c ON c.id = d.certificate_id
   WHERE NOT EXISTS (SELECT FROM certificate_log_entry e WHERE e.certificate_id = c.id AND e.event = 'credential'
     AND e.sha256 = sha256(convert_to(d.document, 'UTF8')))`,
];

async function* checkCertificates(tx: EntityManager): AsyncGenerator<string> {
  for (const sql of differences) {
    const found: { number: string; what: string }[] = await tx.query(
      `SELECT number, what FROM (${sql}) found (number, what) ORDER BY number`,
    );
    for (const { number, what } of found) yield `The certificate ${number} ${what}.`;
  }
}

/** Reads every PDF, in the database and outside. */
async function* checkPdfs(tx: EntityManager, store: FileStore | null): AsyncGenerator<string> {
  const found: { number: string }[] = await tx.query(
    `SELECT c.number FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE sha256(f.content) <> f.sha256 ORDER BY c.number`,
  );
  for (const { number } of found) yield `The PDF of the certificate ${number} is not what was stored.`;
  const outside: ({ number: string } & Away)[] = await tx.query(
    `SELECT c.number, f.id, f.object_name AS name, encode(f.object_key, 'hex') AS key, encode(f.sha256, 'hex') AS sha256
     FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE f.content IS NULL ORDER BY c.number`,
  );
  for (const { number, ...away } of outside)
    try {
      if (!store) throw new StoreAwayError("S3_URL is not set.");
      await fetchOpened(store, away);
    } catch (error) {
      if (error instanceof StoreAwayError)
        yield `The PDF of the certificate ${number} could not be read: ${error.message}`;
      else if (error instanceof ObjectMissingError) yield `The PDF of the certificate ${number} is not in the store.`;
      else if (error instanceof BytesChangedError) yield `The PDF of the certificate ${number} is not what was stored.`;
      else throw error;
    }
}
