import type { EntityManager } from "typeorm";
import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue } from "../core/jobs.ts";
import { advisoryLocks, forChange, uploadCheckLockSql } from "../core/locks.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { BundleImport, type BundleObstacles } from "./bundle.entity.ts";
import { BundleStatus, bundleMoves } from "./bundle.status.ts";
import { BundleProgress } from "./bundle-progress.ts";
import { everyKind } from "./every-kind.ts";
import type { MovingKind } from "./moving-kind.ts";
import { createMovingStage, notAsLeft, setBack } from "./moving-stage.ts";

/** How many obstacles are told of. */
const most = 5;

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A bundle that was recorded is to be taken back. */
    "moving.undo": { importId: string };
  }
}

/**
 * Has a whole import taken back by a job. Again: changes nothing.
 * @throws FORBIDDEN, NOT_FOUND, REASON_REQUIRED; ILLEGAL_TRANSITION for what was not recorded
 */
export async function undoBundle(ctx: Context, id: string, reason: string): Promise<void> {
  assertMay(ctx, administrator, null);
  const given = requiredReason(reason);
  await inTransaction(ctx, async (tx) => {
    const bundle = isId(id) ? await tx.findOne(BundleImport, { where: { id }, lock: forChange }) : null;
    if (!bundle) throw notFound("bundle", "id");
    const { UNDOING, UNDONE } = BundleStatus;
    if (bundle.status === UNDOING || bundle.status === UNDONE) return;
    assertMove(bundleMoves, "bundle", bundle.status, UNDOING);
    await tx.update(BundleImport, id, {
      status: UNDOING,
      undoReason: given,
      obstacles: null,
      phase: AttendanceUploadPhase.WAITING,
      progress: 0,
    });
    await audit(tx, ctx, "moving.undo", ["bundle-import", id], {
      reason: given,
      before: { status: bundle.status },
      after: { status: UNDOING },
    });
    await enqueue(tx, "moving.undo", { importId: id });
  });
}

/**
 * Takes a whole import back: what it added is gone, and what it changed is as before. Where something stands on it, such as a correction, a
 * later import or credit, nothing is taken back, and the import says what. What was erased since stays erased. Does nothing where that was done: a
 * job that is run again after a crash begins anew, since nothing of the first run was committed.
 */
export async function takeBack(ctx: Context, id: string): Promise<void> {
  const progress = new BundleProgress(ctx, id, "undone");
  const { CHECKING, RECORDING } = AttendanceUploadPhase;
  const obstacles = await inTransaction(ctx, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [id]);
    await keepPersons(tx);
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.memberImports]);
    const bundle = await tx.findOneBy(BundleImport, { id });
    if (bundle?.status !== BundleStatus.UNDOING) return null;
    await createMovingStage(tx, ctx);
    await tx.query("CREATE TEMPORARY TABLE undo_obstacle (kind text, record_id uuid) ON COMMIT DROP");
    for (const [i, kind] of everyKind.entries()) {
      await progress.tell(CHECKING, i / everyKind.length);
      await layChanged(tx, kind, id);
    }
    const files = await filesThatCame(tx, id);
    for (const [i, kind] of everyKind.toReversed().entries()) {
      await progress.tell(RECORDING, i / everyKind.length);
      await layReferred(tx, kind, id);
      const found = await obstaclesFound(tx);
      if (found) throw new StoodOn(found);
      await tx.query(
        `DELETE FROM ${kind.table} t USING bundle_record b WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND b.before IS NULL AND t.id = b.record_id`,
        [id],
      );
      await setBack(tx, kind, id);
    }
    for (const { settle = [] } of everyKind) for (const sql of settle) await tx.query(sql);
    await files.drop();
    await finish(tx, ctx, id, { status: BundleStatus.UNDONE, undoneAt: ctx.now() });
    return null;
  }).catch((error: unknown) => {
    if (error instanceof StoodOn) return error.obstacles;
    throw error;
  });
  if (obstacles)
    await inTransaction(ctx, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [id]);
      const bundle = await tx.findOneBy(BundleImport, { id });
      if (bundle?.status === BundleStatus.UNDOING)
        await finish(tx, ctx, id, { status: BundleStatus.PROCESSED, undoReason: null, obstacles });
    });
}

