import { DomainError, ErrorCode } from "../core/errors.ts";

/** In characters as people count them. OWASP ASVS 5.0, 6.2.1 and 6.2.9, asks for at least 8 and for 64 to be taken. */
const minimumLength = 10;
const maximumLength = 128;

/** Long enough for the rule above, and still what a guesser tries first. */
const commonPasswords = new Set(
  `1234567890 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc abcdefghij administrator asdfghjkl; changeme123 football123
  iloveyou123 letmein123 letmeinnow liverpool1 manchester mypassword mypassword1 password01 password10 password11
  password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 princess123 q1w2e3r4t5 qazwsxedcrfv
  qwerty1234 qwerty12345 qwertyuiop qwertyuiop123 sunshine123 superman123 trustno1trustno1 welcome123 welcome1234
  zaq12wsxcde3 zxcvbnm123 accrue1234 accrue12345 accrueaccrue`.split(/\s+/),
);

/** Keys in a row, forwards and backwards: pieces of these are no password. */
const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"];
const runs = rows.flatMap((row) => [row, [...row].reverse().join("")]);

/**
 * Takes any password that is long enough and not among the first that a guesser tries. No rule asks for kinds of characters.
 * @throws WEAK_PASSWORD
 */
export function assertGoodPassword(password: string, address: string, field = "password"): void {
  const refuse = (message: string): never => {
    throw new DomainError(ErrorCode.WEAK_PASSWORD, message, { field });
  };
  const characters = [...password];
  if (characters.length < minimumLength) refuse(`Choose a password of at least ${minimumLength} characters.`);
  if (characters.length > maximumLength) refuse(`Choose a password of at most ${maximumLength} characters.`);
  const plain = password.toLowerCase();
  const [local = ""] = address.toLowerCase().split("@");
  if (
    commonPasswords.has(plain) ||
    new Set(characters).size < 4 ||
    runs.some((run) => run.includes(plain)) ||
    plain.includes(address.toLowerCase()) ||
    (local.length >= 5 && plain.replaceAll(local, "").length < 5)
  )
    refuse(
      "This password is easily guessed. Choose another, for example four words that have nothing to do with each other.",
    );
}
