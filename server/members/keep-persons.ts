import type { EntityManager } from "typeorm";
import { advisoryLocks } from "../core/locks.ts";

/** Any number that nothing else locks. */
const lock = advisoryLocks.persons;

/**
 * From here to the end of the transaction no two members are merged and none is erased, so that what is recorded for a member
 * number goes to the person it was checked against. Taken before any row is locked; many may hold it at once.
 */
export const keepPersons = (tx: EntityManager): Promise<unknown> =>
  tx.query("SELECT pg_advisory_xact_lock_shared($1)", [lock]);

/** To merge or erase: waits for all who hold `keepPersons`, and holds up those who come later. Before any row is locked. */
export const changePersons = (tx: EntityManager): Promise<unknown> =>
  tx.query("SELECT pg_advisory_xact_lock($1)", [lock]);
