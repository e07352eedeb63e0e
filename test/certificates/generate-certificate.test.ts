import { attachedCredential } from "../../packages/verify/attached-credential.ts";
import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { readPdf } from "./pdf-reader.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:00Z"));

let made = 0;
const rows = [
  "a,Morning,2026-02-10,09:00,10:00,no,",
  "b,Noon,2026-02-10,12:00,13:15,no,",
  "c,Stream,2026-02-11,09:00,09:45,yes,",
];

async function scene(addresses?: [string, ...string[]]) {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID" });
  await conference.imported(id, csvSchedule(...rows));
  const emails = addresses ?? [`holder${++made}@example.test`];
  const attendee = await conference.attendee(emails as [string, ...string[]]);
  await conference.register(id, `${emails[0]},Full,,,no`);
  const sessions = await conference.sessions(id);
  const sessionId = (title: string) => sessions.find((session) => session.title === title)?.id ?? "";
  return { id, attendee, sessionId, token: attendee.token };
}

/** What the certificate's PDF carries, which is what is kept beside it. */
async function credentialIn(id: string) {
  const [{ pdf, document }] = await world.sql(
    `SELECT f.content AS pdf, d.document FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
     JOIN certificate_credential d ON d.certificate_id = c.id WHERE c.id = $1`,
    [id],
  );
  expect(attachedCredential(pdf)).toMatchObject({ credential: document, isAsAttached: true });
  return JSON.parse(document);
}

const verify = async (code: string) =>
  (
    await world.ok(
      null,
      "query ($code: String!) { verifyCertificate(code: $code) { valid status number supersededByCode } }",
      { code },
    )
  ).verifyCertificate;

const records = (memberId: string) =>
  world.sql(
    `SELECT s.title, r.completed_on AS "completedOn", r.credits, r.source, r.reversed_at IS NOT NULL AS reversed
     FROM attendance_record r JOIN session s ON s.id = r.session_id WHERE r.member_id = $1
     ORDER BY s.starts_at, r.recorded_at`,
    [memberId],
  );

test("nothing chosen, no certificate", async () => {
  const { id, token, sessionId } = await scene();
  expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("NOTHING_CLAIMED");
  await conference.claim(token, sessionId("Morning"));
  await world.ok(token, documents.unclaim, { sessionId: sessionId("Morning") });
  expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("NOTHING_CLAIMED");
});

test("of a missing conference and of another's, alike", async () => {
  const { id } = await scene();
  const { token } = await scene();
  for (const conferenceId of [id, "00000000-0000-0000-0000-000000000000", "no ID"])
    expect(await world.refused(token, documents.generate, { conferenceId })).toBe("NOT_FOUND");
});

