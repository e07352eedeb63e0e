import { Readable } from "node:stream";
import { DateTime } from "luxon";
import { loadViewerOfAccount } from "../../accounts/load-viewer.ts";
import { systemViewer } from "../../core/audit.ts";
import { type Context, createContext, inTransaction } from "../../core/context.ts";
import { enqueue } from "../../core/jobs.ts";
import { advisoryLocks } from "../../core/locks.ts";
import { nobody, ProviderStatus } from "../../core/viewer.ts";
import { runDueJobs } from "../../jobs/run-jobs.ts";
import { findBundle, readBundleErrors } from "../../moving/bundle.queries.ts";
import { BundleStatus } from "../../moving/bundle.status.ts";
import { runBundle } from "../../moving/run-bundle.ts";
import { keepBundle } from "../../moving/take-bundle.ts";
import { ProgramType } from "../../programs/program.entity.ts";
import { emptyDatabase } from "../empty-database.ts";
import { done, seed } from "../seed.ts";
import { type LargeFiles, largeFiles } from "./large-files.ts";
import { Lot } from "./lot.ts";
import { makeRecentPrograms, recentCount } from "./recent-programs.ts";

type Base = Pick<Context, "db" | "config" | "now">;

export interface LargeChoice {
  /** The same seed makes the same world, on the same day. */
  seed: number;
  /** 1: 994 programs, 200 providers, 20,000 members. */
  size: number;
}

/** MADE; THERE: it was made before; USED: people work in this database. */
export type LargeOutcome = "MADE" | "THERE" | "USED";

/** How far it has come, kept as the last number of this series: `begun` or `done`. */
const series = "seed:large";
const begun = 0;

const zone = "America/Chicago";
const years = 15;
/** For so many days the accreditor has worked here; what was before moved in. */
const daysHere = 75;

/** The accreditor's history, in the files that an import takes: what `npm run demo -- large --files` writes. */
export function filesOfLarge(
  now: Date,
  { seed: number, size }: LargeChoice,
  taken: ReadonlySet<string> = new Set(),
): LargeFiles {
  const of = (all: number): number => Math.max(4, Math.round(all * size));
  const last = DateTime.fromISO(lastDay(now), { zone: "utc" });
  return largeFiles({
    seed: number,
    first: last.minus({ years }),
    last,
    providers: of(200 - smallProviders),
    members: of(20_000 - smallMembers),
    programs: Math.max(6, Math.round(994 * size) - recentCount(size) - smallPrograms),
    letter: "A",
    taken,
  });
}

/** What the small world brings. */
const [smallProviders, smallMembers, smallPrograms] = [3, 13, 22];

const lastDay = (now: Date): string => DateTime.fromJSDate(now, { zone }).minus({ days: daysHere }).toISODate() ?? "";

/**
 * Makes an accreditor of fifteen years: the small world, the history of another system, which moves in as anybody's does, and the programs of
 * the last months, which were worked on here. Into an empty database, or one that has nothing but the small world. What was killed in its
 * midst is made again from the beginning.
 * @param ownerUrl for the role that owns the tables
 * @param tell what is done now
 */
export async function makeLargeWorld(
  base: Base,
  ownerUrl: string,
  choice: LargeChoice,
  tell: (what: string) => void = () => {},
): Promise<LargeOutcome> {
  const lock = base.db.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [advisoryLocks.largeWorld]);
    const [state] = await lock.query("SELECT last FROM number_series WHERE name = $1", [series]);
    if (state?.last === done) return "THERE";
    const [{ others }] = await lock.query("SELECT EXISTS (SELECT FROM account WHERE NOT demo) AS others");
    if (others) return "USED";
    if (state) await emptyDatabase(ownerUrl);
    tell("The small world");
    await seed(base, ownerUrl);
    const [{ hasSmall }] = await lock.query('SELECT EXISTS (SELECT FROM account WHERE demo) AS "hasSmall"');
    // A small world that was taken away is not wanted.
    if (!hasSmall) return "USED";
    await lock.query("INSERT INTO number_series (name, last) VALUES ($1, $2)", [series, begun]);
    await new LargeWorld(base, choice).make(tell);
    await lock.query("UPDATE number_series SET last = $2 WHERE name = $1", [series, done]);
    return "MADE";
  } finally {
    await lock.query("SELECT pg_advisory_unlock($1)", [advisoryLocks.largeWorld]);
    await lock.release();
  }
}

class LargeWorld {
  readonly #base: Base;
  readonly #choice: LargeChoice;

  constructor(base: Base, choice: LargeChoice) {
    this.#base = base;
    this.#choice = choice;
  }

  async make(tell: (what: string) => void): Promise<void> {
    const { db, now } = this.#base;
    const taken: { number: string }[] = await db.query("SELECT number FROM program WHERE number IS NOT NULL");
    const history = filesOfLarge(now(), this.#choice, new Set(taken.map(({ number }) => number)));
    tell("Fifteen years, which move in");
    await this.#moveIn(history);
    tell("The last months");
    await this.#makeRecent(history);
    // What the clock does every hour.
    await enqueue(db.manager, "programs.startAwaitingAttendance", {});
    await runDueJobs(this.#base);
    // What happened before the visitor came was told then.
    await db.query("DELETE FROM mail");
    await db.query("ANALYZE");
  }

  async #moveIn({ files }: LargeFiles): Promise<void> {
    const when = DateTime.fromISO(`${lastDay(this.#base.now())}T21:00`, { zone }).toJSDate();
    const ctx = createContext({ ...this.#base, now: () => when }, systemViewer);
    const { id } = await inTransaction(ctx, (tx) =>
      keepBundle(
        tx,
        ctx,
        "history.zip",
        [...files].map(([name, text]) => ({ name, open: async () => Readable.from([Buffer.from(text)]) })),
        [],
        BundleStatus.RECORDING,
      ),
    );
    await runBundle(ctx, id);
    if ((await findBundle(ctx, id))?.status === BundleStatus.PROCESSED) return;
    const wrong: string[] = [];
    for await (const { file, message, severity } of readBundleErrors(ctx, id))
      if (severity === "ERROR") wrong.push(`${file}: ${message}`);
    throw new Error(`The history cannot move in: ${wrong.slice(0, 20).join("; ")}`);
  }

  async #makeRecent(history: LargeFiles): Promise<void> {
    const { db, config, now } = this.#base;
    const [staff] = await db.query(
      "SELECT account_id AS id FROM email_address WHERE address = 'staff@accrue.test' AND is_primary",
    );
    const staffViewer = await loadViewerOfAccount(
      db.manager,
      staff.id,
      { staffNeedSecondFactor: false, singleSignOn: null },
      null,
    );
    const providers: { id: string; name: string }[] = await db.query(
      "SELECT id, name FROM provider WHERE number = ANY ($1) ORDER BY number",
      [history.providers.map(({ number }) => number)],
    );
    const types = new Map((await db.manager.find(ProgramType)).map(({ code, id }) => [code, id]));
    await makeRecentPrograms({
      at: (when, as) =>
        createContext(
          { db, config, now: () => when.toJSDate() },
          as === "staff"
            ? staffViewer
            : {
                ...nobody,
                email: "education@provider.accrue.test",
                providers: new Map([[as.providerId, { role: "OWNER", status: ProviderStatus.ACTIVE }]]),
              },
        ),
      today: DateTime.fromJSDate(now(), { zone }).startOf("day"),
      size: this.#choice.size,
      lot: new Lot(this.#choice.seed + 1),
      providers,
      types,
      members: history.members.filter(({ isActive }) => isActive),
    });
  }
}
