import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { readZip } from "./read-zip.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:00Z"));

let made = 0;
const ask = "mutation { exportMyData { id readyAt expiresAt byteSize } }";
const state = "{ viewer { dataExport { id readyAt expiresAt byteSize } } }";

/** An attendee with one certificate and the choices that it shows. */
async function holder() {
  const email = `holder${++made}@example.test`;
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID" });
  await conference.imported(id, csvSchedule("a,Morning,2026-02-10,09:00,10:00,no,"));
  const person = await conference.attendee([email], { firstName: "Zoë", lastName: `Holder ${made}` });
  await conference.register(id, `${email},Full,,,no`);
  await conference.claim(person.token, (await conference.session(id, "Morning")).id);
  const certificate = await conference.generate(person.token, id);
  return { ...person, email, certificate };
}

const exported = async (token: string) => {
  const { exportMyData } = await world.ok(token, ask);
  await world.runJobs();
  return exportMyData.id as string;
};

test("the copy has everything of the person, the PDFs as they were issued, and nothing of anybody else", async () => {
  const other = await holder();
  const mine = await holder();
  const { token } = await world.staff();
  const { saveLicenceKind } = await world.ok(
    token,
    `mutation { saveLicenceKind(input: { code: "BOARD", name: "Board", sensitive: true }) { id } }`,
  );
  for (const [who, number] of [
    [mine, "B-1234"],
    [other, "B-9999"],
  ] as const)
    await world.ok(who.token, "mutation ($input: LicenceInput!) { saveLicence(input: $input) { id } }", {
      input: { kindId: saveLicenceKind.id, number },
    });
  const { exportMyData } = await world.ok(mine.token, ask);
  expect(exportMyData).toMatchObject({ readyAt: null, byteSize: null, expiresAt: "2026-03-09T15:00:00.000Z" });
  await world.runJobs();
  const answer = await world.fetch(`/my-data/${exportMyData.id}.zip`, { token: mine.token });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/zip");
  expect(answer.headers.get("content-disposition")).toBe("attachment; filename=my-data-2026-03-02.zip");
  const bytes = Buffer.from(await answer.arrayBuffer());
  const ready = (await world.ok(mine.token, state)).viewer.dataExport;
  expect(ready).toMatchObject({ id: exportMyData.id, byteSize: String(bytes.length) });
  const files = readZip(bytes);
  const itemsOf = (name: string) => JSON.parse(files.get(`${name}.json`)?.toString() ?? "").items;
  expect([...files.keys()].sort()).toEqual(
    [
      "account.json",
      "addresses.json",
      "attendance.json",
      `certificates/certificate-${mine.certificate.number}.pdf`,
      "certificates.json",
      "outsideCertificates.json",
      "outsideCredits.json",
      "claims.json",
      "comments.json",
      "speaking.json",
      "devices.json",
      "evaluations.json",
      "learningChecks.json",
      "licences.json",
      "log.json",
      "mails.json",
      "names.json",
      "notes.json",
      "passkeys.json",
      "presence.json",
      "profile.json",
      "providers.json",
      "registrations.json",
      "transcript.pdf",
      "views.json",
    ].sort(),
  );
  expect(itemsOf("profile")).toMatchObject([
    { firstName: "Zoë", lastName: mine.lastName, memberNumber: mine.memberNumber },
  ]);
  // What is sealed in the database is the person's to read.
  expect(itemsOf("licences")).toEqual([
    expect.objectContaining({ kind: "Board", number: "B-1234", jurisdiction: null, verifiedAt: null }),
  ]);
  expect(itemsOf("addresses")).toMatchObject([{ address: mine.email, primary: true }]);
  expect(itemsOf("registrations")).toMatchObject([{ conference: "Sleep Summit", address: mine.email }]);
  expect(itemsOf("claims")).toMatchObject([{ session: "Morning" }]);
  expect(itemsOf("attendance")).toMatchObject([{ session: "Morning", credits: "1.00", reversedAt: null }]);
  expect(itemsOf("certificates")).toMatchObject([
    { number: mine.certificate.number, sessions: [{ title: "Morning" }] },
  ]);
  expect(itemsOf("mails")).toMatchObject([{ toAddress: mine.email, subject: "Your certificate: Sleep Summit" }]);
  expect(itemsOf("log").map((entry: { action: string }) => entry.action)).toEqual(
    expect.arrayContaining(["account.sign-in", "session.claim", "certificate.issue", "person.request-export"]),
  );
  const pdf = await world.fetch(new URL(mine.certificate.pdfUrl).pathname, { token: mine.token });
  expect(
    files.get(`certificates/certificate-${mine.certificate.number}.pdf`)?.equals(Buffer.from(await pdf.arrayBuffer())),
  ).toBe(true);
  for (const [name, content] of files)
    for (const foreign of [
      other.email,
      other.lastName,
      other.memberNumber,
      other.certificate.number,
      conference.staff.email,
    ])
      expect({ name, foreign, shown: content.includes(foreign) }).toEqual({ name, foreign, shown: false });
  // Nothing that would let somebody in.
  const secrets = await world.sql("SELECT password_hash AS secret FROM account WHERE password_hash IS NOT NULL");
  for (const { secret } of secrets) expect(bytes.includes(secret)).toBe(false);
});

