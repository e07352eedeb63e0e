import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { majorVersion } from "./binaries.ts";
import { EmbeddedPostgresError, hasCode, message, stderrOf } from "./failure.ts";
import { isAlive, processToken, type RunAs, run, serverEnvironment } from "./process.ts";

/** Role, database and file names inside a data folder; changing one orphans every existing data folder. */
export const superuser = "accrue";
export const appRole = "accrue_app";
export const database = "accrue";
export const passwordFile = "accrue.password";
export const logFile = "postgres.log";

/** What each step of one start needs to know. */
export type Cluster = {
  dataDir: string;
  native: string;
  runAs: RunAs;
  log: (line: string) => void;
  throwaway: boolean;
  settings: Record<string, string>;
};

/** Absolute, without symbolic links, so that every process names the same server by the same path. */
export function resolveDataDir(given: string): string {
  const absolute = path.resolve(given);
  try {
    fs.mkdirSync(path.dirname(absolute), { recursive: true });
    return fs.existsSync(absolute)
      ? fs.realpathSync(absolute)
      : path.join(fs.realpathSync(path.dirname(absolute)), path.basename(absolute));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder "${absolute}" can't be made (${message(cause)}): choose another one or let this user write there.`,
      { cause },
    );
  }
}

/** As root: the owner of the data folder, or else the user `postgres` or `nobody`. */
export async function chooseUser(dataDir: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const owner = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all(
        ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
      );
      if (uid) return { uid, gid };
    } catch {
      // There is no such user: try the next.
    }
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL refuses to run as root and there is no user postgres or nobody to run it as: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Asks the kernel, as the user who'll run the server, whether the folders can be entered; modes alone miss ACLs. */
export async function assertReachable(native: string, dataDir: string, runAs: RunAs): Promise<void> {
  if (runAs.uid === undefined) return;
  const folders = [
    path.join(native, "bin"),
    path.join(native, "lib"),
    path.join(native, "share"),
    path.dirname(dataDir),
  ];
  const script = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit; }; done';
  const ancestors = [...new Set(folders.map((folder) => fs.realpathSync(folder)).flatMap(withAncestors))];
  const { stdout: closed } = await run("/bin/sh", ["-c", script, "sh", ...ancestors], { ...runAs, cwd: "/" });
  if (!closed) return;
  const [what, remedy] = dataDir.startsWith(`${closed}/`)
    ? ["The data folder", "choose a data folder elsewhere"]
    : ["The project", "move the project elsewhere"];
  throw new EmbeddedPostgresError(
    `${what} is below "${closed}", which the user with ID ${runAs.uid} can't enter, and PostgreSQL refuses to run as root: ${remedy}, run chmod o+x "${closed}", start as an ordinary user, or set DATABASE_URL.`,
  );
}

function withAncestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...withAncestors(parent), folder];
}

export function isEmptyOrMissing(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return true;
    throw new EmbeddedPostgresError(
      `The data folder "${folder}" can't be read (${message(error)}): start as its owner, or choose another one.`,
      { cause: error },
    );
  }
}

/** Refuses folders that hold something else, another major version, or another user's data. */
export function assertUsable({ dataDir, native, runAs }: Cluster): void {
  const versionFile = path.join(dataDir, "PG_VERSION");
  if (!fs.existsSync(versionFile)) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" holds files but no PostgreSQL data: choose an empty or new folder.`,
    );
  }
  const made = fs.readFileSync(versionFile, "utf8").trim();
  const ours = majorVersion(native);
  if (made !== ours) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" was made by PostgreSQL ${made} but this is PostgreSQL ${ours}: dump it with version ${made} and load it into a new folder, or install the version of Accrue that made it.`,
    );
  }
  const owner = fs.statSync(dataDir).uid;
  const user = runAs.uid ?? process.getuid?.();
  if (owner !== user) {
    throw new EmbeddedPostgresError(
      `The data folder "${dataDir}" belongs to the user with ID ${owner} but PostgreSQL would run as ${user}: run chown -R ${user} "${dataDir}", or start as its owner.`,
    );
  }
}

export function readPassword(dataDir: string): string {
  const file = path.join(dataDir, passwordFile);
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL can't be read from "${file}": restore that file, or set DATABASE_URL to the server that owns the folder.`,
      { cause },
    );
  }
}

/** Makes a data folder beside the wanted one and renames it when it's complete, so a crash leaves no half-made one. */
export async function initialise(cluster: Cluster): Promise<void> {
  const { dataDir, runAs, log } = cluster;
  log(`Making the data folder "${dataDir}".`);
  const workshop = `${dataDir}.new.${processToken()}`;
  removeLeftovers(dataDir);
  const made = path.join(workshop, "data");
  const secret = path.join(workshop, passwordFile);
  try {
    fs.mkdirSync(workshop, { mode: 0o700 });
    fs.writeFileSync(secret, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
    giveTo(runAs, workshop, secret);
    await runInitdb(cluster, workshop, made, secret);
    fs.renameSync(secret, path.join(made, passwordFile));
    sync(path.join(made, passwordFile));
    sync(made);
    fs.renameSync(made, dataDir);
    sync(path.dirname(dataDir));
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const hint =
      hasCode(cause, "EBUSY") || hasCode(cause, "EXDEV")
        ? "choose a folder below this mount point"
        : "choose another folder or make room";
    throw new EmbeddedPostgresError(`The data folder "${dataDir}" can't be made (${message(cause)}): ${hint}.`, {
      cause,
    });
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Makes PostgreSQL's own files in `folder`, which is inside `workshop`. */
async function runInitdb(cluster: Cluster, workshop: string, folder: string, secret: string): Promise<void> {
  const { dataDir, native, runAs, throwaway } = cluster;
  const args = ["-D", folder, `--username=${superuser}`, `--pwfile=${secret}`, "--auth=scram-sha-256"];
  // The built-in provider sorts and folds case alike on every system; only the character classes of some extensions
  // ask the system's library, which may lack C.UTF-8 (macOS does).
  args.push("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
  if (throwaway) args.push("--no-sync");
  const attempt = (ctype: string) =>
    run(path.join(native, "bin", "initdb"), [...args, `--lc-ctype=${ctype}`], {
      ...runAs,
      cwd: workshop,
      env: serverEnvironment(),
    });
  try {
    await attempt("C.UTF-8").catch((error) => {
      if (/invalid locale name/.test(stderrOf(error))) return attempt("C");
      throw error;
    });
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `PostgreSQL could not make the data folder "${dataDir}"; put right what it says and start again: ${stderrOf(cause) || message(cause)}`,
      { cause },
    );
  }
}

/** Removes what starters that were killed left beside the data folder. Call under the lock. */
function removeLeftovers(dataDir: string): void {
  const [parent, base] = [path.dirname(dataDir), path.basename(dataDir)];
  for (const entry of fs.readdirSync(parent)) {
    const prefix = [`${base}.new.`, `${base}.lock.`].find((known) => entry.startsWith(known));
    if (!prefix || isAlive(entry.slice(prefix.length))) continue;
    try {
      fs.rmSync(path.join(parent, entry), { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // An initdb that outlived its starter still writes there: a later start removes it.
    }
  }
}

function giveTo({ uid, gid }: RunAs, ...files: string[]): void {
  if (uid === undefined || gid === undefined) return;
  for (const file of files) fs.chownSync(file, uid, gid);
}

/** Without this a power cut could bring the name of the temporary folder back. */
function sync(file: string): void {
  const handle = fs.openSync(file, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
