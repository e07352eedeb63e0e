import { groupedCode } from "../../server/core/crockford.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
});
afterAll(() => roster.world.stop());

const listDocument =
  "query ($filter: CertificateFilter) { certificates(filter: $filter) { totalCount nodes { id number recipientName } } }";
const found = async (filter: Record<string, unknown>, token = roster.staff.token): Promise<string[]> => {
  const { certificates } = await roster.world.ok(token, listDocument, { filter });
  expect(certificates.totalCount).toBe(certificates.nodes.length);
  return certificates.nodes.map((node: { recipientName: string }) => node.recipientName).sort();
};
const oneDocument = `query ($id: ID!) { certificate(id: $id) {
  id number recipientName providerName programNumber memberNumber status revokedAt supersedes { id } supersededBy { id } lines { title } } }`;

test("by number, code as it is typed, name by its letters, member, program, state and day", async () => {
  const [john] = await roster.world.sql(
    "SELECT number, verification_code AS code FROM certificate WHERE recipient_name = 'John Smith'",
  );
  expect(await found({ number: ` ${john.number.toLowerCase()} ` })).toEqual(["John Smith"]);
  expect(await found({ number: john.number.slice(0, -1) })).toEqual([]);
  expect(await found({ verificationCode: groupedCode(john.code).toLowerCase() })).toEqual(["John Smith"]);
  expect(await found({ verificationCode: john.code.slice(0, 8) })).toEqual([]);
  expect(await found({ recipientName: "j-SMÍTH" })).toEqual([]);
  expect(await found({ recipientName: "n  smíth" })).toEqual(["John Smith"]);
  expect(await found({ recipientName: "joh" })).toEqual(["John Smith", "Sally Johnson"]);
  expect(await found({ recipientName: "%" })).toHaveLength(5);
  expect(await found({ memberNumber: "100101" })).toEqual(["Jane Jones"]);
  expect(await found({ programNumber: "a09164", status: ["REVOKED"] })).toEqual([]);
  expect(await found({ recipientName: "john", programNumber: "A09165" })).toEqual([]);
});

test("the day of issue is that of the accreditor's time zone, both ends included", async () => {
  // 2009-04-20 23:30 in Chicago.
  await roster.world.sql(
    "UPDATE certificate SET issued_at = '2009-04-21T04:30:00Z' WHERE recipient_name = 'Jane Jones'",
  );
  expect(await found({ issuedFrom: "2009-04-20", issuedTo: "2009-04-20" })).toHaveLength(5);
  expect(await found({ issuedFrom: "2009-04-21" })).toEqual([]);
  expect(await found({ issuedTo: "2009-04-19" })).toEqual([]);
  await roster.world.sql(
    "UPDATE certificate SET issued_at = '2009-04-21T05:00:00Z' WHERE recipient_name = 'Jane Jones'",
  );
  expect(await found({ issuedFrom: "2009-04-21" })).toEqual(["Jane Jones"]);
  const refused = await roster.world.graphql(roster.staff.token, listDocument, {
    filter: { issuedFrom: "0001-01-01" },
  });
  expect(refused.errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "issuedFrom" });
});

test("a filter finds nothing that is not the viewer's to see, by whatever it looks", async () => {
  const { world, other } = roster;
  const [john] = await world.sql(
    "SELECT id, number, verification_code AS code, recipient_name AS name FROM certificate WHERE recipient_name = 'John Smith'",
  );
  const stranger = await world.signIn("jane.jones@example.test");
  for (const token of [other.token, stranger]) {
    for (const filter of [{ number: john.number }, { verificationCode: john.code }, { recipientName: john.name }])
      expect(await found(filter, token)).toEqual([]);
    expect((await world.ok(token, oneDocument, { id: john.id })).certificate).toBeNull();
  }
  expect(await world.refused(null, oneDocument, { id: john.id })).toBe("UNAUTHENTICATED");
  for (const id of ["00000000-0000-0000-0000-000000000000", "x"])
    expect((await world.ok(roster.staff.token, oneDocument, { id })).certificate).toBeNull();
  const member = await world.signIn("john.smith@example.test");
  for (const token of [roster.staff.token, roster.provider.token, member])
    expect((await world.ok(token, oneDocument, { id: john.id })).certificate).toMatchObject({
      recipientName: "John Smith",
      providerName: "AAST",
      programNumber: "A09164",
      memberNumber: "100100",
      supersedes: [],
    });
});

test("why it was revoked is for staff", async () => {
  const { world, staff, provider } = roster;
  const [{ id }] = await world.sql("SELECT id FROM certificate WHERE recipient_name = 'James Miller'");
  await world.ok(staff.token, 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Signed for him.") { id } }', {
    id,
  });
  const document = "query ($id: ID!) { certificate(id: $id) { status revokedAt revocationReason } }";
  expect((await world.ok(staff.token, document, { id })).certificate).toEqual({
    status: "REVOKED",
    revokedAt: "2009-04-20T15:00:00.000Z",
    revocationReason: "Signed for him.",
  });
  expect(await world.refused(provider.token, document, { id })).toBe("FORBIDDEN");
});

