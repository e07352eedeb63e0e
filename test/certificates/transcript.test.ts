import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { merge } from "../persons/merging.ts";
import { offering, programIn } from "../programs/applications.ts";
import { readPdf } from "./pdf-reader.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let attendee: Awaited<ReturnType<ConferenceWorld["attendee"]>>;
let uploadId: string;

const document = `query ($memberId: ID, $from: LocalDate, $to: LocalDate) {
  transcript(memberId: $memberId, from: $from, to: $to) { memberNumber memberName from to pdfUrl
    totals { creditUnit credits }
    lines { completedOn title sessionTitle programNumber providerName credits creditUnit certificateNumber } } }`;

const transcript = async (variables: Record<string, unknown> = {}, token = attendee.token) =>
  (await world.ok(token, document, variables)).transcript;

/** A program of the past under a rule, with one attendance. */
async function attended(code: string, on: string, credits: string, name: string): Promise<void> {
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = $1", [code]);
  const program = await programIn(world, conference, "APPROVED", {
    name,
    minutes: 120,
    requestedCredits: code === "IACET_CEU" ? "0.20" : "1.50",
    offerings: [offering({ startsOn: on, endsOn: on })],
  }).catch((error: unknown) => {
    throw error;
  });
  await world.sql("UPDATE program SET status = 'AWAITING_ATTENDANCE', credits = 2 WHERE id = $1", [program.id]);
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = 'CONTACT_HOUR_60'");
  await world.ok(
    conference.provider.token,
    "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }",
    {
      input: {
        programNumber: program.number,
        memberNumber: attendee.memberNumber,
        firstName: "Ada",
        lastName: "Lovelace",
        completionDate: on,
        credits,
      },
    },
  );
}

beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  attendee = await conference.attendee(["ada@example.test"], { firstName: "Ada", lastName: "Lovelace" });
  await attended("CONTACT_HOUR_60", "2026-01-20", "0.25", "First Lecture");
  await attended("CONTACT_HOUR_60", "2026-02-20", "1.50", "Second Lecture");
  await world.runJobs();
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  uploadId = id;
  await conference.imported(
    id,
    csvSchedule(
      "a,Morning,2026-02-10,09:00,10:00,no,",
      "b,Noon,2026-02-10,12:00,13:15,no,",
      "c,Late,2026-02-11,09:00,10:00,no,",
    ),
  );
  await conference.register(id, "ada@example.test,Full,,,no");
  for (const session of await conference.sessions(id)) await conference.claim(attendee.token, session.id);
  await conference.generate(attendee.token, id);
  await world.ok(attendee.token, "mutation ($sessionId: ID!) { unclaimSession(sessionId: $sessionId) }", {
    sessionId: (await conference.session(id, "Late")).id,
  });
  await conference.generate(attendee.token, id);
});
afterAll(() => conference.stop());

test("lists rosters and claims, newest first, with exact totals, and nothing that was taken back", async () => {
  const found = await transcript();
  const plain = { providerName: "Lakeside Sleep Center", creditUnit: "CEC" };
  const number = expect.stringMatching(/^C\d{6}$/);
  const program = expect.stringMatching(/^A26\d{3}$/);
  expect(found).toEqual({
    memberNumber: attendee.memberNumber,
    memberName: "Ada Lovelace",
    from: null,
    to: null,
    pdfUrl: `${world.url}/transcript.pdf?memberId=${attendee.id}`,
    totals: [{ creditUnit: "CEC", credits: "4.00" }],
    lines: [
      ["2026-02-20", "Second Lecture", null, "1.50"],
      ["2026-02-10", "Sleep Summit", "Noon", "1.25"],
      ["2026-02-10", "Sleep Summit", "Morning", "1.00"],
      ["2026-01-20", "First Lecture", null, "0.25"],
    ].map(([completedOn, title, sessionTitle, credits]) => ({
      ...plain,
      completedOn,
      title,
      sessionTitle,
      credits,
      programNumber: program,
      certificateNumber: number,
    })),
  });
  const claimed = found.lines.filter((line: { sessionTitle: string | null }) => line.sessionTitle !== null);
  const [current] = await world.sql("SELECT number FROM certificate WHERE program_id = $1 AND status = 'ISSUED'", [
    uploadId,
  ]);
  expect(new Set(claimed.map((line: { certificateNumber: string }) => line.certificateNumber))).toEqual(
    new Set([current.number]),
  );
});

