import { dictionary } from "@zxcvbn-ts/language-common";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import { isBreached } from "./breached-passwords.ts";

/** In characters as people count them. OWASP ASVS 5.0, 6.2.1 and 6.2.9, asks for at least 8 and for 64 to be taken. */
const minimumLength = 10;
const maximumLength = 128;

/** Fewer beside what everybody knows are no secret. */
const fewCharacters = 5;

/** The commonest 49,000 or so, of any length. What is added is what somebody here would think of. */
const commonPasswords = new Set([...dictionary["passwords-common"], "accrue1234", "accrueaccrue"]);

/** Whether it is a common password, or one with a few characters before or after it, as a year. */
function isCommon(password: string): boolean {
  for (let more = 0; more < fewCharacters; more++)
    if (commonPasswords.has(password.slice(more)) || commonPasswords.has(password.slice(0, password.length - more)))
      return true;
  return false;
}

/** What Accrue is about, which whoever guesses here thinks of first. OWASP ASVS 5.0, 6.1.2 and 6.2.11. */
const contextWords =
  /accrue|accreditor|attendee|certificate|conference|continuing|credits?|education|member|password|provider|transcript/g;

/** Keys in a row, forwards and backwards: pieces of these are no password. */
const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"];
const runs = rows.flatMap((row) => [row, [...row].reverse().join("")]);

/** The accreditor's own: the words of its name, their initials, and what it calls a member's number. */
async function accreditorWords({ db }: Pick<Context, "db">): Promise<string[]> {
  const [{ name, label }] = await db.query(
    "SELECT accreditor_name AS name, member_id_label AS label FROM accreditor_settings",
  );
  const words: string[] = `${name} ${label}`.match(/\p{L}{3,}/gu) ?? [];
  const initials = (name.match(/\p{L}+/gu) ?? []).map((word: string) => word.match(/^\p{Lu}/u)?.[0] ?? "").join("");
  // The longest first: one may stand in another.
  return [...words, ...(initials.length > 2 ? [initials] : [])]
    .map((word) => word.toLowerCase())
    .sort((one, other) => other.length - one.length);
}

/** Whether little is left without those words, digits and signs; what has none of them is no matter of this. */
function isOfContext(plain: string, words: string[]): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), plain.replace(contextWords, ""));
  return rest !== plain && rest.replace(/\P{L}/gu, "").length < fewCharacters;
}

/**
 * Takes any password that is long enough, not among the first that a guesser tries, and not known to be stolen. No rule asks for kinds of
 * characters.
 * @throws WEAK_PASSWORD
 */
export async function assertGoodPassword(
  { config, db }: Pick<Context, "config" | "db">,
  password: string,
  address: string,
  field = "password",
): Promise<void> {
  const refuse = (said: Message): never => {
    throw new DomainError(ErrorCode.WEAK_PASSWORD, said, { field });
  };
  const characters = [...password];
  if (characters.length < minimumLength) refuse(say("accounts.passwordTooShort", { minimum: minimumLength }));
  if (characters.length > maximumLength) refuse(say("accounts.passwordTooLong", { maximum: maximumLength }));
  const plain = password.toLowerCase();
  const [local = ""] = address.toLowerCase().split("@");
  if (
    isCommon(plain) ||
    new Set(characters).size < 4 ||
    runs.some((run) => run.includes(plain)) ||
    isOfContext(plain, await accreditorWords({ db })) ||
    plain.includes(address.toLowerCase()) ||
    (local.length >= 5 && plain.replaceAll(local, "").length < fewCharacters)
  )
    refuse(say("accounts.passwordGuessed"));
  const { breachedPasswordsFile } = config;
  if (breachedPasswordsFile && (await isBreached(breachedPasswordsFile, password)))
    refuse(say("accounts.passwordBreached"));
}