test("only who asked can fetch it, signed in, for seven days; then its bytes are gone", async () => {
  const mine = await holder();
  const id = await exported(mine.token);
  const stranger = await holder();
  const fetched = async (token: string | null, path = `/my-data/${id}.zip`) =>
    (await world.fetch(path, { token })).status;
  const { createApiKey } = await world.ok(
    conference.staff.token,
    'mutation { createApiKey(name: "All", scopes: [CERTIFICATES_READ, ATTENDANCE_READ]) { key } }',
  );
  expect(await fetched(mine.token)).toBe(200);
  for (const token of [stranger.token, conference.staff.token, conference.provider.token])
    expect(await fetched(token)).toBe(404);
  expect([await fetched(null), await fetched(createApiKey.key)]).toEqual([401, 403]);
  expect(await fetched(mine.token, "/my-data/no.zip")).toBe(404);
  expect((await world.ok(stranger.token, state)).viewer.dataExport).toBeNull();
  world.setClock("2026-03-09T14:59:59Z");
  expect(await fetched(mine.token)).toBe(200);
  world.setClock("2026-03-09T15:00:00Z");
  expect(await fetched(mine.token)).toBe(404);
  expect((await world.ok(mine.token, state)).viewer.dataExport).toBeNull();
  const { forgetExpiredJob } = await import("../../server/accounts/forget-expired.job.ts");
  await forgetExpiredJob.run(world.ctx, {});
  expect(await world.sql("SELECT 1 FROM data_export_part WHERE export_id = $1", [id])).toEqual([]);
});

test("asked for twice, at once or within the hour, it is made once; later a newer one is made; every step is in the audit log", async () => {
  const mine = await holder();
  const answers = await Promise.all([world.ok(mine.token, ask), world.ok(mine.token, ask)]);
  expect(new Set(answers.map(({ exportMyData }) => exportMyData.id)).size).toBe(1);
  await world.runJobs();
  world.setClock("2026-03-02T15:59:59Z");
  expect((await world.ok(mine.token, ask)).exportMyData.id).toBe(answers[0].exportMyData.id);
  world.setClock("2026-03-02T16:00:00Z");
  const newer = await exported(mine.token);
  expect(newer).not.toBe(answers[0].exportMyData.id);
  await world.fetch(`/my-data/${newer}.zip`, { token: mine.token });
  const entries = await world.sql(
    "SELECT action FROM audit_entry WHERE subject_id = $1 AND action LIKE 'person.%' ORDER BY at, id",
    [mine.accountId],
  );
  expect(entries.map(({ action }) => action).sort()).toEqual(
    [
      "person.request-export",
      "person.export",
      "person.request-export",
      "person.export",
      "person.download-export",
    ].sort(),
  );
});

test("one larger than a part comes out whole", async () => {
  const mine = await holder();
  await world.sql(
    `INSERT INTO mail (kind, dedupe_key, to_address, to_name, recipient_account_id, subject, text, status, created_at)
     SELECT 'CERTIFICATE', 'many:' || n, $2, '', $1, repeat('Wide ', 60) || n, '', 'SENT', $3 FROM generate_series(1, 6000) n`,
    [mine.accountId, mine.email, world.ctx.now()],
  );
  const id = await exported(mine.token);
  const [{ parts }] = await world.sql("SELECT count(*)::int AS parts FROM data_export_part WHERE export_id = $1", [id]);
  expect(parts).toBeGreaterThan(2);
  const files = readZip(
    Buffer.from(await (await world.fetch(`/my-data/${id}.zip`, { token: mine.token })).arrayBuffer()),
  );
  expect(JSON.parse(files.get("mails.json")?.toString() ?? "").items).toHaveLength(6_001);
});
