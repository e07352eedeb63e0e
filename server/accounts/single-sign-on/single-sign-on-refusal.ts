import { type Message, say } from "../../core/messages/message.ts";

/** Why nobody was signed in by the provider, and with which HTTP status the page says so. */
const statuses = {
  NOT_SET_UP: 404,
  EXPIRED: 400,
  CANCELLED: 403,
  UNREACHABLE: 503,
  NOT_TRUSTED: 400,
  EMAIL_NOT_VERIFIED: 403,
  NAME_MISSING: 403,
  NAME_UNPRINTABLE: 403,
  STAFF_NOT_LINKED: 403,
  LINKED_OTHERWISE: 403,
  LINK_TAKEN: 403,
  NO_ACCOUNT: 403,
  SOMEBODY_ELSE: 403,
} as const;

export type SingleSignOnCode = keyof typeof statuses;

/** Nobody was signed in, and nothing was changed. */
export class SingleSignOnRefusal extends Error {
  readonly code: SingleSignOnCode;

  constructor(code: SingleSignOnCode, cause?: unknown) {
    super(`Single sign-on was refused: ${code}.`, { cause });
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }

  /** What to say to whoever wanted to sign in. */
  wordsFor(provider: string): { title: Message; text: Message } {
    return {
      title: say(`singleSignOnTitle.${this.code}`, { provider }),
      text: say(`singleSignOnText.${this.code}`, { provider }),
    };
  }
}
