import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Bench, startBench } from "./bench-server.ts";
import { startWorker } from "./killed-imports.ts";

/** Which share of the largest accreditor there is: 994 programs, 20,000 members, 1,000,000 attendances, 300,000 certificates. */
const share = Number(process.env.MOVING_SHARE ?? 0.05);

interface Planted {
  file: string;
  line: number;
  code: string;
}

interface World {
  files: Map<string, Buffer>;
  planted: Planted[];
  records: Record<string, number>;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** What one accreditor has, in files as people have them; with the faults of real lists, or mended. */
function bundleOf(size: number, faulty: boolean): World {
  const of = (all: number) => Math.max(4, Math.round(all * size));
  const [providers, programs, members] = [of(200), of(994), of(20_000)];
  const perMember = Math.min(50, programs * 2);
  const planted: Planted[] = [];
  const texts: Record<string, string[]> = {};
  const add = (file: string, ...rows: string[]) => {
    const lines = texts[file] ?? [];
    texts[file] = lines;
    for (const row of rows) lines.push(row);
  };
  const fault = (file: string, row: string, code: string) => {
    if (!faulty) return;
    add(file, row);
    planted.push({ file, line: texts[file]?.length ?? 0, code });
  };
  const faults = 3;

  add("providers.csv", "Provider ID,Name,Contact Email");
  for (let i = 0; i < providers; i++) add("providers.csv", `P${2_000 + i},Höhere Schule ${i},office${i}@example.test`);
  fault("providers.csv", "P2001,Again,", "DUPLICATE_ROW");

  add("members.csv", "Member ID;First Name;Last Name;City;Member Since");
  for (let i = 0; i < members; i++)
    add("members.csv", `${300_000 + i};Zoë ${i};Müller-${i % 997};Austin;${two((i % 12) + 1)}/15/2009`);
  for (let i = 0; i < faults; i++) fault("members.csv", `${300_000 + i};Zoë ${i};Müller;Austin;`, "DUPLICATE_ROW");
  // That of somebody in the small world.
  fault("members.csv", "100100;Somebody;Else;;", "NUMBER_TAKEN");

  const numberOf = (p: number) => `A${two(9 + (p % 15))}${500 + Math.floor(p / 15)}`;
  const dayOf = (p: number, second: number) =>
    [2009 + (p % 15), 1 + ((p * 7) % 6) + 6 * second, 1 + ((p * 11) % 28)] as const;
  const iso = ([year, month, day]: readonly [number, number, number]) => `${year}-${two(month)}-${two(day)}`;
  add("programs.csv", "Program ID,Provider ID,Title,Type,Status,Credits,Minutes");
  add("offerings.csv", "Program ID,First Day,Place");
  for (let p = 0; p < programs; p++) {
    add(
      "programs.csv",
      `${numberOf(p)},P${2_000 + (p % providers)},Punkte №${p},Single Lecture/Workshop,Completed,2,120`,
    );
    for (const second of [0, 1]) add("offerings.csv", `${numberOf(p)},${iso(dayOf(p, second))},Dallas`);
  }
  for (let i = 0; i < faults; i++) {
    fault("programs.csv", `B0900${i},P9${i}99,No provider,Single Lecture/Workshop,Completed,2,120`, "UNKNOWN_PROVIDER");
    if (faulty) add("offerings.csv", `B0900${i},2009-01-01,Dallas`);
  }
  fault("programs.csv", `${numberOf(0)},P2000,Number reused,Single Lecture/Workshop,Completed,2,120`, "DUPLICATE_ROW");
  fault("offerings.csv", "Z99999,2009-01-01,Dallas", "UNKNOWN_PROGRAM");

  // Day-first: 25/04/2009 is in it.
  const dayFirst = ([year, month, day]: readonly [number, number, number]) => `${two(day)}/${two(month)}/${year}`;
  add(
    "certificates.csv",
    "Certificate Number,Verification Code,Member ID,Title,Program ID,Provider ID,Completion Date,Credits",
  );
  add("attendance.csv", "Program ID,Member ID,Completion Date,Credits");
  let records = 0;
  let certificates = 0;
  for (let m = 0; m < members; m++)
    for (let j = 0; j < perMember; j++) {
      const place = (m * 3 + j) % (programs * 2);
      const [p, second] = [place >> 1, place & 1];
      const credits = 1 + (j % 4) * 0.25;
      add("attendance.csv", `${numberOf(p)},${300_000 + m},${dayFirst(dayOf(p, second))},${credits}`);
      records++;
      if (j % 10 < 3) {
        certificates++;
        add(
          "certificates.csv",
          `X${certificates},OLD-${String(certificates).padStart(10, "0")},${300_000 + m},Punkte ${p},${numberOf(p)},P${2_000 + (p % providers)},${iso(dayOf(p, second))},${credits}`,
        );
      }
    }
  for (let i = 0; i < faults; i++) {
    fault("certificates.csv", `X${i + 1},,${300_000 + i},Again,,,2011-01-01,1`, "DUPLICATE_ROW");
    fault("certificates.csv", `Y${i + 1},,${300_000 + i},No provider,,P9${i}99,2011-01-01,1`, "UNKNOWN_PROVIDER");
    fault("attendance.csv", `${numberOf(1)},99${i}999,${dayFirst(dayOf(1, 0))},1`, "UNKNOWN_MEMBER");
    fault("attendance.csv", `Q0900${i},${300_000 + i},${dayFirst(dayOf(1, 0))},1`, "UNKNOWN_PROGRAM");
    fault("attendance.csv", `${numberOf(0)},${300_000 + i},31/02/2010,1`, "INVALID_DATE");
    fault("attendance.csv", `${numberOf(0)},${300_000 + i},31/12/2020,1`, "DATE_OUTSIDE_OFFERING");
    // The first of each member is attended already.
    fault(
      "attendance.csv",
      `${numberOf(Math.floor((i * 3) / 2))},${300_000 + i},${dayFirst(dayOf(Math.floor((i * 3) / 2), (i * 3) % 2))},1`,
      "DUPLICATE_ROW",
    );
  }
  const last = members - 1;
  const free = (last * 3 + perMember) % (programs * 2);
  if (perMember < programs * 2)
    fault(
      "attendance.csv",
      `${numberOf(free >> 1)},${300_000 + last},${dayFirst(dayOf(free >> 1, free & 1))},2.5`,
      "CREDITS_ABOVE_MAXIMUM",
    );

  const encodings: Record<string, (text: string) => Buffer> = {
    "members.csv": (text) => Buffer.from(text, "latin1"),
    "programs.csv": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  };
  const files = new Map(
    Object.entries(texts).map(([name, lines]) => {
      const text = `${lines.join("\r\n")}\r\n`;
      return [name, encodings[name]?.(text) ?? Buffer.from(text)];
    }),
  );
  return {
    files,
    planted,
    records: { programs, members, attendance_record: records, outside_certificate: certificates },
  };
}

async function write(bench: Bench, name: string, { files }: World): Promise<string> {
  const folder = path.join(bench.folder, name);
  await mkdir(folder);
  for (const [file, bytes] of files) await writeFile(path.join(folder, file), bytes);
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

/**
 * An accreditor moves in: every planted fault is named and none else; then mended, recorded, and taken back. Fails where anything is otherwise, and
 * where anybody was mailed.
 */
export async function moving(): Promise<void> {
  const bench = await startBench();
  try {
    const one = async (sql: string, values: unknown[] = []) => (await bench.db.query(sql, values)).rows[0];
    const before = await one(
      "SELECT (SELECT count(*)::int FROM mail) AS mails, (SELECT count(*)::int FROM event) AS events",
    );
    const idle = await runImport(
      bench,
      await write(bench, "idle", {
        files: new Map([["providers.csv", Buffer.from("Provider ID,Name\nP1999,One\n")]]),
        planted: [],
        records: {},
      }),
      "--check",
    );
    const faulty = bundleOf(share, true);
    const checked = await runImport(bench, await write(bench, "faulty", faulty), "--check");
    const { rows: named } = await bench.db.query(
      `SELECT e.file, e.line, e.code FROM bundle_error e JOIN bundle_import i ON i.id = e.upload_id
       WHERE i.file_name = 'faulty' AND e.severity = 'ERROR' ORDER BY 1, 2, 3`,
    );
    const told = (each: Planted) => `${each.file} ${each.line} ${each.code}`;
    const [planted, found] = [faulty.planted.map(told).sort(), (named as Planted[]).map(told).sort()];
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

    const quarter = await runImport(bench, await write(bench, "quarter", bundleOf(share / 4, false)), "--check");
    const recorded = await runImport(bench, await write(bench, "mended", bundleOf(share, false)));
    if (recorded.code !== 0) throw new Error("The mended bundle is refused.");
    for (const table of ["attendance_record", "outside_certificate"] as const) {
      const { n } = await one(`SELECT count(*)::int AS n FROM ${table} x JOIN bundle_record b ON b.record_id = x.id`);
      if (n !== records[table]) throw new Error(`${n} of ${records[table]} rows of ${table} are there.`);
    }
    console.log(`  mended, checked and recorded: ${recorded.seconds.toFixed(1)} s`);
    console.log(
      `  peak memory over an idle command (${idle.peak.toFixed(0)} MiB): a quarter of it ${(quarter.peak - idle.peak).toFixed(0)} MiB, all of it ${(checked.peak - idle.peak).toFixed(0)} MiB to check, ${(recorded.peak - idle.peak).toFixed(0)} MiB to record`,
    );

    const { id } = await one("SELECT id FROM bundle_import WHERE file_name = 'mended'");
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
    const after = await one(
      "SELECT (SELECT count(*)::int FROM mail) AS mails, (SELECT count(*)::int FROM event) AS events",
    );
    console.log(`  mails: ${after.mails - before.mails}, events: ${after.events - before.events}`);
    if (after.mails !== before.mails || after.events !== before.events) throw new Error("Somebody was told.");
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