test("chosen awards are added up: what holds, of whom, by unit, and nothing that is another's", async () => {
  const { world, staff, provider, other } = roster;
  await world.sql("UPDATE certificate SET credit_unit = 'CNE', credits = 0.25 WHERE recipient_name = 'Jane Jones'");
  await world.sql("UPDATE certificate SET credit_unit = 'CNE', credits = 0.1 WHERE recipient_name = 'John Smith'");
  const certificates = await world.sql(
    "SELECT id, member_id AS member, credit_unit AS unit, credits, status = 'ISSUED' AS holds FROM certificate",
  );
  const records = await world.sql(
    `SELECT a.id, a.member_id AS member, 'CEC' AS unit, a.credits, a.reversed_at IS NULL AS holds FROM attendance_record a`,
  );
  expect(certificates.some(({ holds }) => !holds)).toBe(true);
  expect(records.some(({ holds }) => !holds)).toBe(true);
  const totals = async (token: string, list: string, ids: unknown[]) =>
    (
      await world.ok(
        token,
        `query ($ids: [ID!]!) { totals: ${list}(ids: $ids) { held people credits { creditUnit credits } } }`,
        { ids },
      )
    ).totals;
  for (const [list, awards] of [
    ["certificateTotals", certificates],
    ["attendanceTotals", records],
  ] as const) {
    const ids = awards.map(({ id }) => id);
    const cents: Record<string, number> = {};
    const held = awards.filter(({ holds }) => holds);
    for (const { unit, credits } of held) cents[unit] = (cents[unit] ?? 0) + Math.round(Number(credits) * 100);
    const sum = {
      held: held.length,
      people: new Set(held.map(({ member }) => member)).size,
      credits: Object.entries(cents)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([creditUnit, hundredths]) => ({ creditUnit, credits: (hundredths / 100).toFixed(2) })),
    };
    const nothing = { held: 0, people: 0, credits: [] };
    expect(await totals(staff.token, list, [...ids, ...ids, "x"])).toEqual(sum);
    expect(await totals(provider.token, list, ids)).toEqual(sum);
    expect(await totals(other.token, list, ids)).toEqual(nothing);
    expect(await totals(staff.token, list, [])).toEqual(nothing);
    const member = await world.signIn("john.smith@example.test");
    expect(await totals(member, list, ids)).toMatchObject({ held: 1, people: 1 });
    const many = Array.from({ length: 101 }, () => ids[0]);
    const document = `query ($ids: [ID!]!) { ${list}(ids: $ids) { held } }`;
    expect(await world.refused(staff.token, document, { ids: many })).toBe("BAD_INPUT");
    expect(await world.refused(null, document, { ids })).toBe("UNAUTHENTICATED");
  }
});

test("a code answers with what was issued, whoever has been renamed since", async () => {
  const { world } = roster;
  const [{ code }] = await world.sql(
    "SELECT verification_code AS code FROM certificate WHERE recipient_name = 'Sally Johnson'",
  );
  await world.sql("UPDATE provider SET name = 'Renamed Provider'");
  await world.sql("UPDATE program SET name = 'Renamed Program'");
  await world.sql("UPDATE member SET first_name = 'Renamed', last_name = 'Renamed'");
  await world.sql("UPDATE accreditor_settings SET accreditor_name = 'Renamed Accreditor'");
  await world.sql("UPDATE credit_rule SET unit = 'RENAMED'");
  const { verifyCertificate } = await world.ok(
    null,
    "query ($code: String!) { verifyCertificate(code: $code) { recipientName title providerName credits creditUnit } }",
    { code },
  );
  expect(verifyCertificate).toEqual({
    recipientName: "Sally Johnson",
    title: "13th Annual Sleep Disorders Conference",
    providerName: "AAST",
    credits: "9.00",
    creditUnit: "CEC",
  });
  const page = await (await world.fetch(`/verify/${code}`)).text();
  expect(page).not.toMatch(/Renamed/i);
  expect(page).toContain("AAST");
  const { transcript } = await world.ok(
    roster.staff.token,
    "query ($id: ID!) { transcript(memberId: $id) { lines { title providerName } } }",
    { id: (await world.sql("SELECT member_id AS id FROM certificate WHERE verification_code = $1", [code]))[0].id },
  );
  expect(transcript.lines).toEqual([{ title: "13th Annual Sleep Disorders Conference", providerName: "AAST" }]);
});

describe("a member with more credit than one document takes", () => {
  let conference: ConferenceWorld;
  beforeAll(async () => {
    conference = await ConferenceWorld.start();
  });
  afterAll(() => conference.stop());

  test("gets the certificate, with a transcript of the newest days that fit, and is told to ask for parts", async () => {
    const { world } = conference;
    const attendee = await conference.attendee(["busy@example.test"]);
    const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
    await conference.imported(id, csvSchedule("a,Morning,2026-02-10,09:00,10:00,no,"));
    await conference.register(id, "busy@example.test,Full,,,no");
    await conference.claim(attendee.token, (await conference.session(id, "Morning")).id);
    await world.sql(
      `WITH made AS (
         INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format)
         SELECT $1, day, day, 'America/Chicago', 'VIRTUAL'
         FROM (SELECT '2026-01-05'::date - least(n, 3) AS day FROM generate_series(1, 5002) n) d RETURNING id, ends_on)
       INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, recorded_at)
       SELECT $2, $1, id, ends_on, 0.25, 'UPLOAD', now() FROM made`,
      [await conference.conference({ startsOn: "2026-02-20", endsOn: "2026-02-20" }), attendee.id],
    );
    const certificate = await conference.generate(attendee.token, id);
    await world.runJobs();
    const mails = await world.sql(
      `SELECT f.byte_size > 10000 AS whole FROM mail m JOIN mail_attachment a ON a.mail_id = m.id JOIN stored_file f ON f.id = a.file_id
       WHERE m.subject_id = $1`,
      [certificate.id],
    );
    expect(mails).toEqual([{ whole: true }, { whole: true }]);
    const asked = await world.fetch("/transcript.pdf", { token: attendee.token });
    expect(asked.status).toBe(400);
    expect((await asked.json()).errors[0]).toMatchObject({
      message: expect.stringContaining("Choose a shorter period."),
      extensions: { code: "BAD_INPUT", field: "from" },
    });
    expect((await world.fetch("/transcript.pdf?from=2026-01-03", { token: attendee.token })).status).toBe(200);
  });
});