test.each([
  ["2026-02-10", "2026-02-10", ["Noon", "Morning"], "2.25"],
  ["2026-02-11", null, [null], "1.50"],
  [null, "2026-02-09", [null], "0.25"],
  ["2026-02-21", null, [], null],
])("from %p to %p, both days included", async (from, to, sessions, total) => {
  const found = await transcript({ from, to });
  expect(found.lines.map((line: { sessionTitle: string | null }) => line.sessionTitle)).toEqual(sessions);
  expect(found.totals).toEqual(total === null ? [] : [{ creditUnit: "CEC", credits: total }]);
  const response = await world.fetch(found.pdfUrl, { token: attendee.token });
  const text = (await readPdf(new Uint8Array(await response.arrayBuffer()))).pages.join("\n");
  expect(text).toContain(total === null ? "no credit in this period" : `Total: ${total} CEC`);
});

test("is the member's own and staff's", async () => {
  const { memberId, ...nobody } = { memberId: attendee.id };
  const stranger = await conference.attendee(["stranger@example.test"]);
  const code = (token: string | null, variables: Record<string, unknown>) => world.refused(token, document, variables);
  expect((await transcript({ memberId }, conference.staff.token)).lines).toHaveLength(4);
  expect((await transcript({ memberId })).lines).toHaveLength(4);
  expect((await transcript(nobody, stranger.token)).lines).toEqual([]);
  expect(await code(stranger.token, { memberId })).toBe("NOT_FOUND");
  expect(await code(conference.provider.token, { memberId })).toBe("NOT_FOUND");
  expect(await code(conference.staff.token, {})).toBe("NOT_FOUND");
  expect(await code(conference.staff.token, { memberId: "no ID" })).toBe("NOT_FOUND");
  expect(await code(null, { memberId })).toBe("UNAUTHENTICATED");
  expect(await code(attendee.token, { from: "2026-02-02", to: "2026-02-01" })).toBe("BAD_INPUT");
});

test("as a PDF, too", async () => {
  const status = async (token: string | null, query: string) =>
    (await world.fetch(`/transcript.pdf${query}`, { token })).status;
  const stranger = await conference.attendee(["another@example.test"]);
  expect(await status(attendee.token, "")).toBe(200);
  expect(await status(conference.staff.token, `?memberId=${attendee.id}`)).toBe(200);
  expect(await status(stranger.token, `?memberId=${attendee.id}`)).toBe(404);
  expect(await status(null, "")).not.toBe(200);
  for (const query of ["?from=2026-02-30", "?from=yesterday", "?from=2026-01-01&from=2026-01-02", "?to=2026-1-1"])
    expect(await status(attendee.token, query)).toBe(400);
});

test("the one that goes with a certificate is the member's and staff's, though the provider sees the certificate", async () => {
  await world.runJobs();
  const query = "{ certificates(filter: { status: [ISSUED] }) { nodes { id transcriptUrl lines { title } } } }";
  const conferenceCertificate = async (token: string) =>
    (await world.ok(token, query)).certificates.nodes.find((each: { lines: unknown[] }) => each.lines.length > 0);
  const { id, transcriptUrl } = await conferenceCertificate(attendee.token);
  expect(transcriptUrl).toBe(`${world.url}/certificates/${id}/transcript.pdf`);
  expect(await conferenceCertificate(conference.provider.token)).toMatchObject({ id, transcriptUrl: null });
  const status = async (token: string) => (await world.fetch(`/certificates/${id}/transcript.pdf`, { token })).status;
  expect(await status(attendee.token)).toBe(200);
  expect(await status(conference.staff.token)).toBe(200);
  expect(await status(conference.provider.token)).toBe(404);
});

