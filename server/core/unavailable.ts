import type { Config } from "./config.ts";
import { DomainError, ErrorCode } from "./errors.ts";

/** How soon it is worth asking again, in seconds. */
export const retryAfterSeconds = 2;

const systemCodes = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND"];

/** What the driver says of a connection that is lost, and the pool of one that it cannot get, has no code. */
const sentences =
  /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered a connection error|Query runner already released|Database connection provided by a query runner was already released)/;

/**
 * Whether the database could not be asked: it is down, it is starting or stopping (SQLSTATE 57P01 to 57P05), the connection broke
 * (class 08), or it has no room for another one (53300).
 */
export function isUnavailable(error: unknown): boolean {
  const cause = ((error as { driverError?: unknown })?.driverError ?? error) as { code?: unknown; message?: unknown };
  const code = String(cause?.code ?? "");
  return systemCodes.includes(code) || /^(08...|57P0[1-5]|53300)$/.test(code) || sentences.test(String(cause?.message));
}

/**
 * How the log tells of it. The sandbox's database is put aside every night, and whoever is connected loses the connection: nobody is to look
 * into that.
 */
export const levelOfOutage = ({ sandbox }: Pick<Config, "sandbox">): "warn" | "info" => (sandbox ? "info" : "warn");

/** The refusal for it. A change that was under way may have been made or not: who sent it with an `Idempotency-Key` may ask again. */
export const unavailable = (): DomainError =>
  new DomainError(ErrorCode.UNAVAILABLE, "core.databaseUnavailable", { retryAfterSeconds });
