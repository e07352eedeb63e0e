import { hashToken } from "../accounts/access-token.ts";
import { firstOffering } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { linkHoldsSql } from "./link-holds.ts";
import { roomsByAddress } from "./presence.limits.ts";
import { hourOf, keyOfHour, type RoomSecret, stepOf } from "./room-code.ts";

export interface RoomKey {
  hour: number;
  key: string;
}

export interface Room {
  sessionId: string;
  title: string;
  conference: string;
  room: string | null;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  now: Date;
  keys: RoomKey[];
}

/**
 * What the screen of a room needs to show codes for at least an hour, without a network if need be.
 * @returns null for a link that was ended, or whose maker may not act for the conference any more
 * @throws TOO_MANY_REQUESTS
 */
export async function readRoom(ctx: Context, token: string): Promise<Room | null> {
  await enforceLimitByAddress(ctx, roomsByAddress);
  const [found]: (Omit<Room, "now" | "keys"> & RoomSecret)[] = await ctx.db.query(
    `SELECT s.id, s.id AS "sessionId", s.title, p.name AS conference, s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
       z.time_zone AS "timeZone", l.nonce
     FROM room_link l JOIN session s ON s.id = l.session_id JOIN program p ON p.id = s.program_id CROSS JOIN ${firstOffering}
     WHERE l.token_hash = $1 AND ${linkHoldsSql}`,
    [hashToken(token)],
  );
  if (!found) return null;
  const { id, nonce, ...room } = found;
  const now = ctx.now();
  const hour = hourOf(stepOf(now));
  const keys = [hour - 1, hour, hour + 1].map((each) => ({
    hour: each,
    key: keyOfHour(ctx.config, { id, nonce }, each).toString("base64"),
  }));
  return { ...room, now, keys };
}
