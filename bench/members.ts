import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Bench, run, startBench } from "./bench-server.ts";

const size = 100_000;

/**
 * Seconds of an imported list of 100,000 members, read, compared and written, beside `psql`'s `\copy` of the same file with an upsert into a
 * table with the same columns, keys and indexes; then of the list once more with one in a hundred changed, and of taking that back.
 * Goal: 100,000 in a minute.
 */
export async function members(): Promise<void> {
  await run("psql", ["--version"]).catch(() => {
    console.error("The peer of this bench is psql: install PostgreSQL's client programs.");
    process.exit(1);
  });
  // Within the request: the bench has no worker.
  const bench = await startBench({ UPLOAD_AT_ONCE_BYTES: String(1024 ** 3) });
  try {
    await bench.db.query("CREATE TABLE member_peer (LIKE member INCLUDING ALL)");
    console.log(`members: seconds of a list of ${size}`);
    for (const [name, changed] of [
      ["all new", false],
      ["1 % changed", true],
    ] as const) {
      const file = path.join(bench.folder, `members-${changed}.csv`);
      await writeFile(file, listOf(size, changed ? 1 : 0));
      let id = "";
      const ours = await timed(async () => {
        id = await send(bench, file);
      });
      const theirs = await timed(() => upsert(bench, file));
      const { rows } = await bench.db.query("SELECT added_rows, changed_rows FROM member_import WHERE id = $1", [id]);
      const row = rows[0];
      console.log(
        `  ${name}: import ${ours.toFixed(1)} s (${row.added_rows} added, ${row.changed_rows} changed), \\copy and upsert ${theirs.toFixed(1)} s, ratio ${(theirs / ours).toFixed(2)}`,
      );
      if (changed) console.log(`  taken back: ${(await timed(() => undo(bench, id))).toFixed(1)} s`);
    }
    console.log(
      `  peak memory of the server: ${(await bench.peakMemory())?.toFixed(0) ?? "not told by this system"} MiB`,
    );
  } finally {
    await bench.stop();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

/** Names must have letters: digits become a to j. */
const letters = (i: number): string => String(i).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");

/** A list in which one in a hundred has another name and city in each version but the first. */
export const listOf = (rows: number, version: number): string =>
  `Member ID,First Name,Last Name,Email,Phone,City,State,Zip\r\n${Array.from({ length: rows }, (_, i) => {
    const other = version > 0 && i % 100 === 0;
    return `L${i},First${letters(i)},Last${letters(i)}${other ? `son${letters(version)}` : ""},m${i}@example.test,555-${i},${other ? "Bonn" : "Austin"},TX,${10_000 + (i % 90_000)}\r\n`;
  }).join("")}`;

async function ask(
  { url, token }: Bench,
  body: FormData | string,
): Promise<Record<string, { id: string; status: string }>> {
  const type: Record<string, string> = typeof body === "string" ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Apollo-Require-Preflight": "true", ...type },
    body,
  });
  const { data, errors } = (await answer.json()) as { data?: never; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors).slice(0, 500));
  return data;
}

/** Sends a list; the answer is of the moment in which it was taken. */
export async function sendList(bench: Bench, file: string): Promise<{ id: string; status: string }> {
  const form = new FormData();
  const query = "mutation ($f: Upload!) { importMembers(file: $f) { id status } }";
  form.set("operations", JSON.stringify({ query, variables: { f: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.f"] }));
  form.set("0", await openAsBlob(file), "members.csv");
  const { importMembers } = await ask(bench, form);
  if (!importMembers) throw new Error("The list was not taken.");
  return importMembers;
}

async function send(bench: Bench, file: string): Promise<string> {
  const found = await sendList(bench, file);
  if (found.status !== "PROCESSED") throw new Error(`The list is ${found.status}.`);
  return found.id;
}

export async function undo(bench: Bench, id: string): Promise<void> {
  const query = 'mutation ($id: ID!) { undoMemberImport(id: $id, reason: "Measured") { id status } }';
  await ask(bench, JSON.stringify({ query, variables: { id } }));
}

async function upsert({ databaseUrl, folder }: Bench, file: string): Promise<void> {
  const script = path.join(folder, "peer.sql");
  const columns = ["member_number", "first_name", "last_name", "contact_email", "phone", "city", "state", "zip"];
  await writeFile(
    script,
    `CREATE TEMP TABLE list (${columns.map((column) => `${column} text`).join(", ")});
\\copy list FROM '${file}' CSV HEADER
INSERT INTO member_peer (${columns.join(", ")}, first_name_key, given_names_key, last_name_key, created_at)
  SELECT ${columns.join(", ")}, lower(first_name), lower(first_name), lower(last_name), now() FROM list
  ON CONFLICT (member_number) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")};
`,
  );
  await run("psql", [databaseUrl, "-q", "-v", "ON_ERROR_STOP=1", "-f", script]);
}
