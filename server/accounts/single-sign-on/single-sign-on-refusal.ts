/** Why nobody was signed in by the provider: what the page says, and with which HTTP status. `%` stands for the provider's name. */
const refusals = {
  NOT_SET_UP: [404, "There is no single sign-on here", "Sign in with your e-mail address and password."],
  EXPIRED: [
    400,
    "This sign-in is no longer good",
    "It was begun in another browser, too long ago, or was finished already. Begin it again.",
  ],
  CANCELLED: [
    403,
    "You were not signed in",
    "% did not let the sign-in go on. Try again, or sign in with your password.",
  ],
  UNREACHABLE: [
    503,
    "% can’t be reached",
    "Try again in a few minutes, or sign in with your password: that does not need %.",
  ],
  NOT_TRUSTED: [
    400,
    "The answer of % was refused",
    "It does not belong to the sign-in that you began. Begin it again; if it stays, tell the staff.",
  ],
  EMAIL_NOT_VERIFIED: [
    403,
    "% has not verified your e-mail address",
    "Verify it there and come back, or register here with the address and a password.",
  ],
  NAME_MISSING: [
    403,
    "% does not tell us your name",
    "Certificates need one: register here first. With the same e-mail address, % signs you in afterwards.",
  ],
  STAFF_NOT_LINKED: [
    403,
    "This account is not linked to %",
    "Accounts of staff are linked by hand: sign in with your password, then link it under Account and security.",
  ],
  LINKED_OTHERWISE: [
    403,
    "This account is linked to somebody else at %",
    "The e-mail address has another owner there than before. Sign in with your password, or ask the staff.",
  ],
  LINK_TAKEN: [
    403,
    "This person of % is linked to another account",
    "One person signs in to one account. Sign in to the other one and unlink it there first.",
  ],
  NO_ACCOUNT: [403, "This account cannot be signed in to", "Ask the staff."],
} satisfies Record<string, [status: number, title: string, text: string]>;

export type SingleSignOnCode = keyof typeof refusals;

/** Nobody was signed in, and nothing was changed. */
export class SingleSignOnRefusal extends Error {
  readonly code: SingleSignOnCode;

  constructor(code: SingleSignOnCode, cause?: unknown) {
    super(refusals[code][1], { cause });
    this.code = code;
  }

  get status(): number {
    return refusals[this.code][0];
  }

  /** What to say to whoever wanted to sign in. */
  wordsFor(provider: string): { title: string; text: string } {
    const [, title, text] = refusals[this.code];
    const named = (sentence: string): string => {
      const filled = sentence.replaceAll("%", provider);
      return filled.charAt(0).toUpperCase() + filled.slice(1);
    };
    return { title: named(title), text: named(text) };
  }
}
