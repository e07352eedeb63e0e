import type { Context } from "./context.ts";
import { everybody, type RateLimit } from "./define-rate-limit.ts";
import type { Take } from "./rate-limits.ts";

/**
 * What to ask of a limit that a viewer who is not staff shares with everybody who acts for the same providers: it counts for the
 * account and for each provider, so that colleagues and keys have one count. Nothing for staff.
 * @param count 0: a question must be refused where there is no room for one more, but counts nothing
 */
export const takesOfProviders = ({ viewer }: Context, limit: RateLimit, count: number): Take[] =>
  viewer.isStaff
    ? []
    : [...(viewer.accountId ? [viewer.accountId] : []), ...viewer.providers.keys()].map((who) => ({
        limit,
        who,
        count,
      }));

/** What to ask of a limit that all who are not staff share. Nothing for staff. */
export const takesOfAll = ({ viewer }: Context, limit: RateLimit, count: number): Take[] =>
  viewer.isStaff ? [] : [{ limit, who: everybody, count }];
