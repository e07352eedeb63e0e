import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { EntityManager } from "typeorm";
import { attachCredential, attachedCredential } from "../packages/verify/attached-credential.ts";
import { keepCredential, readFacts, signFacts } from "../server/certificates/credentials/issue-credential.ts";
import { issueCertificate } from "../server/certificates/issue-certificate.ts";
import { appendLog } from "../server/certificates/log/append-log.ts";
import { systemViewer } from "../server/core/audit.ts";
import { readConfig } from "../server/core/config.ts";
import { type Context, createContext, inTransaction } from "../server/core/context.ts";
import { openDatabase } from "../server/open-database.ts";
import { median, startBench } from "./bench-server.ts";
import { addMembers, rosterOf, upload } from "./roster.ts";

const perRound = Number(process.env.BENCH_CERTIFICATES ?? 200);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

const milliseconds = () => Number(process.hrtime.bigint()) / 1e6;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = milliseconds();
  await work();
  return milliseconds() - start;
}

/**
 * Milliseconds that a certificate takes to be issued (drawn, signed, kept, its mail asked for, logged), and how many of them go to its credential and
 * to the log: signing, taking a place in the lists of status, attaching, keeping, and the log's next head. Those are done again for
 * certificates just issued, whose credentials were taken away before. Goal: less than a tenth of the rest.
 */
export async function certificates(): Promise<void> {
  const bench = await startBench();
  const config = { ...readConfig({ LOG_LEVEL: "silent" }), publicUrl: "https://ce.example.org" };
  const base = await openDatabase({ url: bench.databaseUrl, ownerUrl: bench.databaseUrl }, config);
  const ctx = createContext(base, systemViewer);
  try {
    const size = perRound * (rounds + 1);
    await addMembers(bench, size);
    const file = path.join(bench.folder, "roster.csv");
    await writeFile(file, rosterOf(size));
    await upload(bench, file, size);
    const { rows } = await bench.db.query(
      "SELECT id FROM attendance_record WHERE reversed_at IS NULL ORDER BY id DESC",
    );
    const records: string[] = rows.slice(0, size).map(({ id }) => id);
    const [whole, signed, logged]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= rounds; round++) {
      const part = records.slice(round * perRound, (round + 1) * perRound);
      const issuing = await timed(async () => {
        for (const id of part) await issueCertificate(ctx, id);
      });
      const logging = await timed(() => appendLog(ctx));
      const signing = await signAgain(ctx, part);
      // The first one opens fonts and loads what signs.
      if (round === 0) continue;
      whole.push((issuing + logging) / perRound);
      signed.push(signing / perRound);
      logged.push(logging / perRound);
    }
    const shares = whole.map((ms, i) => {
      const ours = (signed[i] ?? 0) + (logged[i] ?? 0);
      return ours / (ms - ours);
    });
    console.log(`certificates: ${perRound} issued one by one, medians of ${rounds}`);
    console.log(`  issued, signed and logged  ${median(whole).toFixed(1)} ms each`);
    console.log(`  of that signed             ${median(signed).toFixed(2)} ms`);
    console.log(`  of that logged             ${median(logged).toFixed(2)} ms`);
    console.log(
      `  signing and logging against all else  ${(100 * median(shares)).toFixed(1)} % (${shares.map((share) => (100 * share).toFixed(1)).join(", ")})`,
    );
  } finally {
    await base.db.destroy();
    await bench.stop();
  }
}

/** Milliseconds for all: each in a transaction of its own, as it is when one is issued, of which the beginning and the end are not counted. */
async function signAgain(ctx: Context, recordIds: string[]): Promise<number> {
  const issued: { id: string; pdf: Buffer }[] = await ctx.db.query(
    `SELECT c.id, f.content AS pdf FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.attendance_record_id = ANY($1)`,
    [recordIds],
  );
  let ms = 0;
  for (const { id, pdf } of issued) {
    const { pages } = attachedCredential(pdf) ?? { pages: pdf };
    await inTransaction(ctx, async (tx: EntityManager) => {
      await tx.query("DELETE FROM certificate_credential WHERE certificate_id = $1", [id]);
      await tx.query("DELETE FROM credential_status WHERE certificate_id = $1", [id]);
      const facts = await readFacts(tx, id);
      ms += await timed(async () => {
        const credential = await signFacts(tx, ctx, facts);
        attachCredential(pages, credential.document);
        await keepCredential(tx, id, credential);
      });
    });
  }
  return ms;
}
