import { localDay, localDaySql } from "../core/local-day.ts";
import { policySql } from "../policies/policy.queries.ts";

// Until when the sessions of a conference may be claimed: the rule stands here twice, for code and for SQL.

/**
 * The last day on which sessions of program `p` may be claimed, to its end in the conference's zone, as the policy was when it ended; null: there is
 * none. Staff who extend the time to report extend this one. Source: product design, *A program's life*.
 */
export const claimsUntilSql = (p: string): string =>
  `(SELECT CASE WHEN w.days > 0 THEN greatest(${p}.ends_on + w.days,
      (SELECT max(e.reporting_extended_to) FROM offering e WHERE e.program_id = ${p}.id)) END
    FROM (SELECT ${policySql("CLAIM_DAYS", `${p}.ends_on`)} AS days) w)`;

export const claimsOverSql = (p: string, zone: string, now: string): string =>
  `coalesce(${localDaySql(now, zone)} > ${claimsUntilSql(p)}, false)`;

export const claimsOver = (conference: { claimsUntil: string | null; timeZone: string }, now: Date): boolean =>
  conference.claimsUntil !== null && localDay(now, conference.timeZone) > conference.claimsUntil;
