export interface RateLimit {
  /** How the environment and the database call it. */
  name: string;
  /** How many in one window, by default. */
  most: number;
  /** Length of the window in seconds, from the first that counts. */
  seconds: number;
  /** The window begins anew with each that counts: no stretch of this length ever holds more. */
  sliding?: boolean;
  /** From this share of the limit on the log warns, once a window: for a limit that all share, whose end is a sign that something is wrong. */
  alarmAt?: number;
  /** What is counted, and whose. Stands in docs/limits.md. */
  counts: string;
}

export const minute = 60;
export const hour = 3_600;
export const day = 86_400;

/** Whose count it is where all share one. */
export const everybody = "everybody";

const defined = new Map<string, RateLimit>();

/**
 * Declares a limit on how often something may be done. A domain's stand in its `*.limits.ts`; who counts imports them from there.
 * `most` can be set by the environment: `LIMIT_` and the name in capitals, such as `LIMIT_SIGN_IN_BY_ACCOUNT`.
 */
export function defineRateLimit(name: string, limit: Omit<RateLimit, "name">): RateLimit {
  if (defined.has(name)) throw new Error(`There are two limits ${name}.`);
  defined.set(name, { name, ...limit });
  return { name, ...limit };
}

/** Every limit of the domains that are loaded: of all of them, in a server. */
export const rateLimits = (): RateLimit[] => [...defined.values()];

/** The environment variable that sets a limit's `most`. */
export const limitVariable = (name: string): string => `LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