/** Something stands on what is to be taken back, so that all of it stays. */
class StoodOn extends Error {
  constructor(readonly obstacles: BundleObstacles) {
    super();
  }
}

async function finish(
  tx: EntityManager,
  ctx: Context,
  id: string,
  set: Partial<BundleImport> & { status: BundleStatus },
): Promise<void> {
  await tx.update(BundleImport, id, { ...set, phase: null, progress: 100 });
  await audit(tx, ctx, "moving.undone", ["bundle-import", id], {
    before: { status: BundleStatus.UNDOING },
    after: { status: set.status },
  });
}

/** Files that the import gave to records: nobody has them once it is taken back. */
async function filesThatCame(tx: EntityManager, importId: string): Promise<{ drop: () => Promise<void> }> {
  const came = everyKind.flatMap(({ name, fileField }) =>
    fileField === undefined
      ? []
      : [
          `SELECT (b.after ->> '${fileField}')::uuid AS id FROM bundle_record b WHERE b.import_id = $1 AND b.kind = '${name}'
             AND b.after ->> '${fileField}' IS NOT NULL AND b.before ->> '${fileField}' IS NULL`,
        ],
  );
  await tx.query(`CREATE TEMPORARY TABLE undo_file ON COMMIT DROP AS ${came.join(" UNION ")}`, [importId]);
  return {
    drop: async () => {
      await tx.query("DELETE FROM stored_file f USING undo_file u WHERE f.id = u.id");
    },
  };
}

/** What was changed since, by hand or by a later import. */
async function layChanged(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  await tx.query(
    `INSERT INTO undo_obstacle SELECT '${kind.name}', record_id FROM (${notAsLeft(kind)}
       UNION SELECT b.record_id FROM bundle_record b JOIN bundle_import own ON own.id = b.import_id
         JOIN bundle_record l ON l.record_id = b.record_id JOIN bundle_import i ON i.id = l.import_id
       WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND i.status IN ('PROCESSED', 'UNDOING') AND i.place > own.place) o`,
    [importId],
  );
}

/** What still refers to a record that the import added, once what it added itself is gone: as the database itself says. */
async function layReferred(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  const references: { table: string; column: string }[] = await tx.query(
    `SELECT quote_ident(t.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = '${kind.table}'::regclass AND t.relname <> ALL ($1::text[]) ORDER BY 1, 2`,
    [[...(kind.parts ?? []), ...kind.fields.flatMap(({ part }) => (part ? [part.table] : []))]],
  );
  const own = kind.table === "member" ? ["t.account_id IS NOT NULL"] : [];
  // What came with the import goes with it, where records of a table name each other.
  const came = (table: string) =>
    table === kind.table
      ? "AND NOT EXISTS (SELECT FROM bundle_record k WHERE k.import_id = $1 AND k.record_id = r.id AND k.before IS NULL)"
      : "";
  const referred = references.map(
    ({ table, column }) =>
      `EXISTS (SELECT FROM ${table} r WHERE r.${column} = t.id ${came(table)} AND NOT EXISTS (SELECT FROM undo_obstacle o WHERE o.record_id = r.${column}))`,
  );
  await tx.query(
    `INSERT INTO undo_obstacle SELECT '${kind.name}', t.id FROM bundle_record b JOIN ${kind.table} t ON t.id = b.record_id
     WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND b.before IS NULL AND NOT EXISTS (SELECT FROM undo_obstacle)
       AND (${[...own, ...referred, "false"].join(" OR ")})`,
    [importId],
  );
}

async function obstaclesFound(tx: EntityManager): Promise<BundleObstacles | null> {
  const [{ count }] = await tx.query("SELECT count(*)::int AS count FROM undo_obstacle");
  if (count === 0) return null;
  const selects = everyKind.map(
    ({ name, table, called }) =>
      `SELECT o.kind, ${called} AS called FROM undo_obstacle o JOIN ${table} t ON t.id = o.record_id WHERE o.kind = '${name}'`,
  );
  const obstacles: { called: string }[] = await tx.query(
    `SELECT * FROM (${selects.join(" UNION ALL ")}) o ORDER BY 1, 2 LIMIT ${most}`,
  );
  return { count, numbers: obstacles.map(({ called }) => called) };
}
