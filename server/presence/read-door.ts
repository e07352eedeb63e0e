import { hashToken } from "../accounts/access-token.ts";
import { badgeHash, badgeSql, badgeTag } from "../conferences/badge.ts";
import { firstOffering } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { linkHoldsSql } from "./link-holds.ts";
import { doorsByAddress } from "./presence.limits.ts";

/** A conference as the telephones at its doors know it. */
export interface Door {
  programId: string;
  conference: string;
  timeZone: string;
  now: Date;
  /** What the numbers of its badges begin with. */
  tag: string;
}

export interface DoorSession {
  id: string;
  title: string;
  room: string | null;
  startsAt: Date;
  endsAt: Date;
}

export interface DoorBadge {
  /** By which a telephone knows the badge that it is shown. */
  hash: string;
  /** Enough to know somebody by who stands there; null: nobody has said it yet. */
  name: string | null;
  registrationType: string;
}

export interface DoorBadges {
  badges: DoorBadge[];
  /** Where the next ones begin; null: there are no more. */
  after: string | null;
}

/** So many badges are told at once, and sessions at all. */
const mostBadges = 2_000;
const mostSessions = 2_000;

/**
 * What a telephone at a door has to know.
 * @returns null for a link that was ended, or whose maker may not act for the conference any more
 * @throws TOO_MANY_REQUESTS
 */
export async function readDoor(ctx: Context, token: string): Promise<Door | null> {
  await enforceLimitByAddress(ctx, doorsByAddress);
  const [found]: Omit<Door, "now" | "tag">[] = await ctx.db.query(
    `SELECT p.id AS "programId", p.name AS conference, z.time_zone AS "timeZone"
     FROM door_link l JOIN program p ON p.id = l.program_id CROSS JOIN ${firstOffering}
     WHERE l.token_hash = $1 AND ${linkHoldsSql}`,
    [hashToken(token)],
  );
  return found ? { ...found, now: ctx.now(), tag: badgeTag(found.programId) } : null;
}

/** Its sessions of yesterday, today and tomorrow, by start. */
export function sessionsOfDoor(ctx: Context, programId: string): Promise<DoorSession[]> {
  return ctx.db.query(
    `SELECT s.id, s.title, s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt" FROM session s
     WHERE s.program_id = $1 AND s.removed_at IS NULL AND s.recording_of_id IS NULL AND s.released_on IS NULL
       AND s.ends_at > $2::timestamptz - interval '1 day' AND s.starts_at < $2::timestamptz + interval '2 days'
     ORDER BY s.starts_at, s.title, s.id LIMIT ${mostSessions}`,
    [programId, ctx.now()],
  );
}

/** Its badges as they are known at a door: neither numbers nor whole names leave the server. */
export async function badgesOfDoor(ctx: Context, programId: string, after: string | null): Promise<DoorBadges> {
  const rows: {
    id: string;
    number: string;
    name: string | null;
    firstName: string | null;
    lastName: string | null;
    registrationType: string;
  }[] = await ctx.db.query(
    `SELECT r.id, ${badgeSql} AS number, r.name, m.first_name AS "firstName", m.last_name AS "lastName",
       r.registration_type AS "registrationType"
     FROM registration r LEFT JOIN member m ON m.id = r.member_id
     WHERE r.program_id = $1 AND ($2::uuid IS NULL OR r.id > $2) ORDER BY r.id LIMIT ${mostBadges + 1}`,
    [programId, after !== null && isId(after) ? after : null],
  );
  const shown = rows.slice(0, mostBadges);
  return {
    badges: shown.map(({ number, name, firstName, lastName, registrationType }) => ({
      hash: badgeHash(number),
      name: name === null ? shortName(firstName, lastName) : shortName(...namesOf(name)),
      registrationType,
    })),
    after: rows.length > mostBadges ? (shown.at(-1)?.id ?? null) : null,
  };
}

const firstLetter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Of a whole name what is behind the last space is taken for the family's. */
function namesOf(name: string): [firstName: string, lastName: string | null] {
  const at = name.lastIndexOf(" ");
  return at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
}

/** "Ada L." */
function shortName(firstName: string | null, lastName: string | null): string | null {
  const [letter] = lastName ? firstLetter.segment(lastName) : [];
  return [firstName, letter && `${letter.segment}.`].filter(Boolean).join(" ") || null;
}
