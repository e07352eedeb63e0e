import { DomainError, ErrorCode } from "../core/errors.ts";

/** What mail can be sent to: one @, a domain with a dot, no spaces or control characters. RFC 5321 sets the lengths. */
const emailAddress = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]+\.[^\s@<>()[\]\\,;:"\p{Cc}.]{2,}$/u;

/**
 * An e-mail address as it is stored and compared: trimmed and in lower case.
 * @throws BAD_INPUT where mail cannot go there
 */
export function readEmailAddress(given: string): string {
  const address = given.trim().toLowerCase();
  if (address.length > 254 || !emailAddress.test(address))
    throw new DomainError(ErrorCode.BAD_INPUT, "accounts.giveAddress", { field: "email" });
  return address;
}
