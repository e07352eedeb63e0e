import { chmod, mkdtemp, statfs } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Linux's file system in memory. */
const memory = "/dev/shm";
const roomBytes = 4 * 2 ** 30;

/**
 * A new folder for data that nobody keeps, which everybody may enter: as root, PostgreSQL runs as another user. It is in memory where
 * there is room: a database is a thousand files, and to make and drop hundreds of databases costs a disk's file system a third of a
 * whole run's processor time.
 */
export async function makeDataFolder(name: string): Promise<string> {
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  const folder = await mkdtemp(path.join(room > roomBytes ? memory : os.tmpdir(), `accrue-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}
