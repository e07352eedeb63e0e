import { randomUUID } from "node:crypto";
import pg from "pg";
import { readConfig } from "../../server/core/config.ts";
import { openDatabase } from "../../server/open-database.ts";
import { csv, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import type { TestDatabase } from "../support/database.ts";
import { createTestDatabase } from "../support/database.ts";
import { World } from "../support/world.ts";

const settings = (rehearsal: boolean) =>
  readConfig({
    LOG_LEVEL: "silent",
    SECRETS_KEY: "a key that nobody but the tests ever has",
    // A rehearsal takes none of it, whatever stands beside it in the environment.
    SENDGRID_API_KEY: "SG.real",
    MAIL_FROM: "cec@example.org",
    ...(rehearsal && { REHEARSAL: "1" }),
  });

const start = (database: TestDatabase, rehearsal: boolean): Promise<void> =>
  openDatabase(database, settings(rehearsal)).then(({ db }) => db.destroy());

/** As a copy of the database, which takes along every row. */
async function copyOf(source: World): Promise<TestDatabase> {
  await source.base.db.destroy();
  const name = `accrue_rehearsal_${randomUUID().slice(0, 8)}`;
  const on = async (statement: string) => {
    const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await on(`CREATE DATABASE ${name} TEMPLATE ${source.database.name}`);
  await source.base.db.initialize();
  const at = (server = "") => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    name,
    url: at(process.env.ACCRUE_TEST_APP),
    ownerUrl: at(process.env.ACCRUE_TEST_SERVER),
    drop: () => on(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

const pdfOf = async (world: World, token: string, id: string) => {
  const answer = await world.fetch(`/certificates/${id}.pdf`, { token });
  return readPdf(new Uint8Array(await answer.arrayBuffer()));
};

test("settings of a rehearsal send nothing anywhere", () => {
  expect(settings(false).sendgridApiKey).toBe("SG.real");
  const { rehearsal, sendgridApiKey, smtp, stripe, sandboxAllowed } = settings(true);
  expect({ rehearsal, sendgridApiKey, smtp, stripe, sandboxAllowed }).toEqual({
    rehearsal: true,
    sendgridApiKey: null,
    smtp: null,
    stripe: null,
    sandboxAllowed: false,
  });
});

test("where people work no rehearsal begins, and what is one stays one", async () => {
  const world = await World.start();
  const fresh = await createTestDatabase();
  try {
    await start(world.database, false);
    await world.account({ email: "somebody@example.test" });
    await expect(start(world.database, true)).rejects.toThrow("People work in this database");
    await start(world.database, false);

    await start(fresh, true);
    await start(fresh, true);
    await expect(start(fresh, false)).rejects.toThrow("This database is a rehearsal");
  } finally {
    await fresh.drop();
    await world.stop();
  }
});

test("of a copy nothing that opened the real one works, nothing goes out, and what it makes is marked", async () => {
  const roster = await startRosterWorld();
  const { world, provider, staff } = roster;
  await start(world.database, false);
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows.slice(0, 2)));
  await world.runJobs();
  const administrator = await world.staff();
  const { createApiKey } = await world.ok(
    administrator.token,
    `mutation { createApiKey(name: "Front end", scopes: [PROGRAMS_READ]) { key } }`,
  );
  const listed = "{ certificates { nodes { id number verificationCode } } }";
  const [real] = (await world.ok(staff.token, listed)).certificates.nodes;
  expect((await world.fetch(`/certificates/${real.id}/credential.json`, { token: staff.token })).status).toBe(200);
  const keys = async (of: World) => (await of.fetch("/.well-known/did.json")).json();
  const database = await copyOf(world);
  await start(database, true);
  const copy = await World.start({ database, rehearsal: true });
  copy.setClock("2009-04-21T15:00:00Z");
  try {
    // Sign-ins and keys of the real one open nothing; passwords do.
    expect(await copy.ok(staff.token, "{ viewer { email } }")).toEqual({ viewer: null });
    expect(await copy.refused(createApiKey.key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
    const token = await copy.signIn(staff.email);
    const [was] = await world.sql("SELECT public_key AS key FROM signing_key");
    expect(
      await copy.sql("SELECT sealed_private_key AS private FROM signing_key WHERE public_key = $1", [was.key]),
    ).toEqual([{ private: null }]);
    expect(await keys(copy)).not.toEqual(await keys(world));

    // Nothing goes out, and nobody can have it go out.
    const again = await copy.signIn(administrator.email);
    await copy.ok(null, "mutation ($email: String!) { requestPasswordReset(email: $email) }", { email: staff.email });
    await copy.runJobs();
    expect((await copy.mails()).filter(({ subject }) => subject.startsWith("[Rehearsal] "))).toEqual([
      expect.objectContaining({ status: "QUEUED" }),
    ]);
    expect(await copy.refused(again, 'mutation { releaseHeldMail(reason: "Now.") }')).toBe("ILLEGAL_TRANSITION");
    expect((await copy.ok(again, "{ mailHold { waiting } }")).mailHold.waiting).toBeGreaterThan(0);

    // What is certified there is a sample; it has no credential and stands in no log.
    const [owned] = await copy.sql("SELECT address FROM email_address WHERE account_id = $1", [provider.accountId]);
    const owner = await copy.signIn(owned.address);
    await copy.upload(owner, uploadDocument, { providerId: provider.id }, csv(sampleRows.slice(2)));
    await copy.runJobs();
    const made = (await copy.ok(token, listed)).certificates.nodes.find(
      ({ number }: { number: string }) => number > real.number,
    );
    const { pages, title } = await pdfOf(copy, token, made.id);
    expect(title).toMatch(/^SAMPLE: /);
    expect(pages[0]).toContain("A sample from a rehearsal. It certifies nothing.");
    // What came along is as it was issued.
    expect((await pdfOf(copy, token, real.id)).title).not.toMatch(/^SAMPLE/);
    for (const { id } of [made, real])
      expect((await copy.fetch(`/certificates/${id}/credential.json`, { token })).status).toBe(404);
    expect(
      await copy.sql("SELECT 1 FROM certificate_log_entry WHERE certificate_id = $1 AND position IS NOT NULL", [
        made.id,
      ]),
    ).toEqual([]);

    // Pages say so, also of what came along.
    for (const { verificationCode } of [made, real]) {
      const page = await copy.fetch(`/verify/${verificationCode}`, { headers: { Accept: "text/html" } });
      expect(page.headers.get("Accrue-Rehearsal")).toBe("1");
      const html = await page.text();
      expect(html).toContain("This is a rehearsal");
      expect(html).not.toContain("This certificate is valid");
    }
    expect((await world.fetch(`/verify/${real.verificationCode}`)).headers.get("Accrue-Rehearsal")).toBeNull();
    const [entry] = await copy.sql("SELECT actor_as FROM audit_entry WHERE action = 'installation.begin-rehearsal'");
    expect(entry).toEqual({ actor_as: "SYSTEM" });
  } finally {
    await copy.stop();
    await world.stop();
  }
});
