import { randomInt } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { checkCertificate } from "../../packages/verify/check-certificate.ts";
import type { Evidence } from "../../packages/verify/check-credential.ts";
import { checkLog } from "../../server/certificates/log/check-log.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { FakeSendGrid } from "../support/fake-sendgrid.ts";
import { spawnServer } from "../support/server-process.ts";
import { testSecretsKey } from "../support/world.ts";

/** How often the worker is killed, and how many certificates it has to issue; `ACCRUE_KILLS=30 CERTIFICATES=1000` does more. */
const kills = Number(process.env.ACCRUE_KILLS ?? 4);
const wanted = Number(process.env.CERTIFICATES ?? 80);

let roster: RosterWorld;
const sendGrid = new FakeSendGrid();
beforeAll(async () => {
  await sendGrid.start();
  roster = await startRosterWorld();
});
afterAll(async () => {
  await roster.world.stop();
  await sendGrid.stop();
});

test(`a worker killed ${kills} times while ${wanted} certificates are issued, signed, logged and mailed: none is lost or doubled`, async () => {
  const { world, provider } = roster;
  // Those of the world have earned nothing. As many to a mail as there are: one.
  const rows: string[][] = [];
  for (let i = 0; i < wanted; i++) {
    const { memberNumber } = await world.member({ firstName: "Ann", lastName: "Lee", email: `ann${i}@example.test` });
    rows.push(["A09164", memberNumber, "Ann", "Lee", "4/10/2009", "1"]);
  }
  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(rows));
  expect(data.uploadAttendance.status).toBe("PROCESSED");
  const env = {
    DATABASE_URL: world.database.url,
    NODE_ENV: "test",
    SECRETS_KEY: testSecretsKey,
    PUBLIC_URL: world.config.publicUrl,
    SENDGRID_API_KEY: "SG.test",
    SENDGRID_BASE_URL: sendGrid.url,
    MAIL_FROM: "ce@example.test",
  };
  const state = async () => {
    const [seen] = await world.sql(
      `SELECT (SELECT count(*)::int FROM certificate) AS issued, (SELECT count(*)::int FROM mail WHERE kind = '${MailKind.CERTIFICATE}' AND status = 'SENT') AS sent,
        (SELECT count(*)::int FROM certificate_log_entry WHERE position IS NOT NULL) AS logged`,
    );
    return seen as { issued: number; sent: number; logged: number };
  };
  const phases = new Set<string>();
  let left = kills;
  for (let done = false; !done; ) {
    const before = await state();
    const worker = await spawnServer(env, "worker");
    const ended = once(worker, "exit");
    const began = performance.now();
    /** It is killed when so many more are issued, at any moment of the next, so that all kills fall while there is work. */
    const more =
      left > 0 ? randomInt(1, Math.max(2, Math.ceil((1.6 * (wanted - before.issued)) / (left + 1)))) : Number.NaN;
    for (let killed = false; !killed && !done; ) {
      await delay(randomInt(5, 60));
      const { issued, sent, logged } = await state();
      phases.add(`${issued > 0 ? "issued " : ""}${sent > 0 ? "sent " : ""}${logged > 0 ? "logged" : ""}`.trim());
      done = issued === wanted && sent === wanted && logged === 2 * wanted;
      killed = issued - before.issued >= more || (left > 0 && issued === wanted && performance.now() - began > 6_000);
    }
    worker.kill("SIGKILL");
    await ended;
    if (!done) left--;
  }
  expect(left).toBeLessThanOrEqual(0);
  expect(phases.size).toBeGreaterThan(1);

  const [counts] = await world.sql(
    `SELECT (SELECT count(DISTINCT attendance_record_id)::int FROM certificate WHERE status = 'ISSUED') AS records,
      (SELECT count(DISTINCT number)::int FROM certificate) AS numbers, (SELECT count(*)::int FROM certificate_credential) AS credentials,
      (SELECT count(certificate_id)::int FROM credential_status) AS places, (SELECT count(*)::int FROM credential_status) AS taken,
      (SELECT count(*)::int FROM stored_file) AS files, (SELECT count(*)::int FROM signing_key) AS keys,
      (SELECT count(*)::int FROM mail WHERE kind = '${MailKind.CERTIFICATE}') AS mails,
      (SELECT count(DISTINCT to_address)::int FROM mail WHERE kind = '${MailKind.CERTIFICATE}') AS readers`,
  );
  const n = wanted;
  expect(counts).toEqual({
    ...{ records: n, numbers: n, credentials: n, places: n, taken: n, files: n, keys: 1, mails: n, readers: n },
  });
  // The log has no gap and nothing twice, and says what is on record.
  const entries = await world.sql(
    "SELECT event, number, position::int AS position FROM certificate_log_entry ORDER BY position",
  );
  expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 2 * n }, (_, i) => i));
  expect(new Set(entries.map(({ event, number }) => `${event} ${number}`)).size).toBe(2 * n);
  const faults: string[] = [];
  await world.base.db.transaction("REPEATABLE READ", async (tx) => {
    for await (const fault of checkLog(tx, true)) faults.push(fault);
  });
  expect(faults).toEqual([]);
  // Each mail went; one of which the answer was lost with the worker may have gone twice, and says by its ID which it is.
  const went = sendGrid.sent.filter(({ body }) => body.personalizations[0]?.to[0]?.email.startsWith("ann"));
  expect(new Set(went.map(({ body }) => body.personalizations[0]?.to[0]?.email)).size).toBe(n);
  expect(went.length - n).toBeLessThanOrEqual(kills * 20);
  const ids = went.map(({ body }) => body.headers["Message-ID"]);
  expect(new Set(ids).size).toBe(n);
  // What was mailed proves itself.
  world.setClock(new Date().toISOString());
  const evidence = (await (await world.fetch("/credentials/bundle.json")).json()) as Evidence;
  for (const { body } of went.slice(0, 200)) {
    const pdf = Buffer.from(body.attachments?.[0]?.content ?? "", "base64");
    expect((await checkCertificate(pdf, evidence, new Date(Date.now() + 600_000))).outcome).toBe("holds");
  }
}, 1_800_000);
