import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Bench, startBench } from "./bench-server.ts";
import { startWorker } from "./killed-imports.ts";
import { type OldSystem, oldSystem, type Planted } from "./old-system.ts";

/** Which share of the largest accreditor there is: 994 programs, 20,000 members, 1,000,000 attendances, 300,000 certificates. */
const share = Number(process.env.MOVING_SHARE ?? 0.05);

async function write(bench: Bench, name: string, { files, pdfs }: Pick<OldSystem, "files" | "pdfs">): Promise<string> {
  const folder = path.join(bench.folder, name);
  await mkdir(folder);
  for (const [file, bytes] of files) await writeFile(path.join(folder, file), bytes);
  let made = "";
  for (const [file, bytes] of pdfs()) {
    const within = path.dirname(path.join(folder, file));
    if (within !== made) await mkdir(within, { recursive: true });
    made = within;
    writeFileSync(path.join(folder, file), bytes);
  }
  return folder;
}

interface Run {
  seconds: number;
  /** In MiB. */
  peak: number;
  code: number | null;
}

/** Runs `npm run import` in a process of its own, and watches its memory. */
async function runImport(bench: Bench, ...args: string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=4", "--import", "tsx", "server/cli/import.ts", ...args],
    {
      env: { ...process.env, DATABASE_URL: bench.databaseUrl, LOG_LEVEL: "warn" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  let peak = 0;
  let ended = false;
  const exit = once(child, "exit").then(([code]) => {
    ended = true;
    return code as number | null;
  });
  while (!ended) {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    await Promise.race([exit, delay(100)]);
  }
  return { seconds: (performance.now() - start) / 1_000, peak, code: await exit };
}

/** What nobody may hear, and what an import must not have made. */
const told = `SELECT (SELECT count(*)::int FROM mail) AS mails, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM certificate) AS certificates,
  (SELECT count(*)::int FROM stored_file f WHERE NOT EXISTS (SELECT FROM bundle_pdf b WHERE b.file_id = f.id)) AS files`;

/**
 * An accreditor moves in: every planted fault is named and none else; then mended, recorded, and taken back. Fails where anything is otherwise, and
 * where anybody was mailed.
 */
export async function moving(): Promise<void> {
  const bench = await startBench();
  try {
    const one = async (sql: string, values: unknown[] = []) => (await bench.db.query(sql, values)).rows[0];
    const before = await one(told);
    const idle = await runImport(
      bench,
      await write(bench, "idle", {
        files: new Map([["providers.csv", Buffer.from("Provider ID,Name\nP1999,One\n")]]),
        *pdfs() {},
      }),
      "--check",
    );
    const faulty = oldSystem(share, true);
    const checked = await runImport(bench, await write(bench, "faulty", faulty), "--check");
    const { rows: named } = await bench.db.query(
      `SELECT e.file, e.line, e.code, e.severity FROM bundle_error e JOIN bundle_import i ON i.id = e.upload_id
       WHERE i.file_name = 'faulty' ORDER BY 1, 2, 3`,
    );
    const asText = ({ file, line, code, severity }: Planted) => `${file} ${line} ${code} ${severity}`;
    const [planted, found] = [faulty.planted.map(asText).sort(), (named as Planted[]).map(asText).sort()];
    const missing = planted.filter((each) => !found.includes(each));
    const more = found.filter((each) => !planted.includes(each));
    if (missing.length + more.length > 0)
      throw new Error(
        `Not named: ${missing.slice(0, 10).join("; ")}. Named without being there: ${more.slice(0, 10).join("; ")}.`,
      );
    const { records } = faulty;
    console.log(
      `moving: ${Object.entries(records)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", ")}`,
    );
    console.log(`  ${planted.length} planted faults, each named and none else: ${checked.seconds.toFixed(1)} s`);

    const quarter = await runImport(bench, await write(bench, "quarter", oldSystem(share / 4, false)), "--check");
    const mended = await write(bench, "mended", oldSystem(share, false));
    const recorded = await runImport(bench, mended);
    if (recorded.code !== 0) throw new Error("The mended bundle is refused.");
    for (const table of ["attendance_record", "outside_certificate"] as const) {
      const { n } = await one(`SELECT count(*)::int AS n FROM ${table} x JOIN bundle_record b ON b.record_id = x.id`);
      if (n !== records[table]) throw new Error(`${n} of ${records[table]} rows of ${table} are there.`);
    }
    const { pdfs } = await one(`SELECT (SELECT count(pdf_file_id)::int FROM outside_certificate) AS pdfs`);
    if (pdfs !== records.outside_certificate)
      throw new Error(`${pdfs} of ${records.outside_certificate} PDFs are there.`);
    console.log(`  mended, checked and recorded: ${recorded.seconds.toFixed(1)} s`);
    console.log(
      `  peak memory over an idle command (${idle.peak.toFixed(0)} MiB): a quarter of it ${(quarter.peak - idle.peak).toFixed(0)} MiB, all of it ${(checked.peak - idle.peak).toFixed(0)} MiB to check, ${(recorded.peak - idle.peak).toFixed(0)} MiB to record`,
    );

    const { id } = await one("SELECT id FROM bundle_import WHERE file_name = 'mended'");
    const again = await runImport(bench, mended, "--check");
    const { other } = await one(
      `SELECT sum(f.added_rows + f.changed_rows + f.left_rows)::int AS other FROM bundle_file f JOIN bundle_import i ON i.id = f.import_id
       WHERE i.file_name = 'mended' AND i.id <> $1`,
      [id],
    );
    if (other !== 0 || again.code !== 0) throw new Error(`Once more, ${other} rows would change something.`);
    console.log(`  the same once more, of which nothing is new: checked in ${again.seconds.toFixed(1)} s`);
    const worker = await startWorker(bench);
    const start = performance.now();
    const token = await signIn(bench);
    await ask(bench, token, 'mutation ($id: ID!) { undoBundle(id: $id, reason: "Measured") { id } }', { id });
    for (
      let status = "";
      status !== "UNDONE";
      { status } = await one("SELECT status FROM bundle_import WHERE id = $1", [id])
    ) {
      if (status === "PROCESSED") throw new Error("Something stands on it.");
      await delay(200);
    }
    console.log(
      `  taken back: ${((performance.now() - start) / 1_000).toFixed(1)} s, peak memory of the worker ${(await worker.peakMemory()).toFixed(0)} MiB`,
    );
    await worker.kill();
    const after = await one(told);
    console.log(
      `  mails: ${after.mails - before.mails}, events: ${after.events - before.events}, certificates made here: ${after.certificates - before.certificates}, files left: ${after.files - before.files}`,
    );
    if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error("Somebody was told, or something was left.");
  } finally {
    await bench.stop();
  }
}

async function signIn(bench: Bench): Promise<string> {
  const { signIn: found } = await ask(
    bench,
    "",
    'mutation { signIn(email: "staff@accrue.test", password: "accrue-demo") { token } }',
    {},
  );
  return found.token;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
async function ask(bench: Bench, token: string, query: string, variables: object): Promise<any> {
  const answer = await fetch(`${bench.url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
