import type { EntityManager } from "typeorm";
import { entryOf } from "../../../packages/log/certificate-event.ts";
import { checkpointText } from "../../../packages/log/checkpoint.ts";
import { foldHashes, leafHash, Tree, tileWidth } from "../../../packages/log/merkle.ts";
import { signNote } from "../../../packages/log/signed-note.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { heldSince } from "../../core/hold.ts";
import { advisoryLocks } from "../../core/locks.ts";
import { isTrial } from "../../core/rehearsal.ts";
import { keyInForce } from "../credentials/signing-keys.ts";
import { CertificateLog } from "./certificate-log.entity.ts";
import { type EventRow, eventColumns, eventOf, hashesOf, latestLog, logKeyOf } from "./read-log.ts";

/** How many events get their places in one transaction. */
const batch = 10_000;

/**
 * Gives every committed event that waits its place in the log, and signs the head that they make. Nobody who issues or ends a certificate
 * waits for it. One at a time does so; what was begun and not committed, the next one does. While a restored backup is held nothing is said:
 * whoever has seen more would have to think that it was taken back.
 */
export async function appendLog(ctx: Context): Promise<void> {
  // What is tried stands in no log.
  if (isTrial(ctx.config)) return;
  if (await heldSince(ctx)) return;
  for (;;) {
    const [{ waiting }] = await ctx.db.query(
      "SELECT EXISTS (SELECT FROM certificate_log_entry WHERE position IS NULL) AS waiting",
    );
    if (!waiting) return;
    await inTransaction({ ...ctx, request: { ...ctx.request, idempotent: null } }, (tx) => appendBatch(tx, ctx));
  }
}

/** The log that goes on. The first one begins when there is something to say. */
async function openLog(tx: EntityManager, ctx: Context): Promise<CertificateLog> {
  const open = await latestLog(tx);
  return open && !open.endedAt ? open : beginLog(tx, ctx, (open?.number ?? 0) + 1);
}

/** Begins a log; the one before it has ended. */
export function beginLog(tx: EntityManager, ctx: Context, number: number): Promise<CertificateLog> {
  const origin = `${new URL(ctx.config.publicUrl).host}/log/${number}`;
  return tx.save(tx.create(CertificateLog, { number, origin, beganAt: ctx.now(), endedAt: null }));
}

async function appendBatch(tx: EntityManager, ctx: Context): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.certificateLog]);
  const log = await openLog(tx, ctx);
  const waiting: EventRow[] = await tx.query(
    `SELECT ${eventColumns} FROM certificate_log_entry WHERE position IS NULL ORDER BY place LIMIT ${batch}`,
  );
  if (waiting.length === 0) return;
  const [{ size }] = await tx.query(
    "SELECT coalesce(max(size), 0) AS size FROM certificate_log_checkpoint WHERE log = $1",
    [log.number],
  );
  const begin = Number(size);
  const end = begin + waiting.length;
  await tx.query(
    `UPDATE certificate_log_entry e SET log = $1, position = $2 + n.i - 1
     FROM unnest($3::bigint[]) WITH ORDINALITY n (place, i) WHERE e.place = n.place`,
    [log.number, begin, waiting.map(({ place }) => place)],
  );
  await addLeaves(
    tx,
    log.number,
    begin,
    waiting.map((row) => leafHash(entryOf(eventOf(row)))),
  );
  const root = await new Tree(hashesOf(tx, log.number)).root(end);
  const text = checkpointText(log.origin, { size: end, root });
  const { publicKey, privateKey } = await keyInForce(tx, ctx);
  await tx.query("INSERT INTO certificate_log_checkpoint (log, size, note, made_at) VALUES ($1, $2, $3, $4)", [
    log.number,
    end,
    `${text}\n${signNote(text, logKeyOf(log, publicKey), privateKey)}`,
    ctx.now(),
  ]);
}

/** Adds hashes behind those that a level has, and what full tiles come to on the level above. */
async function addLeaves(tx: EntityManager, log: number, from: number, leaves: readonly Buffer[]): Promise<void> {
  let added = leaves;
  for (let [level, begin] = [0, from]; added.length > 0; level++) {
    const first = Math.floor(begin / tileWidth);
    const [last] = await tx.query("SELECT hashes FROM certificate_log_tile WHERE (log, level, number) = ($1, $2, $3)", [
      log,
      level,
      first,
    ]);
    const kept = begin % tileWidth;
    const bytes = Buffer.concat([...(kept > 0 ? [last.hashes] : []), ...added]);
    const tileBytes = tileWidth * 32;
    const tiles = Array.from({ length: Math.ceil(bytes.length / tileBytes) }, (_, i) =>
      bytes.subarray(i * tileBytes, (i + 1) * tileBytes),
    );
    await tx.query(
      `INSERT INTO certificate_log_tile (log, level, number, hashes)
       SELECT $1, $2, $3 + i - 1, hashes FROM unnest($4::bytea[]) WITH ORDINALITY t (hashes, i)
       ON CONFLICT (log, level, number) DO UPDATE SET hashes = excluded.hashes`,
      [log, level, first, tiles],
    );
    added = tiles
      .filter((tile) => tile.length === tileBytes)
      .map((tile) => foldHashes(Array.from({ length: tileWidth }, (_, i) => tile.subarray(i * 32, (i + 1) * 32))));
    begin = first;
  }
}
