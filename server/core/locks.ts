/**
 * Everything that makes a transaction wait for another. Two that lock the same things in different orders wait for each other until
 * PostgreSQL ends one of them, so everybody locks in this order, and skips what it does not need:
 *
 * 1. that members stay who they are: `keepPersons` (shared) or `changePersons` (alone), `server/members/keep-persons.ts`;
 * 2. programs, several in the order of their IDs, and then the provider whose credit is counted;
 * 3. members, several in the order of their IDs, and then their accounts;
 * 4. certificates, then attendance records;
 * 5. the counters of numbers (`number_series`), as late as possible, since everybody waits for them.
 *
 * Take a lock and read in two statements: the second one sees what the holder before has committed.
 */

/** Rows that are to be changed. Who only refers to one, as a new row that names it does, does not wait. */
export const forChange = { mode: "for_no_key_update" } as const;
export const forChangeSql = "FOR NO KEY UPDATE";

/** Rows that are to be deleted: nobody may begin to refer to one. */
export const forRemoval = { mode: "pessimistic_write" } as const;
export const forRemovalSql = "FOR UPDATE";

/** Rows that are to stay as they are read. */
export const toStay = { mode: "pessimistic_read" } as const;
export const toStaySql = "FOR SHARE";

/** Numbers of advisory locks, of the whole database. Any that nothing else locks. */
export const advisoryLocks = {
  /** Who brings the tables up to date. */
  migrations: 4_117_225_901,
  /** Who makes the small world. */
  seed: 4_117_225_902,
  /** Held while members stay who they are, or by whoever changes that. */
  persons: 4_117_225_905,
  /** Who writes many members at once: one import after the other. Taken behind `persons`. */
  memberImports: 4_117_225_906,
  /** Who gives events their numbers: one at a time, until it has committed. */
  events: 4_117_225_907,
  /** Who makes a webhook: one at a time, so that none is one too many. */
  webhooks: 4_117_225_908,
  /** Who gives the events of certificates their places in the log: one at a time, until it has committed. */
  certificateLog: 4_117_225_909,
  /** Who saves a view of a list: one at a time, so that none is one too many. */
  savedViews: 4_117_225_910,
  /** Who sets a special rate with a code: one at a time, so that no code means two on one day. */
  promotionCodes: 4_117_225_911,
  /** Who registers documents for everybody: one at a time, so that none is one too many. */
  trustedDocuments: 4_117_225_912,
  /** In the sandbox: the test key that comes there first. */
  testKeys: 4_117_225_914,
  /** Who makes the sandbox anew, in the database `postgres` of its server. */
  sandbox: 4_117_225_913,
  /** Who makes the large world. Taken before `seed`. */
  largeWorld: 4_117_225_915,
  /** Who asks for an export of everything: one at a time, so that none is one too many. */
  wholeExports: 4_117_225_916,
  /** The first of two numbers: each living job runner holds one, so that the jobs of a dead one are found. */
  livingWorkers: 411_722,
  /** The first of two numbers: whoever stamps a change shares one until its end, whose second number is the second in which it began. */
  changes: 411_723,
} as const;

/** SQL of the second in which the oldest transaction began that stamps changes and has not ended; null: there is none. */
export const changesUnderWay = `SELECT to_timestamp(1767225600 + min(objid::bigint)) FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${advisoryLocks.changes} AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** SQL of the number that whoever sends events to a webhook holds on a connection of its own: one at a time. */
export const deliveryLockSql = (webhookId: string): string =>
  `hashtextextended('events.deliver ' || ${webhookId}::text, 0)`;

/** SQL of the number by which one upload is checked by one job at a time. */
export const uploadCheckLockSql = (uploadId: string): string =>
  `hashtextextended('attendance.check ' || ${uploadId}::text, 0)`;