test("the same choice gives the same certificate, another one supersedes it, and the old code says so", async () => {
  const { id, attendee, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  await conference.claim(token, sessionId("Noon"));
  const first = await conference.generate(token, id);
  expect(first).toMatchObject({
    credits: "2.25",
    completedOn: "2026-02-10",
    status: "ISSUED",
    recipientName: "John Smith",
  });
  expect((await conference.generate(token, id)).id).toBe(first.id);
  const inside = await credentialIn(first.id);
  expect(inside.credentialSubject).toMatchObject({
    licenseNumber: first.number,
    creditsEarned: 2.25,
    activityStartDate: expect.stringContaining("2026-02-10"),
    activityEndDate: expect.stringContaining("2026-02-10"),
  });
  // Off and on again is the same choice.
  await world.ok(token, documents.unclaim, { sessionId: sessionId("Noon") });
  await conference.claim(token, sessionId("Noon"));
  expect((await conference.generate(token, id)).id).toBe(first.id);

  world.setClock("2026-03-03T15:00:00Z");
  await world.ok(token, documents.unclaim, { sessionId: sessionId("Noon") });
  await conference.claim(token, sessionId("Stream"), "2026-03-01");
  const second = await conference.generate(token, id);
  expect(second.id).not.toBe(first.id);
  expect(second.lines).toEqual([
    { title: "Morning", attendedOn: "2026-02-10", credits: "1.00", virtual: false },
    { title: "Stream", attendedOn: "2026-03-01", credits: "0.75", virtual: true },
  ]);
  expect(second).toMatchObject({ credits: "1.75", completedOn: "2026-03-01" });
  expect((await credentialIn(second.id)).credentialSubject).toMatchObject({
    activityStartDate: expect.stringContaining("2026-02-10"),
    activityEndDate: expect.stringContaining("2026-03-01"),
  });
  expect(await verify(first.verificationCode)).toEqual({
    valid: false,
    status: "SUPERSEDED",
    number: first.number,
    supersededByCode: second.verificationCode,
  });
  expect(await verify(second.verificationCode)).toMatchObject({ valid: true, status: "ISSUED" });

  world.setClock("2026-03-04T15:00:00Z");
  // Another day for the same session is another choice; the first choice again is a new certificate, too.
  await conference.claim(token, sessionId("Stream"), "2026-03-02");
  const third = await conference.generate(token, id);
  expect(third.id).not.toBe(second.id);
  expect(await world.sql("SELECT status FROM certificate WHERE member_id = $1 ORDER BY number", [attendee.id])).toEqual(
    [{ status: "SUPERSEDED" }, { status: "SUPERSEDED" }, { status: "ISSUED" }],
  );
  // What no longer counts is reversed, not deleted.
  const record = { source: "CLAIM", reversed: false };
  expect(await records(attendee.id)).toEqual([
    { ...record, title: "Morning", completedOn: "2026-02-10", credits: "1.00" },
    { ...record, title: "Noon", completedOn: "2026-02-10", credits: "1.25", reversed: true },
    { ...record, title: "Stream", completedOn: "2026-03-01", credits: "0.75", reversed: true },
    { ...record, title: "Stream", completedOn: "2026-03-02", credits: "0.75" },
  ]);
  const { conference: found } = await world.ok(token, documents.conference, { id });
  expect(found.certificate).toEqual({ id: third.id, status: "ISSUED" });
});

test("changed and pressed at once, one certificate holds and it is that of the last choice", async () => {
  const { id, attendee, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  await Promise.all(
    [
      conference.generate(token, id),
      conference.claim(token, sessionId("Noon")),
      conference.generate(token, id),
      conference.claim(token, sessionId("Stream"), "2026-02-11"),
      conference.generate(token, id),
    ].map((each) => each),
  );
  const last = await conference.generate(token, id);
  expect(last.lines.map((line: { title: string }) => line.title)).toEqual(["Morning", "Noon", "Stream"]);
  expect(
    await world.sql("SELECT id FROM certificate WHERE member_id = $1 AND status = 'ISSUED'", [attendee.id]),
  ).toEqual([{ id: last.id }]);
  const live = (await records(attendee.id)).filter(({ reversed }) => !reversed);
  expect(live.map(({ title }) => title)).toEqual(["Morning", "Noon", "Stream"]);
});

test("certificate and transcript go to every verified address, once, and the bytes never change", async () => {
  const emails: [string, string] = ["primary@example.test", "second@example.test"];
  const { id, attendee, token, sessionId } = await scene(emails);
  const [account] = await world.sql("SELECT account_id AS id FROM member WHERE id = $1", [attendee.id]);
  await world.sql("INSERT INTO email_address (account_id, address) VALUES ($1, 'unverified@example.test')", [
    account.id,
  ]);
  await conference.claim(token, sessionId("Morning"));
  const certificate = await conference.generate(token, id);
  const mails = () =>
    world.sql(
      `SELECT to_address AS "to", status, array(SELECT file_name FROM mail_attachment a WHERE a.mail_id = m.id
         ORDER BY file_name) AS files FROM mail m WHERE subject_id = $1 ORDER BY created_at, to_address`,
      [certificate.id],
    );
  expect(await mails()).toEqual([]);
  const bytes = async (path: string) => {
    const response = await world.fetch(path, { token });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  // Who is quicker than the job gets the transcript all the same, and no second mail.
  const early = await bytes(certificate.transcriptUrl);
  await world.runJobs();
  await world.runJobs();
  const files = [`certificate-${certificate.number}.pdf`, `transcript-${certificate.number}.pdf`];
  expect(await mails()).toEqual(emails.map((to) => ({ to, status: "SENT", files })));

  const pdf = await bytes(certificate.pdfUrl);
  await conference.imported(
    id,
    csvSchedule("a,Renamed,2026-02-10,09:00,10:00,no,", "c,Stream,2026-02-11,09:00,09:45,yes,"),
  );
  await world.sql("UPDATE member SET last_name = 'Jones' WHERE id = $1", [attendee.id]);
  await world.sql("UPDATE program SET name = 'Renamed' WHERE id = $1", [id]);
  expect((await bytes(certificate.pdfUrl)).equals(pdf)).toBe(true);
  expect((await bytes(certificate.transcriptUrl)).equals(early)).toBe(true);
  const again = await conference.generate(token, id);
  expect(again).toEqual(certificate);
  const { pages } = await readPdf(pdf);
  expect(pages.join(" ")).toContain("Morning");
  expect(pages.join(" ")).toContain("John Smith");

  const stranger = await conference.attendee(["stranger@example.test"]);
  for (const url of [certificate.pdfUrl, certificate.transcriptUrl])
    expect((await world.fetch(url, { token: stranger.token })).status).toBe(404);

  world.setClock("2026-03-02T16:00:00Z");
  await world.ok(token, "mutation ($id: ID!) { resendCertificate(id: $id) { id } }", { id: certificate.id });
  await world.runJobs();
  expect(await mails()).toHaveLength(4);
});

test("what staff correct of a claimed session reaches the next certificate, which supersedes the one before", async () => {
  const { id, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  const first = await conference.generate(token, id);
  expect(first.credits).toBe("1.00");
  await conference.update([sessionId("Morning")], { credits: "0.50" }, "Ran short.");
  const second = await conference.generate(token, id);
  expect(second).toMatchObject({ credits: "0.50", lines: [{ title: "Morning", credits: "0.50" }] });
  expect(second.id).not.toBe(first.id);
  expect((await conference.generate(token, id)).id).toBe(second.id);
  expect(await world.sql("SELECT status, superseded_by_id AS by FROM certificate WHERE id = $1", [first.id])).toEqual([
    { status: "SUPERSEDED", by: second.id },
  ]);
});

test("nothing is never awarded: a session of 0 credits cannot be claimed, and earns no certificate of 0.00", async () => {
  const { id, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  await conference.update([sessionId("Morning")], { credits: "0.00" }, "Mostly advertising.");
  expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("NOTHING_CLAIMED");
  expect(await conference.refusedClaim(token, sessionId("Morning"))).toBe("SESSION_NOT_CLAIMABLE");
});

test("a certificate that was superseded before its mail was written is not sent", async () => {
  const { id, attendee, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  const first = await conference.generate(token, id);
  await conference.claim(token, sessionId("Noon"));
  const second = await conference.generate(token, id);
  await world.runJobs();
  const sent = await world.sql(
    "SELECT subject_id AS id FROM mail WHERE recipient_account_id = (SELECT account_id FROM member WHERE id = $1)",
    [attendee.id],
  );
  expect(sent).toEqual([{ id: second.id }]);
  const superseded = await world.ok(
    token,
    `query ($number: [CertificateStatus!]) { certificates(filter: { mine: true, status: $number }) {
      nodes { id transcriptUrl supersededBy { id } } } }`,
    { number: ["SUPERSEDED"] },
  );
  expect(superseded.certificates.nodes).toEqual([
    { id: first.id, transcriptUrl: null, supersededBy: { id: second.id } },
  ]);
});

test("what staff revoked is not made again", async () => {
  const { id, attendee, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  const certificate = await conference.generate(token, id);
  await world.ok(
    conference.staff.token,
    'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }',
    { id: certificate.id },
  );
  expect((await records(attendee.id)).map(({ reversed }) => reversed)).toEqual([true]);
  await conference.claim(token, sessionId("Noon"));
  expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("CERTIFICATE_NOT_VALID");
  const { conference: found } = await world.ok(token, documents.conference, { id });
  expect(found.certificate).toEqual({ id: certificate.id, status: "REVOKED" });
});

test("a schedule that moved two chosen sessions into each other must be sorted out first", async () => {
  const { id, token, sessionId } = await scene();
  await conference.claim(token, sessionId("Morning"));
  await conference.claim(token, sessionId("Noon"));
  const issued = await conference.generate(token, id);
  await conference.imported(
    id,
    csvSchedule("a,Morning,2026-02-10,09:00,10:00,no,", "b,Noon,2026-02-10,09:30,10:45,no,", rows[2] ?? ""),
  );
  // The same choice is the same certificate: what was issued is not touched.
  expect((await conference.generate(token, id)).id).toBe(issued.id);
  await conference.claim(token, sessionId("Stream"), "2026-02-11");
  expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("OVERLAPPING_SESSION");
  await world.ok(token, documents.unclaim, { sessionId: sessionId("Noon") });
  expect((await conference.generate(token, id)).credits).toBe("1.75");
});

test("sixty sessions run over pages with their headings repeated, and ten tenths are one", async () => {
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = 'IACET_CEU'");
  const id = await conference.conference(
    { startsOn: "2026-02-10", endsOn: "2026-02-11", format: "VIRTUAL" },
    "Sixty",
    "DRAFT",
  );
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = 'CONTACT_HOUR_60'");
  await world.putInState(
    "program",
    "UPDATE program SET status = 'APPROVED', number = 'A26900', submitted_at = now(), credits = 6 WHERE id = $1",
    [id],
  );
  const many = Array.from({ length: 60 }, (_, i) => {
    const [hour, half] = [8 + Math.floor(i / 4), (i % 4) * 15];
    const clock = (minutes: number) =>
      `${String(hour + Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    return `s${i},Number ${i + 1} of sixty,2026-02-10,${clock(half)},${clock(half + 30)},yes,`;
  });
  await conference.imported(id, csvSchedule(...many));
  const attendee = await conference.attendee(["sixty@example.test"]);
  await conference.register(id, "sixty@example.test,Full,,,yes");
  const sessions = await conference.sessions(id);
  expect(new Set(sessions.map((session) => session.credits))).toEqual(new Set(["0.10"]));
  for (const session of sessions.slice(0, 10)) await conference.claim(attendee.token, session.id, "2026-02-11");
  expect((await conference.generate(attendee.token, id)).credits).toBe("1.00");
  for (const session of sessions.slice(10)) await conference.claim(attendee.token, session.id, "2026-02-11");
  const certificate = await conference.generate(attendee.token, id);
  expect(certificate).toMatchObject({ credits: "6.00", creditUnit: "CEU" });
  const response = await world.fetch(certificate.pdfUrl, { token: attendee.token });
  const { pages } = await readPdf(new Uint8Array(await response.arrayBuffer()));
  expect(pages.length).toBeGreaterThan(2);
  const lists = pages.filter((page) => /Number \d+ of sixty/.test(page));
  expect(lists.length).toBeGreaterThan(1);
  for (const page of lists) expect(page).toContain("Session Attended on Format CEU");
  expect(pages.join("\n").match(/Number \d+ of sixty/g)).toHaveLength(60);
});

test("a certificate's number begins with what is set when it is issued", async () => {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" }, "Numbered");
  await conference.imported(id, csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,"));
  const [session] = await conference.sessions(id);
  const issued = async (address: string) => {
    await conference.register(id, `${address},Full,,,no`);
    const { token } = await conference.attendee([address]);
    await conference.claim(token, session?.id ?? "");
    return (await conference.generate(token, id)).number as string;
  };
  const first = await issued("first.number@example.test");
  await world.sql("UPDATE accreditor_settings SET certificate_prefix = 'CEC'");
  const second = await issued("second.number@example.test");
  const running = Number(first.slice(1));
  expect([first, second]).toEqual([
    `C${String(running).padStart(6, "0")}`,
    `CEC${String(running + 1).padStart(6, "0")}`,
  ]);
  expect(
    await world.sql("SELECT number FROM certificate WHERE number = ANY($1) ORDER BY issued_at, number", [
      [first, second],
    ]),
  ).toEqual([{ number: first }, { number: second }]);
});
