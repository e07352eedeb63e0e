import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { advisoryLocks, forChange } from "../core/locks.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { BundleImport } from "./bundle.entity.ts";
import { BundleStatus, bundleMoves } from "./bundle.status.ts";
import { everyKind } from "./every-kind.ts";
import type { MovingKind } from "./moving-kind.ts";
import { createMovingStage, notAsLeft, setBack } from "./moving-stage.ts";

/** How many obstacles are told of. */
const most = 5;

/**
 * Takes a whole import back: what it added is gone, and what it changed is as before. Where something stands on it, such as a correction, a
 * later import or credit, nothing is taken back. What was erased since stays erased.
 * @throws FORBIDDEN, NOT_FOUND, REASON_REQUIRED; ILLEGAL_TRANSITION for what was not recorded; ALREADY_RECORDED where something stands on it
 */
export async function undoBundle(ctx: Context, id: string, reason: string): Promise<void> {
  assertMay(ctx, administrator, null);
  const given = requiredReason(reason);
  await inTransaction(ctx, async (tx) => {
    await keepPersons(tx);
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.memberImports]);
    const bundle = isId(id) ? await tx.findOne(BundleImport, { where: { id }, lock: forChange }) : null;
    if (!bundle) throw notFound("bundle", "id");
    if (bundle.status === BundleStatus.UNDONE) return;
    assertMove(bundleMoves, "bundle", bundle.status, BundleStatus.UNDONE);
    await createMovingStage(tx, ctx);
    await tx.query("CREATE TEMPORARY TABLE undo_obstacle (kind text, record_id uuid) ON COMMIT DROP");
    for (const kind of everyKind) await layChanged(tx, kind, id);
    for (const kind of everyKind.toReversed()) {
      await layReferred(tx, kind, id);
      await tx.query(
        `DELETE FROM ${kind.table} t USING bundle_record b WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND b.before IS NULL
           AND t.id = b.record_id AND NOT EXISTS (SELECT FROM undo_obstacle)`,
        [id],
      );
      await tx.query(setBack(kind), [id]);
    }
    for (const { settle = [] } of everyKind) for (const sql of settle) await tx.query(sql);
    await assertNothingStands(tx);
    await tx.update(BundleImport, id, {
      status: BundleStatus.UNDONE,
      undoneAt: ctx.now(),
      undoReason: given,
    });
    await audit(tx, ctx, "moving.undo", ["bundle-import", id], {
      reason: given,
      before: { status: bundle.status },
      after: { status: BundleStatus.UNDONE },
    });
  });
}

/** What was changed since, by hand or by a later import. */
async function layChanged(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  await tx.query(
    `INSERT INTO undo_obstacle SELECT '${kind.name}', record_id FROM (${notAsLeft(kind)}
       UNION SELECT b.record_id FROM bundle_record b JOIN bundle_import own ON own.id = b.import_id
         JOIN bundle_record l ON l.record_id = b.record_id JOIN bundle_import i ON i.id = l.import_id
       WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND i.status = 'PROCESSED' AND i.place > own.place) o`,
    [importId],
  );
}

/** What still refers to a record that the import added, once what it added itself is gone: as the database itself says. */
async function layReferred(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  const references: { table: string; column: string }[] = await tx.query(
    `SELECT quote_ident(t.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = '${kind.table}'::regclass AND t.relname <> ALL ($1::text[]) ORDER BY 1, 2`,
    [kind.parts ?? []],
  );
  const own = kind.table === "member" ? ["t.account_id IS NOT NULL"] : [];
  const referred = references.map(
    ({ table, column }) =>
      `EXISTS (SELECT FROM ${table} r WHERE r.${column} = t.id AND NOT EXISTS (SELECT FROM undo_obstacle o WHERE o.record_id = r.${column}))`,
  );
  await tx.query(
    `INSERT INTO undo_obstacle SELECT '${kind.name}', t.id FROM bundle_record b JOIN ${kind.table} t ON t.id = b.record_id
     WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND b.before IS NULL AND NOT EXISTS (SELECT FROM undo_obstacle)
       AND (${[...own, ...referred, "false"].join(" OR ")})`,
    [importId],
  );
}

async function assertNothingStands(tx: EntityManager): Promise<void> {
  const [{ count }] = await tx.query("SELECT count(*)::int AS count FROM undo_obstacle");
  if (count === 0) return;
  const selects = everyKind.map(
    ({ name, table, called }) =>
      `SELECT o.kind, ${called} AS called FROM undo_obstacle o JOIN ${table} t ON t.id = o.record_id WHERE o.kind = '${name}'`,
  );
  const obstacles: { kind: string; called: string }[] = await tx.query(
    `SELECT * FROM (${selects.join(" UNION ALL ")}) o ORDER BY 1, 2 LIMIT ${most}`,
  );
  throw new DomainError(ErrorCode.ALREADY_RECORDED, "bundle.stoodOn", {
    field: "id",
    count,
    numbers: obstacles.map(({ called }) => called),
  });
}
