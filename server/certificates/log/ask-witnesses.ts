import { readCount } from "../../../packages/log/checkpoint.ts";
import { Tree } from "../../../packages/log/merkle.ts";
import { checkSignature, readNote } from "../../../packages/log/signed-note.ts";
import type { LogWitness } from "../../core/config.ts";
import type { Context } from "../../core/context.ts";
import { heldSince } from "../../core/hold.ts";
import { log } from "../../core/log.ts";
import { hashesOf } from "./read-log.ts";

/** How long a witness has for its answer, in milliseconds, and how much of it is read. */
const answerMs = 10_000;
const answerBytes = 64 * 1024;

interface Head {
  log: number;
  size: number;
  note: string;
}

interface Answer {
  status: number;
  text: string;
}

/** Posts what a witness takes (c2sp.org/tlog-witness). Null: it did not answer. */
async function post({ url }: LogWitness, body: string): Promise<Answer | null> {
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: "POST",
      body,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      redirect: "error",
      signal: AbortSignal.timeout(answerMs),
    });
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > answerBytes) return null;
      parts.push(part);
    }
    return { status: response.status, text: Buffer.concat(parts).toString("utf8") };
  } catch (error) {
    log.warn({ err: error }, "A witness of the certificates' log does not answer.");
    return null;
  }
}

/**
 * Has every witness of the settings sign the latest head. One that has seen more than there is, or something else, refuses: that is what it
 * is there for, and stands in the log at once. While a restored backup is held nobody is asked.
 */
export async function askWitnesses(ctx: Context): Promise<void> {
  if (await heldSince(ctx)) return;
  const [row] = await ctx.db.query(
    `SELECT c.log, c.size, c.note FROM certificate_log_checkpoint c JOIN certificate_log l ON l.number = c.log
     WHERE l.ended_at IS NULL ORDER BY c.size DESC LIMIT 1`,
  );
  if (!row) return;
  const head: Head = { ...row, size: Number(row.size) };
  await Promise.all(ctx.config.logWitnesses.map((witness) => ask(ctx, witness, head)));
}

async function ask(ctx: Context, witness: LogWitness, head: Head): Promise<void> {
  const { name } = witness.key;
  const [known] = await ctx.db.query("SELECT size FROM certificate_log_witness WHERE (log, name) = ($1, $2)", [
    head.log,
    name,
  ]);
  if (Number(known?.size ?? -1) === head.size) return;
  const submit = async (from: number): Promise<Answer | null> => {
    const proof = await new Tree(hashesOf(ctx.db, head.log)).consistency(from, head.size);
    return post(witness, [`old ${from}`, ...proof.map((hash) => hash.toString("base64")), "", head.note].join("\n"));
  };
  let answer = await submit(Number(known?.size ?? 0));
  // It remembers more or less than we do.
  const seen = answer?.status === 409 ? readCount(answer.text.trim()) : null;
  if (seen !== null && seen <= head.size) answer = await submit(seen);
  if (!answer) return;
  if (answer.status !== 200) return refused(ctx, name, head, answer.status, seen);
  const signed = readNote(head.note + answer.text);
  const found = signed && checkSignature(signed, witness.key);
  if (found?.outcome !== "holds") {
    log.error({ witness: name }, "A witness of the certificates' log answered with a signature that is not its own.");
    return;
  }
  await ctx.db.transaction(async (tx) => {
    await tx.query(
      `UPDATE certificate_log_checkpoint SET cosignatures = cosignatures || $3::text
       WHERE log = $1 AND size = $2 AND NOT cosignatures @> ARRAY[$3::text]`,
      [head.log, head.size, answer.text],
    );
    await tx.query(
      `INSERT INTO certificate_log_witness (log, name, size) VALUES ($1, $2, $3)
       ON CONFLICT (log, name) DO UPDATE SET size = greatest(certificate_log_witness.size, excluded.size), refused_at = NULL`,
      [head.log, name, head.size],
    );
  });
}

async function refused(ctx: Context, name: string, head: Head, status: number, seen: number | null): Promise<void> {
  const facts = { witness: name, log: head.log, size: head.size, status, ...(seen !== null && { seen }) };
  if (seen === null && status !== 422) {
    log.warn(facts, "A witness of the certificates' log refused its head.");
    return;
  }
  log.error(facts, "A witness has seen another log of certificates than this one: docs/operate.md says what to do.");
  await ctx.db.query(
    `INSERT INTO certificate_log_witness (log, name, size, refused_at) VALUES ($1, $2, 0, $3)
     ON CONFLICT (log, name) DO UPDATE SET refused_at = coalesce(certificate_log_witness.refused_at, excluded.refused_at)`,
    [head.log, name, ctx.now()],
  );
}
