import type { EntityManager } from "typeorm";
import { audit, systemViewer } from "./core/audit.ts";
import { type Context, createContext, inTransaction } from "./core/context.ts";
import { installationId, isElsewhere } from "./core/hold.ts";
import { forChangeSql } from "./core/locks.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** A database and REHEARSAL do not go together. The message is one sentence that says what to do. */
export class RehearsalError extends Error {}

/**
 * Sees to it that a rehearsal stays one. By REHEARSAL=1 a database becomes one for good: a new one, or a copy, which has been brought here and
 * has sent nothing since. Whatever opens something where it was copied from is ended then.
 * @throws RehearsalError where the database is in use, or is a rehearsal and is not started as one
 */
export async function standByRehearsal(base: Base): Promise<void> {
  const { rehearsal } = base.config;
  const moved = await isElsewhere(base);
  const ctx = createContext(base, systemViewer);
  await inTransaction(ctx, async (tx) => {
    const [place]: { since: Date | null; held: boolean; isNew: boolean }[] = await tx.query(
      `SELECT rehearsal_since AS since, held_since IS NOT NULL AS held, identity IS NULL AS "isNew" FROM installation ${forChangeSql}`,
    );
    // Sandboxes and databases that lost the row are none.
    if (!place) return;
    if (!rehearsal) {
      if (place.since)
        throw new RehearsalError(
          "This database is a rehearsal, and nothing that was done in it counts: set REHEARSAL=1 to go on with it, or begin with an empty database, or a copy of the real one.",
        );
      return;
    }
    if (place.since) return;
    if (!moved && !place.held && !place.isNew && (await hasPeople(tx)))
      throw new RehearsalError(
        "People work in this database, so that it cannot become a rehearsal: take REHEARSAL out of its settings, and set it where a copy of it was restored.",
      );
    await endWhatOpens(tx, base.now());
    await tx.query("UPDATE installation SET rehearsal_since = $1, held_since = coalesce(held_since, $1)", [base.now()]);
    await audit(tx, ctx, "installation.begin-rehearsal", ["installation", installationId]);
  });
}

const hasPeople = async (tx: EntityManager): Promise<boolean> =>
  (await tx.query("SELECT EXISTS (SELECT FROM account WHERE NOT demo) AS people"))[0].people;

/**
 * Ends what opens the installation that this is a copy of: sign-ins, keys, links and codes. Signing keys go without their private parts; the next
 * one is made when it is asked for. Passwords and second factors stay, by which people sign in here.
 */
async function endWhatOpens(tx: EntityManager, now: Date): Promise<void> {
  for (const table of openers) await tx.query(`DELETE FROM ${table}`);
  await tx.query("UPDATE api_key SET revoked_at = $1 WHERE revoked_at IS NULL", [now]);
  await tx.query("UPDATE webhook SET stopped_at = $1, stopped_because = 'BY_HAND' WHERE stopped_at IS NULL", [now]);
  await tx.query(
    "UPDATE signing_key SET sealed_private_key = NULL, retired_at = coalesce(retired_at, $1) WHERE sealed_private_key IS NOT NULL",
    [now],
  );
}

const openers = [
  "access_token",
  "member_token",
  "app_state",
  "app_key",
  "begun_single_sign_on",
  "door_link",
  "email_code",
  "evaluation_link",
  "idempotent_request",
  "invitation",
  "passkey_challenge",
  "password_reset",
  "room_link",
  "sign_in_challenge",
  "sign_up",
];
