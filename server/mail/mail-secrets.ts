import type { Config } from "../core/config.ts";
import { demoIsOpen } from "../core/config.ts";
import type { Context } from "../core/context.ts";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { seal, sealKeyIn, unsealIn } from "../core/seal.ts";
import { type Mail, MailKind } from "./mail.entity.ts";

/** What only the recipient may read: who has it can act as them. */
export interface MailSecret {
  value: string;
  what: "link" | "code";
}

/** Somebody sits before a screen until these come, and has asked for them. */
export const awaited: ReadonlySet<MailKind> = new Set([MailKind.SIGN_UP, MailKind.EMAIL_CODE, MailKind.PASSWORD_RESET]);

/** Kinds of mails that carry a secret: they are not sent again, and not elsewhere; a new one is asked for. */
export const secretKinds: readonly MailKind[] = [
  MailKind.SIGN_UP,
  MailKind.EMAIL_CODE,
  MailKind.PASSWORD_RESET,
  MailKind.INVITATION,
  MailKind.EVALUATION,
];

const removed: Record<MailSecret["what"], Message> = { link: say("mail.linkRemoved"), code: say("mail.codeRemoved") };

/**
 * Takes secrets out of a text.
 * @param about what the mail is known by, so that what is sealed fits no other
 * @returns the text that may be shown, and what `openSecrets` puts back
 */
export function sealSecrets(
  config: Pick<Config, "secretsKey">,
  text: string,
  secrets: readonly MailSecret[],
  language: Language,
  about: string,
): Pick<Mail, "text" | "sealed"> {
  if (secrets.length === 0) return { text, sealed: null };
  const taken: [string, string][] = secrets.map(({ value, what }) => [sentence(removed[what], language), value]);
  const shown = taken.reduce((sofar, [words, value]) => sofar.replaceAll(value, () => words), text);
  return { text: shown, sealed: seal(sealKeyIn(config), Buffer.from(JSON.stringify(taken)), about) };
}

/**
 * The text as its recipient reads it. Throws where what is sealed cannot be opened.
 */
export function openSecrets(
  config: Pick<Config, "secretsKey" | "previousSecretsKey">,
  { text, sealed, dedupeKey }: Pick<Mail, "text" | "sealed" | "dedupeKey">,
): string {
  if (!sealed) return text;
  const taken: [string, string][] = JSON.parse(unsealIn(config, sealed, dedupeKey).toString());
  return taken.reduce((sofar, [words, value]) => {
    // Names that others chose stand before it.
    const at = sofar.lastIndexOf(words);
    return at < 0 ? sofar : sofar.slice(0, at) + value + sofar.slice(at + words.length);
  }, text);
}

/** Whether mail is for reading in the console: on one's own machine, where it goes nowhere else. There the small world's people have no other mailbox. */
export const hasLocalMailbox = (config: Config): boolean =>
  !config.sendgridApiKey && !config.smtp && demoIsOpen({ ...config, publicDemo: false });

/** Of these secrets are good for a week or longer. */
const lasting: readonly MailKind[] = [MailKind.INVITATION, MailKind.EVALUATION];

/** How long sealed secrets are kept at most where the mail is not sent, in hours. */
const keptHours = (kind: MailKind): number => (lasting.includes(kind) ? 7 * 24 : 1);

const millisecondsOf = (hours: number): number => hours * 3_600_000;

export const hasRunOut = (
  { now }: Pick<Context, "now">,
  { kind, createdAt }: Pick<Mail, "kind" | "createdAt">,
): boolean => now().getTime() - createdAt.getTime() >= millisecondsOf(keptHours(kind));

/** Deletes secrets that have run out. */
export async function forgetSecrets({ db, now }: Pick<Context, "db" | "now">): Promise<void> {
  for (const kind of secretKinds)
    await db.query("UPDATE mail SET sealed = NULL WHERE sealed IS NOT NULL AND kind = $1 AND created_at <= $2", [
      kind,
      new Date(now().getTime() - millisecondsOf(keptHours(kind))),
    ]);
}
