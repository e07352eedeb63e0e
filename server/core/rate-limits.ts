import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { DataSource, EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { type RateLimit, rateLimits } from "./define-rate-limit.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { Bindings, type SqlFragment } from "./lists/sql.ts";
import { log } from "./log.ts";
import { type Message, say } from "./messages/message.ts";

/** `db` may be a transaction: what is counted there holds once it is committed. */
type Base = Pick<Context, "config" | "now"> & { db: DataSource | EntityManager };

export interface Taken {
  /** The limit's name. */
  limit: string;
  /** How many the window allows. */
  most: number;
  allowed: boolean;
  /** More at once than a whole window allows: that will not change. */
  never?: boolean;
  /** How many more the window allows. */
  remaining: number;
  resetsAt: Date;
}

/** The database counts in 32 bits. */
const highest = 2_000_000_000;

const keyOf = ({ name }: RateLimit, who: string): Buffer => createHash("sha256").update(`${name}:${who}`).digest();

/** How many a window allows here. */
export const mostOf = ({ config }: Pick<Context, "config">, { name, most }: RateLimit): number =>
  config.rateLimits[name] ?? most;

/** The keys under which somebody may be counted, by any limit. */
export const rateLimitKeys = (whos: string[]): Buffer[] =>
  rateLimits().flatMap((limit) => whos.map((who) => keyOf(limit, who)));

/** What is asked of one limit: `count` more for somebody; 0 asks only whether there is room for one. */
export interface Take {
  limit: RateLimit;
  who: string;
  count: number;
  /** So many times what the limit allows: for a network that holds many. */
  times?: number;
}

/**
 * Counts for several limits, if each has room for what is asked of it, in one statement: servers that share the database share the
 * counts, and parallel requests don't pass together. Committed at once, whatever becomes of the request, unless it is counted in a
 * transaction.
 * @param also what to write in the same statement where there was room
 * @returns one answer for each that was asked, in their order
 */
export async function takeFromLimits(base: Base, takes: readonly Take[], also?: SqlFragment): Promise<Taken[]> {
  const now = base.now();
  const asked = takes.map(({ limit, who, count, times = 1 }) => {
    const { name, alarmAt, seconds, sliding = false } = limit;
    const ends = new Date(now.getTime() + seconds * 1_000);
    return {
      key: keyOf(limit, who),
      count,
      most: Math.min(mostOf(base, limit) * times, highest),
      ends,
      sliding,
      name,
      alarmAt,
    };
  });
  const { bind, values } = new Bindings(
    asked.map(({ key }) => key),
    asked.map(({ count }) => count),
    asked.map(({ most }) => most),
    asked.map(({ ends }) => ends),
    asked.map(({ sliding }) => sliding),
    now,
  );
  const rows: { taken: number | null; known: number; resetsAt: Date | null }[] = await base.db.query(
    `WITH asked AS MATERIALIZED (
       SELECT * FROM unnest($1::bytea[], $2::int[], $3::int[], $4::timestamptz[], $5::boolean[])
         WITH ORDINALITY AS a (key, count, most, ends, sliding, position)),
     known AS MATERIALIZED (
       SELECT a.*, coalesce(r.hits, 0) AS hits, r.resets_at FROM asked a
       LEFT JOIN rate_limit r ON r.key = a.key AND r.resets_at > $6),
     taken AS (
       INSERT INTO rate_limit AS r (key, hits, resets_at)
       SELECT key, count, ends FROM known
       WHERE count > 0 AND NOT EXISTS (SELECT FROM known WHERE hits + greatest(count, 1) > most) ORDER BY key
       ON CONFLICT (key) DO UPDATE SET
         hits = CASE WHEN r.resets_at <= $6 THEN excluded.hits ELSE r.hits + excluded.hits END,
         resets_at = CASE WHEN r.resets_at <= $6 OR (SELECT a.sliding FROM asked a WHERE a.key = r.key)
           THEN excluded.resets_at ELSE r.resets_at END
       WHERE r.resets_at <= $6 OR r.hits + excluded.hits <= (SELECT a.most FROM asked a WHERE a.key = r.key)
       RETURNING key, hits, resets_at)
     ${also ? `, also AS (${also(bind, "(SELECT FROM taken LIMIT 1) AS once")})` : ""}
     SELECT t.hits AS taken, k.hits AS known, coalesce(t.resets_at, k.resets_at) AS "resetsAt"
     FROM known k LEFT JOIN taken t USING (key) ORDER BY k.position`,
    values,
  );
  return asked.map(({ count, most, ends, name, alarmAt }, i) => {
    const { taken = null, known = 0, resetsAt = null } = rows[i] ?? {};
    const alarm = Math.ceil(most * (alarmAt ?? 1));
    if (alarmAt !== undefined && taken !== null && taken >= alarm && taken - count < alarm)
      log.warn({ limit: name, most, taken, resetsAt }, "A limit that all share is nearly used up.");
    const allowed = count > 0 ? taken !== null : known < most;
    return {
      limit: name,
      most,
      allowed,
      ...(count > most && { never: true }),
      remaining: Math.max(0, most - (taken ?? known)),
      resetsAt: resetsAt ?? ends,
    };
  });
}

/** As takeFromLimits, for one. */
export async function takeFromLimit(base: Base, limit: RateLimit, who: string, count = 1): Promise<Taken> {
  const [taken] = await takeFromLimits(base, [{ limit, who, count }]);
  return taken as Taken;
}

/** How much room a limit has for somebody, without counting. */
export async function leftOfLimit(base: Base, limit: RateLimit, who: string): Promise<Taken> {
  const most = mostOf(base, limit);
  const [row]: { hits: number; resets_at: Date }[] = await base.db.query(
    "SELECT hits, resets_at FROM rate_limit WHERE key = $1 AND resets_at > $2",
    [keyOf(limit, who), base.now()],
  );
  const remaining = Math.max(0, most - (row?.hits ?? 0));
  return { limit: limit.name, most, allowed: remaining > 0, remaining, resetsAt: row?.resets_at ?? base.now() };
}

/** Gives one back that turned out not to count. */
export async function giveBackToLimit(base: Base, limit: RateLimit, who: string): Promise<void> {
  await base.db.query("UPDATE rate_limit SET hits = greatest(hits - 1, 0) WHERE key = $1", [keyOf(limit, who)]);
}

/** Counts for all of these if there is room; answers whether there was. */
export const tryLimits = async (base: Base, takes: readonly Take[]): Promise<boolean> =>
  (await takeFromLimits(base, takes)).every(({ allowed }) => allowed);

/** Gives back what turned out not to count. */
export async function giveBack(base: Base, takes: readonly Take[]): Promise<void> {
  for (const { limit, who } of takes) await giveBackToLimit(base, limit, who);
}

/** Begins somebody's count anew. */
export async function clearLimit(base: Base, limit: RateLimit, who: string): Promise<void> {
  await base.db.query("DELETE FROM rate_limit WHERE key = $1", [keyOf(limit, who)]);
}

const secondsUntil = (base: Base, instant: Date): number =>
  Math.max(1, Math.ceil((instant.getTime() - base.now().getTime()) / 1_000));

/**
 * The refusal that goes with a limit that is reached: which one, how much it allows, how much is left, and when there will be room.
 * @param said what to say in place of how long to wait
 */
export function tooMany(base: Base, full: Omit<Taken, "allowed">, said?: Message): DomainError {
  const { limit, most, remaining, resetsAt, never } = full;
  const seconds = secondsUntil(base, resetsAt);
  const wait =
    seconds < 120 ? say("core.seconds", { seconds }) : say("core.minutes", { minutes: Math.ceil(seconds / 60) });
  return new DomainError(
    ErrorCode.TOO_MANY_REQUESTS,
    said ?? (never ? say("core.tooManyAtOnce", { most }) : say("core.tooMany", { wait })),
    { limit, most, remaining, ...(!never && { retryAfterSeconds: seconds }) },
  );
}

/**
 * Counts for all of these, or refuses.
 * @param also what to write in the same statement where it is not refused
 * @throws TOO_MANY_REQUESTS
 */
export async function enforceLimits(base: Base, takes: readonly Take[], also?: SqlFragment): Promise<void> {
  if (takes.length === 0) return;
  const full = (await takeFromLimits(base, takes, also)).find(({ allowed }) => !allowed);
  if (full) throw tooMany(base, full);
}

/**
 * Counts for somebody, or refuses.
 * @throws TOO_MANY_REQUESTS
 */
export const enforceLimit = (base: Base, limit: RateLimit, who: string, count = 1): Promise<void> =>
  enforceLimits(base, [{ limit, who, count }]);

/** Who sent a request, as limits count: an IPv6 network of 64 bits is one home or one office. */
export function networkOf(ip: string | null): string {
  const plain = ip?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  if (!isIPv6(plain)) return plain;
  const [head = "", tail = ""] = plain.split("%")[0]?.split("::") ?? [];
  const groups = head ? head.split(":") : [];
  const last = tail ? tail.split(":") : [];
  const whole = plain.includes("::")
    ? [...groups, ...Array(8 - groups.length - last.length).fill("0"), ...last]
    : groups;
  return whole
    .slice(0, 4)
    .map((group) => group.toLowerCase().padStart(4, "0"))
    .join(":");
}

/** How many /64 networks' worth a /48 has: a site gets one, and could otherwise count as 65,536. */
const timesOfSite = 8;

/** What to ask of a limit for the network that a request came from, and for IPv6 of the /48 that it belongs to. Jobs come from none. */
export function takesOfAddress({ request }: Context, limit: RateLimit, count = 1): Take[] {
  if (request.ip === null) return [];
  const network = networkOf(request.ip);
  const site = network.split(":").slice(0, 3).join(":");
  return [
    { limit, who: network, count },
    ...(network.includes(":") ? [{ limit, who: `${site}/48`, count, times: timesOfSite }] : []),
  ];
}

/** Until when an address has used a limit up, as each database has said. */
const usedUp = new WeakMap<DataSource, Map<string, Date>>();

/** So many are remembered before all are dropped, which costs each a statement. */
const maximumUsedUp = 20_000;

/**
 * As enforceLimit, for the network address that the request came from. Jobs have none and are not limited. That a limit is used up is
 * remembered until its window ends, so that asking again and again costs nothing: nobody clears or gives back what is counted here.
 * @throws TOO_MANY_REQUESTS
 */
export async function enforceLimitByAddress(ctx: Context, limit: RateLimit): Promise<void> {
  const takes = takesOfAddress(ctx, limit);
  const known = usedUp.get(ctx.db) ?? new Map<string, Date>();
  usedUp.set(ctx.db, known);
  for (const { who } of takes) {
    const resetsAt = known.get(`${limit.name} ${who}`);
    if (resetsAt && resetsAt > ctx.now())
      throw tooMany(ctx, { limit: limit.name, most: mostOf(ctx, limit), remaining: 0, resetsAt });
  }
  if (takes.length === 0) return;
  const taken = await takeFromLimits(ctx, takes);
  if (known.size > maximumUsedUp) known.clear();
  for (const [i, { allowed, remaining, resetsAt }] of taken.entries())
    if (!allowed && remaining === 0) known.set(`${limit.name} ${takes[i]?.who}`, resetsAt);
  const full = taken.find(({ allowed }) => !allowed);
  if (full) throw tooMany(ctx, full);
}

interface Lot extends Taken {
  left: number;
}

/** Lots of one limit that may be open at once before all are dropped, which costs each its rest. */
const maximumLots = 20_000;

/**
 * Counts what comes with every request, in lots: one statement for several requests. A server that takes a lot and doesn't use it
 * costs somebody a fiftieth of the limit at most; a server that was told "full" remembers it until the window ends.
 */
export class LotLimit {
  readonly #lots = new Map<string, Promise<Lot>>();

  constructor(
    private readonly base: Base,
    readonly limit: RateLimit,
  ) {}

  /** @param count how many at once; more than is left is refused whole */
  async take(who: string, count = 1): Promise<Taken> {
    for (;;) {
      const opened = this.#lots.get(who) ?? this.#open(who, count);
      const lot = await opened;
      const current = lot.resetsAt > this.base.now();
      if (current && lot.left >= count) {
        lot.left -= count;
        return { ...lot, allowed: true, remaining: lot.remaining + lot.left };
      }
      // The window has no more than what this lot still holds.
      if (current && lot.remaining === 0) return { ...lot, allowed: false, remaining: lot.left };
      if (this.#lots.get(who) !== opened) continue;
      this.#open(who, count, current ? lot.left : 0);
      lot.left = 0;
    }
  }

  /** @param kept what the lot before still held */
  #open(who: string, count: number, kept = 0): Promise<Lot> {
    if (this.#lots.size > maximumLots) this.#lots.clear();
    const size = Math.max(count - kept, Math.floor(mostOf(this.base, this.limit) / 50));
    const lot = this.#takeLot(who, size).then((taken) => ({ ...taken, left: taken.left + kept }));
    this.#lots.set(who, lot);
    lot.catch(() => this.#lots.delete(who));
    return lot;
  }

  /** The last lot of a window is smaller than the others. */
  async #takeLot(who: string, size: number): Promise<Lot> {
    const taken = await takeFromLimit(this.base, this.limit, who, size);
    if (taken.allowed) return { ...taken, left: size };
    if (taken.remaining === 0) return { ...taken, left: 0 };
    return this.#takeLot(who, Math.min(size, taken.remaining));
  }
}
