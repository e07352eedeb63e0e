import { createHash, createHmac } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { GraphQLSchema } from "graphql";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { idempotencyHours } from "../core/idempotent-request.entity.ts";
import { log } from "../core/log.ts";
import { type Message, say } from "../core/messages/message.ts";
import { countedAs } from "../core/viewer.ts";
import { sendRefusal } from "./refusals.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** After so long without an answer the first request is taken for lost with its server, and may be sent again. */
const abandonedMinutes = 15;

const maximumKeyLength = 255;

/** Whether a document asks for something that is shown once, and so not kept: a name that stands in it, wherever, will do. */
const asksForSecrets = (schema: GraphQLSchema, document: string): boolean =>
  Object.values(schema.getMutationType()?.getFields() ?? {}).some(
    ({ name, extensions }) => extensions.shownOnce && new RegExp(`\\b${name}\\b`).test(document),
  );

interface Stored {
  fingerprint: Buffer;
  status: number | null;
  body: string | null;
  carried_out: boolean;
  created_at: Date;
}

/** While the database does not answer, a key that may be used again waits until it does. */
function forgetLater(forget: () => Promise<unknown>, triesLeft = abandonedMinutes * 60): void {
  if (triesLeft > 0) setTimeout(() => void forget().catch(() => forgetLater(forget, triesLeft - 1)), 1_000).unref();
}

/**
 * A digest of what is asked: document, variables, and the bytes of a file, of which a digest stands among them. By the key, of which only a hash is
 * kept: nobody who reads the table finds by trying what was answered to a few questions.
 */
const fingerprintOf = (key: string, { query, operationName, variables }: Record<string, unknown>): Buffer =>
  createHmac("sha256", key)
    .update(JSON.stringify([query, operationName ?? null, variables ?? null]))
    .digest();

const refuse = (res: Response, code: ErrorCode, said: Message): void => sendRefusal(res, new DomainError(code, said));

/** How soon the first request may be done, in seconds. */
const askAgainSeconds = 1;

/** Between what a request changes and its answer, which is kept next, pass milliseconds: after so long, in seconds, that is lost. */
const answerSeconds = 60;

/** Why a request is not carried out whose key was seen before, though its answer cannot be given again. */
function conflict(stored: Stored | undefined, now: Date): DomainError {
  const code = ErrorCode.IDEMPOTENCY_CONFLICT;
  if (stored?.status) return new DomainError(code, "http.answerSecret", { reason: "SECRET" });
  if (stored?.carried_out && now.getTime() - stored.created_at.getTime() > answerSeconds * 1000)
    return new DomainError(code, "http.answerLost", { reason: "ANSWER_LOST" });
  return new DomainError(code, "http.firstUnderWay", { reason: "IN_PROGRESS", retryAfterSeconds: askAgainSeconds });
}

/**
 * Carries a mutation with an `Idempotency-Key` out once: the same request again gets the same answer, with the header
 * `Idempotent-Replayed`. Other parameters under the same key are refused with 422, and while the first request is under way the
 * second gets 409. An answer that says "fault on our side", "too many" or "show who you are" is not kept, so that the request can be repeated, unless it
 * had changed something already.
 */
export const idempotency =
  (base: Base, schema: GraphQLSchema): RequestHandler =>
  async (req, res, next) => {
    const key = req.headers["idempotency-key"];
    const body = (req.body ?? {}) as Record<string, unknown>;
    if (key === undefined || req.method !== "POST" || !/\bmutation\b/.test(String(body.query))) return next();
    const { viewer } = res.locals.ctx;
    const owner = countedAs(viewer);
    if (!owner) return refuse(res, ErrorCode.UNAUTHENTICATED, say("http.signInForKey"));
    if (typeof key !== "string" || key.length === 0 || key.length > maximumKeyLength)
      return refuse(res, ErrorCode.BAD_INPUT, say("http.keyLength", { maximum: maximumKeyLength }));

    const fingerprint = fingerprintOf(key, body);
    const row = [owner, createHash("sha256").update(key).digest()] as const;
    const abandoned = new Date(base.now().getTime() - abandonedMinutes * 60_000);
    const expired = new Date(base.now().getTime() - idempotencyHours * 3_600_000);
    const [mine] = await base.db.query(
      `INSERT INTO idempotent_request AS r (owner, key_hash, fingerprint, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (owner, key_hash) DO UPDATE SET
         fingerprint = excluded.fingerprint, created_at = excluded.created_at, status = NULL, body = NULL, carried_out = false
       WHERE r.created_at <= $6 OR (r.status IS NULL AND NOT r.carried_out AND r.created_at <= $5)
       RETURNING 1`,
      [...row, fingerprint, base.now(), abandoned, expired],
    );
    if (!mine) {
      const [stored]: Stored[] = await base.db.query(
        "SELECT fingerprint, status, body, carried_out, created_at FROM idempotent_request WHERE owner = $1 AND key_hash = $2",
        [...row],
      );
      if (stored && !stored.fingerprint.equals(fingerprint))
        return refuse(res, ErrorCode.IDEMPOTENCY_KEY_REUSED, say("http.keyReused"));
      if (!stored?.status || stored.body === null) return sendRefusal(res, conflict(stored, base.now()));
      res.status(stored.status).set("Idempotent-Replayed", "true").type("application/json").send(stored.body);
      return;
    }

    // A transaction that marks itself carried out keeps the key, whatever then becomes of the answer.
    const forget = () =>
      base.db.query("DELETE FROM idempotent_request WHERE owner = $1 AND key_hash = $2 AND NOT carried_out", [...row]);
    res.locals.ctx.request.idempotent = row;
    const send = res.send.bind(res);
    res.send = (answer: unknown) => {
      res.send = send;
      const text = String(answer);
      const passing =
        res.statusCode >= 500 || /"code":"(INTERNAL_ERROR|TOO_MANY_REQUESTS|STEP_UP_REQUIRED)"/.test(text);
      const kept = asksForSecrets(schema, String(body.query)) ? null : text;
      const settled = passing
        ? forget().catch(() => forgetLater(forget))
        : base.db.query("UPDATE idempotent_request SET status = $3, body = $4 WHERE owner = $1 AND key_hash = $2", [
            ...row,
            res.statusCode,
            kept,
          ]);
      // The answer goes out once it is kept: whoever repeats the request then gets the same. Where it could not be kept, the change
      // stands nevertheless, and who repeats it is told so.
      settled.catch((error) => log.warn({ err: error }, "An answer could not be kept.")).then(() => send(answer));
      return res;
    };
    next();
  };