test("licences are printed where their kind says so; a certificate keeps those that it was printed with", async () => {
  const { token } = conference.staff;
  const kindOf = async (input: Record<string, unknown>): Promise<string> =>
    (await world.ok(token, "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }", { input }))
      .saveLicenceKind.id;
  const save = async (input: Record<string, unknown>, id?: string): Promise<{ id: string; number: string }[]> =>
    (
      await world.ok(
        attendee.token,
        "mutation ($id: ID, $input: LicenceInput!) { saveLicence(id: $id, input: $input) { licences { id number } } }",
        { id, input },
      )
    ).saveLicence.licences;
  const registry = await kindOf({ code: "NPI", name: "National registry", printed: true });
  const sealed = await kindOf({
    code: "EPROFILE",
    name: "e-Profile",
    mask: "999999 MMDD",
    sensitive: true,
    printed: true,
  });
  const state = await kindOf({ code: "RN", name: "Nurse", asksJurisdiction: true, asksExpiry: true, printed: true });
  const silent = await kindOf({ code: "OTHER", name: "Other", sensitive: true });
  const [given] = await save({ kindId: registry, number: "1234567893" });
  await save({ kindId: sealed, number: "123456-0229" });
  await save({ kindId: silent, number: "777777" });
  await save({ kindId: state, number: "5550001", jurisdiction: "TX", expiresOn: "2020-01-31" });
  const printed = ["e-Profile 123456-0229", "National registry 1234567893"];
  await attended("CONTACT_HOUR_60", "2026-01-21", "1.00", "Third Lecture");
  await world.runJobs();
  await save({ kindId: registry, number: "1245319599" }, given?.id);

  const query = `{ certificates(filter: { status: [ISSUED] }) { nodes { title licences pdfUrl } } }`;
  const { nodes } = (await world.ok(attendee.token, query)).certificates;
  const third = nodes.find((each: { title: string }) => each.title === "Third Lecture");
  expect(third.licences).toEqual(printed);
  const read = async (url: string): Promise<string> => {
    const response = await world.fetch(url, { token: attendee.token });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await readPdf(bytes)).pages.join(" ").replace(/\s+/g, " ");
  };
  const onPaper = await read(third.pdfUrl);
  expect(onPaper).toContain(printed.join(" · "));
  expect(onPaper).not.toMatch(/777777|5550001/);

  const now = ["e-Profile 123456-0229", "National registry 1245319599"];
  const shown = await world.ok(attendee.token, "{ transcript { licences pdfUrl } }");
  expect(shown.transcript.licences).toEqual(now);
  expect(await read(shown.transcript.pdfUrl)).toContain(now.join(" · "));

  // A list as a file says no sealed number, though it says that one ended.
  for (const list of ["members", "attendance"]) {
    const filter = list === "members" ? `?filter=${encodeURIComponent('{"lastName":"lovelace"}')}` : "";
    const file = await (await world.fetch(`/exports/${list}.csv${filter}`, { token })).text();
    expect(file).toContain("NPI 1245319599; RN TX 5550001");
    expect(file).not.toMatch(/0229|777777/);
  }
});

