import type { DataSource, EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import { lastSeen, noteSeen } from "./last-seen.ts";
import { log } from "./log.ts";

/** `db` may be a transaction. */
type Base = Pick<Context, "config" | "now"> & { db: Pick<DataSource | EntityManager, "query"> };

/** The hold's own name in the audit log. */
export const installationId = "00000000-0000-0000-0000-000000000001";

/** For operators whose server holds mail. */
export const heldWarning =
  "Mail is held: a backup seems to have been restored here, or somebody held it. Staff release or drop it in the console.";

const minute = 60_000;

/** How often whoever runs on a database leaves word in it. */
const beatMs = 10_000;

/**
 * What a replica may lack when it takes over, and what servers' clocks may differ by: a database that is behind by less than this is
 * taken for the one that was there.
 */
const behindMs = minute;

/** How soon after the last word a replica takes over. */
const takeOverMs = 5 * minute;

/**
 * Where a database is: which cluster, which database of it, and which table. A copy by dump differs in the last two, and in the first on
 * another server; a replica that takes over differs in none. Copies of files are told apart by the name that INSTALLATION gives.
 */
const identitySql = (cluster: string): string =>
  `(SELECT concat_ws(' ', ${cluster}, d.oid, d.datname, 'installation'::regclass::oid, $1::text)
    FROM pg_database d WHERE d.datname = current_database())`;

/** What the database says of itself, and what it is now. */
interface Place {
  heldSince: Date | null;
  /** Null: no server has run on it yet. */
  identity: string | null;
  identityNow: string;
  /** Which files the embedded server runs on. Null: it is no embedded one, or does not say. */
  folder: string | null;
  folderNow: string | null;
  /** Goes up where a cluster is rewound by its archive, and where a replica takes over. Null: the host keeps it to itself. */
  timeline: number | null;
  timelineNow: number | null;
  /** When somebody who ran on it last left word. */
  aliveAt: Date | null;
}

async function readPlace({ db, config }: Base): Promise<Place | undefined> {
  // Some hosts keep what they know of the cluster to themselves.
  const [may] = await db.query(`SELECT has_function_privilege('pg_control_system()', 'EXECUTE') AS system,
    has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS checkpoint`);
  const cluster = may.system ? "(SELECT system_identifier FROM pg_control_system())" : "'unknown'";
  const timeline = may.checkpoint ? "(SELECT timeline_id FROM pg_control_checkpoint())" : "NULL::integer";
  const [place] = await db.query(
    `SELECT held_since AS "heldSince", identity, folder, timeline, alive_at AS "aliveAt", ${identitySql(cluster)} AS "identityNow",
       current_setting('accrue.folder', true) AS "folderNow", ${timeline} AS "timelineNow" FROM installation`,
    [config.installation],
  );
  return place;
}

/** Whether it is another database than the one that was last run on, or the same one as it was before. */
function isRestored(place: Place, { config, now }: Base): boolean {
  if (place.identity === null) return false;
  if (place.identity !== place.identityNow) return true;
  if (place.folder !== null && place.folder !== place.folderNow) return true;
  const aliveAt = place.aliveAt?.getTime() ?? 0;
  const isRewound = place.timeline !== null && place.timelineNow !== null && place.timeline !== place.timelineNow;
  if (isRewound && now().getTime() - aliveAt > takeOverMs) return true;
  const seen = lastSeen(config);
  return seen !== null && seen.getTime() - aliveAt > behindMs;
}

/** Whether the database is another than the one that a server last ran on: it was copied or restored, and nobody has run on it since. */
export async function isElsewhere(base: Base): Promise<boolean> {
  const place = await readPlace(base);
  return place !== undefined && isRestored(place, base);
}

/** Whether all that it says of where it is still holds. */
const isHome = ({ identity, identityNow, folder, folderNow, timeline, timelineNow }: Place): boolean =>
  identity === identityNow && folder === folderNow && timeline === timelineNow;

/**
 * Since when nothing may go out; null where it may. The first that finds the database elsewhere than where it was, or behind what was
 * seen of it, begins the hold and remembers where it is now, so that several servers that start at once agree.
 */
export async function heldSince(base: Base): Promise<Date | null> {
  for (;;) {
    const place = await readPlace(base);
    if (!place) return null;
    const restored = isRestored(place, base);
    if (!restored && isHome(place)) return place.heldSince;
    const at = base.now();
    const [changed]: [{ heldSince: Date | null }[], number] = await base.db.query(
      `UPDATE installation SET identity = $1, folder = $2, timeline = $3, alive_at = $4,
         held_since = CASE WHEN $5 THEN coalesce(held_since, $4) ELSE held_since END
       WHERE (identity, folder, timeline) IS NOT DISTINCT FROM ($6::text, $7::text, $8::integer)
       RETURNING held_since AS "heldSince"`,
      [
        ...[place.identityNow, place.folderNow, place.timelineNow, at, restored],
        ...[place.identity, place.folder, place.timeline],
      ],
    );
    // Otherwise another server was faster.
    if (!changed[0]) continue;
    if (restored) {
      noteSeen(base.config, at);
      log.warn(heldWarning);
    }
    return changed[0].heldSince;
  }
}

/** Leaves word in the database, and beside it, of how far on it is. */
export async function leaveWord(base: Base): Promise<void> {
  // What it has to say of before comes first.
  await heldSince(base);
  const [[word]]: [{ aliveAt: Date }[], number] = await base.db.query(
    `UPDATE installation SET alive_at = greatest(alive_at, $1) RETURNING alive_at AS "aliveAt"`,
    [base.now()],
  );
  if (word) noteSeen(base.config, word.aliveAt);
}

/**
 * Leaves word again and again, until what it answers is called.
 * @throws ConfigError where LAST_SEEN_FILE cannot be written
 */
export async function keepLeavingWord(base: Base): Promise<() => Promise<void>> {
  await leaveWord(base);
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = underWay
      .then(() => leaveWord(base))
      .catch((err: unknown) => log.warn({ err }, "No word could be left of how far on the database is."));
  }, beatMs);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
