import type pg from "pg";
import type { DataSource } from "typeorm";

/** The pool that TypeORM keeps for PostgreSQL. Jobs share it with requests. */
export const poolOf = (db: DataSource): pg.Pool => (db.driver as unknown as { master: pg.Pool }).master;