describe("as it was known on a past day", () => {
  const then = `query ($memberId: ID, $asOf: LocalDate, $to: LocalDate) { transcript(memberId: $memberId, asOf: $asOf, to: $to) { asOf pdfUrl
    totals { credits } lines { title certificateNumber holds } addedSince { title holds } } }`;
  const known = async (asOf: string | null, changes: object = {}) =>
    (await world.ok(attendee.token, then, { asOf, ...changes })).transcript;
  const titles = (lines: { title: string }[]) => lines.map(({ title }) => title);
  let before: Awaited<ReturnType<typeof known>>;
  let number: string;

  beforeAll(async () => {
    await world.runJobs();
    // An hour before the day is over in Chicago, which it is elsewhere.
    world.setClock("2026-03-10T04:00:00Z");
    before = await known(null);
    const [certificate] = await world.sql(
      "SELECT id, number FROM certificate WHERE member_id = $1 AND title = 'Second Lecture' AND status = 'ISSUED'",
      [attendee.id],
    );
    number = certificate.number;
    world.setClock("2026-03-10T05:00:00Z");
    await world.ok(
      conference.staff.token,
      'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }',
      { id: certificate.id },
    );
    await attended("CONTACT_HOUR_60", "2026-03-01", "0.75", "Fourth Lecture");
    await world.runJobs();
  });
  afterAll(() => world.setClock(null));

  test("says what it said then, by the accreditor's clock, and what changed since", async () => {
    const found = await known("2026-03-09");
    expect(found).toEqual({
      ...before,
      asOf: "2026-03-09",
      pdfUrl: `${before.pdfUrl}&asOf=2026-03-09`,
      lines: before.lines.map((line: { title: string }) => ({ ...line, holds: line.title !== "Second Lecture" })),
      addedSince: [{ title: "Fourth Lecture", holds: true }],
    });
    expect(found.lines).toContainEqual({ title: "Second Lecture", certificateNumber: number, holds: false });
    const now = await known(null);
    expect(now).toMatchObject({ asOf: null, addedSince: [] });
    expect(titles(now.lines)).toContain("Fourth Lecture");
    expect(titles(now.lines)).not.toContain("Second Lecture");
    expect(await known("2026-03-10")).toMatchObject({ lines: now.lines, addedSince: [] });
    expect((await known("2026-03-09", { to: "2026-01-31" })).addedSince).toEqual([]);
    expect((await known("2020-01-01")).lines).toEqual([]);
  });

  test("on paper, too", async () => {
    const read = async (asOf: string | null) => {
      const response = await world.fetch((await known(asOf)).pdfUrl, { token: attendee.token });
      return (await readPdf(new Uint8Array(await response.arrayBuffer()))).pages.join(" ").replace(/\s+/g, " ");
    };
    const paper = await read("2026-03-09");
    expect(paper).toContain("As on record at the end of March 9, 2026");
    expect(paper).toMatch(/Second Lecture .*Taken back or corrected since.*Recorded since.*Fourth Lecture/);
    expect(paper.match(/Taken back or corrected since/g)).toHaveLength(1);
    expect(await read(null)).not.toMatch(/on record at the end|corrected since|Recorded since/);
  });

  test("is refused of a day that has not come", async () => {
    for (const asOf of ["2026-03-11", "1899-12-31", "9999-12-31"])
      expect(await world.refused(attendee.token, then, { asOf })).toBe("BAD_INPUT");
    for (const asOf of ["2026-03-11", "soon"])
      expect((await world.fetch(`/transcript.pdf?asOf=${asOf}`, { token: attendee.token })).status).toBe(400);
  });

  test("counts once what two members had who became one, before that day as after it", async () => {
    const { staff, provider } = conference;
    const twin = await conference.attendee(["twin@example.test"], { firstName: "Ada", lastName: "Lovelace" });
    const [{ number: programNumber }] = await world.sql("SELECT number FROM program WHERE name = 'Fourth Lecture'");
    await world.ok(
      provider.token,
      "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }",
      {
        input: {
          programNumber,
          memberNumber: twin.memberNumber,
          firstName: "Ada",
          lastName: "Lovelace",
          completionDate: "2026-03-01",
          credits: "0.75",
        },
      },
    );
    await world.runJobs();
    world.setClock("2026-03-12T15:00:00Z");
    await merge(world, staff.token, attendee.id, twin.id);
    await world.runJobs();
    for (const asOf of ["2026-03-11", null]) {
      const { lines, addedSince } = await known(asOf);
      expect([asOf, titles(lines).filter((title) => title === "Fourth Lecture")]).toEqual([asOf, ["Fourth Lecture"]]);
      expect(addedSince).toEqual([]);
    }
  });
});
