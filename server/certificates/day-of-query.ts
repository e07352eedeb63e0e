import { isDate } from "../conferences/schedule/wall-time.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";

/**
 * A day of an address's query; null where it is not given.
 * @throws BAD_INPUT for anything else
 */
export function dayOfQuery(value: unknown, field: string): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value === "string" && isDate(value)) return value;
  throw new DomainError(ErrorCode.BAD_INPUT, "certificates.noDay", { field });
}
