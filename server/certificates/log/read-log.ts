import type { EntityManager } from "typeorm";
import type { CertificateEvent, LoggedEvent } from "../../../packages/log/certificate-event.ts";
import { entryOf, eventText } from "../../../packages/log/certificate-event.ts";
import { showProof } from "../../../packages/log/log-proof.ts";
import { type ReadHashes, Tree, tileWidth } from "../../../packages/log/merkle.ts";
import { KeyType, type NoteKey, showKey } from "../../../packages/log/signed-note.ts";
import type { TilePlace } from "../../../packages/log/tile-path.ts";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { allKeys } from "../credentials/signing-keys.ts";
import { CertificateLog } from "./certificate-log.entity.ts";

type Database = Pick<EntityManager, "query">;

/** An event as `eventColumns` reads it. */
export interface EventRow extends LoggedEvent {
  place: string;
}

export const eventColumns = `place, event, number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  encode(sha256, 'hex') AS sha256, encode(salt, 'hex') AS salt`;

export const eventOf = ({ event, number, at, sha256, salt }: EventRow): LoggedEvent => ({
  event,
  number,
  at,
  sha256,
  salt,
});

/** The log that was begun last; null: there is none yet. */
export const latestLog = async (db: Pick<EntityManager, "find">): Promise<CertificateLog | null> =>
  (await db.find(CertificateLog, { order: { number: "DESC" }, take: 1 }))[0] ?? null;

/** A key of ours as it signs heads of a log. */
export const logKeyOf = ({ origin }: Pick<CertificateLog, "origin">, publicKey: string): NoteKey => ({
  name: origin,
  type: KeyType.NOTE,
  publicKey: Buffer.from(publicKey, "base64url"),
});

/** Hashes out of the tiles of a log, each tile read once. */
export function hashesOf(db: Database, log: number): ReadHashes {
  const kept = new Map<string, Promise<Buffer>>();
  const read = async (level: number, number: number): Promise<Buffer> => {
    const [tile] = await db.query("SELECT hashes FROM certificate_log_tile WHERE (log, level, number) = ($1, $2, $3)", [
      log,
      level,
      number,
    ]);
    return tile?.hashes ?? Buffer.alloc(0);
  };
  return async (level, from, count) => {
    const number = Math.floor(from / tileWidth);
    const key = `${level} ${number}`;
    const reading = kept.get(key) ?? read(level, number);
    kept.set(key, reading);
    const hashes = await reading;
    const first = from % tileWidth;
    if (hashes.length < (first + count) * 32) throw new Error(`The tile ${key} of the log ${log} is not whole.`);
    return Array.from({ length: count }, (_, i) => hashes.subarray((first + i) * 32, (first + i + 1) * 32));
  };
}

/** What others need to follow our logs: where each is, and the keys that sign its heads, those that were retired too. */
export interface LogOnShow {
  origin: string;
  url: string;
  keys: string[];
  /** Null: it goes on. ISO 8601. */
  endedAt: string | null;
}

export async function logsOnShow({ db, config }: Pick<Context, "db" | "config">): Promise<LogOnShow[]> {
  const logs = await db.manager.find(CertificateLog, { order: { number: "ASC" } });
  const keys = await allKeys(db);
  return logs.map((log) => ({
    origin: log.origin,
    url: `${config.publicUrl}/log/${log.number}`,
    keys: keys.map(({ publicKey }) => showKey(logKeyOf(log, publicKey))),
    endedAt: log.endedAt?.toISOString() ?? null,
  }));
}

interface CheckpointRow {
  size: number;
  /** With the lines of witnesses. */
  text: string;
}

/** The latest head of a log; where one holds the place `above`, the latest of these that a witness has signed goes first. Null: there is none. */
export async function latestCheckpoint(db: Database, log: number, above = -1): Promise<CheckpointRow | null> {
  const [row] = await db.query(
    `SELECT size, note || array_to_string(cosignatures, '') AS text FROM certificate_log_checkpoint
     WHERE log = $1 AND size = coalesce(
       ${above < 0 ? "" : "(SELECT max(size) FROM certificate_log_witness WHERE log = $1 AND size > $2),"}
       (SELECT max(size) FROM certificate_log_checkpoint WHERE log = $1 AND size > $2))`,
    [log, above],
  );
  return row ? { size: Number(row.size), text: row.text } : null;
}

/** The bytes of a tile, or of a bundle of entries; null where the log has no such one yet. */
export async function readTile(db: Database, log: number, { level, number, width }: TilePlace): Promise<Buffer | null> {
  if (level !== null) {
    const [tile] = await db.query(
      "SELECT substring(hashes FOR $4) AS hashes FROM certificate_log_tile WHERE (log, level, number) = ($1, $2, $3)",
      [log, level, number, width * 32],
    );
    return tile?.hashes.length === width * 32 ? tile.hashes : null;
  }
  const rows: EventRow[] = await db.query(
    `SELECT ${eventColumns} FROM certificate_log_entry WHERE log = $1 AND position >= $2 AND position < $3 ORDER BY position`,
    [log, number * tileWidth, number * tileWidth + width],
  );
  if (rows.length < width) return null;
  const length = Uint8Array.of(0, 32);
  return Buffer.concat(rows.flatMap((row) => [length, entryOf(eventOf(row))]));
}

/** An event of a certificate, and where the log has it. */
export interface ShownEvent {
  event: CertificateEvent;
  at: string;
  /** Null: the next checkpoint brings it. */
  position: number | null;
}

interface PlacedRow extends EventRow {
  log: number | null;
  position: string | null;
}

/** All that the logs say of the certificate with this code, in its order; null where there is no such code. */
async function eventsOf(db: Database, code: string): Promise<PlacedRow[]> {
  return db.query(
    `SELECT ${eventColumns}, log, position FROM certificate_log_entry
     WHERE certificate_id = (SELECT id FROM certificate WHERE verification_code = $1) ORDER BY place`,
    [code],
  );
}

/**
 * The proof that an event of a certificate stands in the log, as text to keep (c2sp.org/tlog-proof).
 * @param code without dashes
 * @returns null where there is no such event
 * @throws UNAVAILABLE where it waits for the next checkpoint
 */
export async function proofOf(
  { db }: Pick<Context, "db">,
  code: string,
  event: CertificateEvent,
): Promise<string | null> {
  const rows = await eventsOf(db, code);
  const row = rows.findLast((each) => each.event === event);
  if (!row) return null;
  const index = Number(row.position);
  const checkpoint = row.log === null ? null : await latestCheckpoint(db, row.log, index);
  if (row.log === null || !checkpoint)
    throw new DomainError(ErrorCode.UNAVAILABLE, "certificates.notLoggedYet", { retryAfterSeconds: 60 });
  const path = await new Tree(hashesOf(db, row.log)).inclusion(index, checkpoint.size);
  return showProof(Buffer.from(eventText(eventOf(row))), index, path, checkpoint.text);
}
