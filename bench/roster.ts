import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Bench, median, run, startBench } from "./bench-server.ts";

const sizes = [10_000, 100_000];
const rounds = 3;

/**
 * Rows a second of an uploaded roster, read, checked and recorded, beside `psql`'s `\copy` of the same file into a table with as many
 * keys and checks as the file's own columns allow; and the server's peak memory. Goal: at least half of the peer's rate.
 */
export async function roster(): Promise<void> {
  await run("psql", ["--version"]).catch(() => {
    console.error("The peer of this bench is psql: install PostgreSQL's client programs.");
    process.exit(1);
  });
  const bench = await startBench();
  try {
    await addMembers(bench, Math.max(...sizes));
    await makePeerTable(bench);
    console.log("roster: rows a second, medians of", rounds);
    for (const size of sizes) {
      const file = path.join(bench.folder, `roster-${size}.csv`);
      await writeFile(file, rosterOf(size));
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        ours.push(size / (await timed(() => upload(bench, file, size))));
        theirs.push(size / (await timed(() => copy(bench, file))));
        await clear(bench);
      }
      const ratios = ours.map((rate, i) => rate / (theirs[i] ?? Number.NaN));
      console.log(
        `  ${size} rows: upload ${Math.round(median(ours))}/s, \\copy ${Math.round(median(theirs))}/s, ratio ${median(ratios).toFixed(2)} (${ratios.map((r) => r.toFixed(2)).join(", ")})`,
      );
    }
    console.log(
      `  peak memory of the server: ${(await bench.peakMemory())?.toFixed(0) ?? "not told by this system"} MiB`,
    );
  } finally {
    await bench.stop();
  }
}

const seconds = () => Number(process.hrtime.bigint()) / 1e9;

async function timed(work: () => Promise<void>): Promise<number> {
  const start = seconds();
  await work();
  return seconds() - start;
}

const memberNumber = (i: number) => `B${String(i).padStart(6, "0")}`;

export const rosterOf = (size: number): string =>
  `Program ID,AAST ID,First Name,Last Name,Completion Date,CECs\r\n${Array.from(
    { length: size },
    (_, i) => `A09164,${memberNumber(i)},First${letters(i)},Last${letters(i)},4/10/2009,${(i % 10) + 1}\r\n`,
  ).join("")}`;

/** Names must have letters: digits become a to j. */
const letters = (i: number): string => String(i).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");

export async function addMembers({ db }: Bench, count: number): Promise<void> {
  const batch = 10_000;
  for (let from = 0; from < count; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - from) }, (_, i) => from + i);
    await db.query(
      `INSERT INTO member (member_number, first_name, last_name, first_name_key, given_names_key, last_name_key, created_at)
       SELECT n, 'First' || s, 'Last' || s, 'first' || s, 'first' || s, 'last' || s, now()
       FROM unnest($1::text[], $2::text[]) AS m (n, s)`,
      [numbers.map(memberNumber), numbers.map(letters)],
    );
  }
  await db.query("ANALYZE");
}

async function makePeerTable({ db }: Bench): Promise<void> {
  await db.query(
    `CREATE TABLE roster_peer (
       id uuid PRIMARY KEY DEFAULT uuid_v7(),
       program_number text NOT NULL REFERENCES program (number),
       member_number text NOT NULL REFERENCES member (member_number),
       first_name text NOT NULL, last_name text NOT NULL,
       completed_on date NOT NULL, credits numeric(6, 2) NOT NULL CHECK (credits > 0),
       UNIQUE (member_number, program_number))`,
  );
  await db.query("CREATE INDEX ON roster_peer (program_number, id)");
}

export async function upload({ url, token, providerId }: Bench, file: string, size: number): Promise<void> {
  const form = new FormData();
  const query =
    "mutation ($p: ID!, $f: Upload!) { uploadAttendance(providerId: $p, file: $f) { status recordedRows message } }";
  form.set("operations", JSON.stringify({ query, variables: { p: providerId, f: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.f"] }));
  form.set("0", await openAsBlob(file), "roster.csv");
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Apollo-Require-Preflight": "true" },
    body: form,
  });
  const body = (await answer.json()) as { data?: { uploadAttendance: { recordedRows: number } } };
  if (body.data?.uploadAttendance.recordedRows !== size) throw new Error(JSON.stringify(body).slice(0, 500));
}

async function copy({ databaseUrl }: Bench, file: string): Promise<void> {
  const columns = "program_number, member_number, first_name, last_name, completed_on, credits";
  await run("psql", [databaseUrl, "-q", "-c", `\\copy roster_peer (${columns}) FROM '${file}' CSV HEADER`], {
    PGDATESTYLE: "ISO, MDY",
  });
}

/** Back to where both began. */
async function clear({ db }: Bench): Promise<void> {
  await db.query("TRUNCATE roster_peer");
  await db.query(
    "DELETE FROM attendance_record WHERE member_id IN (SELECT id FROM member WHERE member_number LIKE 'B%')",
  );
  // The same file comes again.
  await db.query("UPDATE attendance_upload SET owns_file = false");
  await db.query("DELETE FROM graphile_worker._private_jobs");
  await db.query("VACUUM ANALYZE attendance_record");
}
