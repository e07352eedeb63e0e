interface RateLimit {
  /** How many in one window, by default. */
  most: number;
  /** Length of the window in seconds, from the first that counts. */
  seconds: number;
  /** The window begins anew with each that counts: no stretch of this length ever holds more. */
  sliding?: boolean;
  /** What is counted, and whose. Stands in docs/limits.md. */
  counts: string;
}

const minute = 60;
const hour = 3_600;
const day = 86_400;

/**
 * Every limit on how often something may be done, in one place. `most` can be set by the environment: `LIMIT_` and the name in
 * capitals, such as `LIMIT_SIGN_IN_BY_ACCOUNT`. Sources: issue 5; product design, *Member search* and *Certificates*.
 */
export const rateLimits = {
  requestsByViewer: { most: 3_000, seconds: minute, counts: "requests of one account or API key" },
  requestsByAddress: { most: 1_500, seconds: minute, counts: "requests of one network address without a sign-in" },
  costByViewer: { most: 600_000, seconds: minute, counts: "cost of the requests of one account or API key" },
  costByAddress: {
    most: 600_000,
    seconds: minute,
    counts: "cost of the requests of one network address without a sign-in",
  },
  signInByAccount: { most: 10, seconds: 15 * minute, sliding: true, counts: "wrong passwords for one account" },
  signInByAddress: { most: 10, seconds: 15 * minute, counts: "wrong passwords from one network address" },
  secondFactorByAccount: { most: 20, seconds: day, counts: "wrong codes of an authenticator app for one account" },
  codeByAddress: { most: 30, seconds: 15 * minute, counts: "mailed codes and links tried from one network address" },
  registerByAddress: { most: 20, seconds: hour, counts: "registrations from one network address" },
  mailByRecipient: { most: 5, seconds: hour, counts: "codes and links mailed to one e-mail address" },
  mailByViewer: { most: 30, seconds: hour, counts: "codes and invitations that one account has mailed" },
  memberSearchByViewer: { most: 60, seconds: minute, counts: "member searches of one account" },
  memberSearchesByProvider: {
    most: 200,
    seconds: day,
    counts: "member searches of one provider, all its accounts and keys",
  },
  membersShownByProvider: {
    most: 120,
    seconds: day,
    counts: "members found by one provider, all its accounts and keys",
  },
  membersSuggestedByProvider: { most: 40, seconds: day, counts: "members suggested for wrong rows of one provider" },
  memberGuessesByProvider: {
    most: 500,
    seconds: day,
    counts: "rows of one provider whose ID and name do not belong together",
  },
  verifyByAddress: { most: 30, seconds: minute, counts: "certificate codes looked up from one network address" },
  resendByViewer: { most: 20, seconds: hour, counts: "certificates sent again by one account that is not staff" },
} satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;

/** The environment variable that sets a limit's `most`. */
export const limitVariable = (name: string): string => `LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;

/** The table as it is used: its types without the literals. */
export const rateLimit = (name: RateLimitName): RateLimit => rateLimits[name];
