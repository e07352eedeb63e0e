import { completeConferencesJob } from "../../server/conferences/complete-conferences.job.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { endOfferings, operations, programIn, step } from "../programs/applications.ts";
import { ConferenceWorld, csvSchedule, documents } from "./conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const complete = async () => {
  await completeConferencesJob.run(world.ctx, {});
  await world.runJobs();
};
const state = async (id: string) => (await world.sql("SELECT status FROM program WHERE id = $1", [id]))[0].status;

test("a conference that has ended is nobody's report and in no inbox, and is completed when nothing can be reported any more", async () => {
  const id = await conference.conference({
    startsOn: "2026-03-10",
    endsOn: "2026-03-11",
    timeZone: "Pacific/Auckland",
  });
  await conference.imported(id, csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,"));
  const lecture = await programIn(world, conference, "APPROVED", {
    offerings: [
      {
        startsOn: "2026-03-10",
        endsOn: "2026-03-10",
        timeZone: "Pacific/Auckland",
        format: "IN_PERSON",
        place: "Auckland",
      },
    ],
  });
  world.setClock("2026-03-20T00:00:00Z");
  await endOfferings(world);
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  expect(await state(lecture.id)).toBe("AWAITING_ATTENDANCE");
  const { token } = conference.provider;
  for (const who of [token, conference.staff.token]) {
    const { dashboard } = await world.ok(who, "{ dashboard { reportsDue { programId } } }");
    expect(dashboard.reportsDue).toEqual([{ programId: lecture.id }]);
  }
  const { programs, dashboard } = await world.ok(
    token,
    "{ programs(filter: { inbox: true }) { totalCount nodes { id } } dashboard { inboxByAge { count } } }",
  );
  expect(programs).toEqual({ totalCount: 1, nodes: [{ id: lecture.id }] });
  expect(dashboard.inboxByAge.map(({ count }: { count: number }) => count)).toEqual([1, 0, 0, 0, 0]);

  // 45 days after 11 March, to the end of that day in Auckland (UTC+12).
  world.setClock("2026-04-25T11:59:59Z");
  await complete();
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  world.setClock("2026-04-25T12:00:00Z");
  await Promise.all([complete(), complete()]);
  await complete();
  expect(await state(id)).toBe("COMPLETED");
  expect(await state(lecture.id)).toBe("AWAITING_ATTENDANCE");
  expect(
    await world.sql(
      "SELECT count(*)::int AS n FROM audit_entry WHERE subject_id = $1 AND action = 'program.complete'",
      [id],
    ),
  ).toEqual([{ n: 1 }]);

  // Claiming goes on.
  const attendee = await conference.attendee(["late@example.test"]);
  await conference.register(id, "late@example.test,Full,,,no");
  await conference.claim(attendee.token, (await conference.session(id, "Opening")).id);
  expect((await conference.generate(attendee.token, id)).credits).toBe("1.00");
});

test("staff who extend the time to report keep it open until then", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  const program = await programIn(world, conference, "APPROVED", {
    typeId: (await world.sql("SELECT id FROM program_type WHERE code = 'CONFERENCE'"))[0].id,
  });
  world.setClock("2026-04-12T15:00:00Z");
  await endOfferings(world);
  await step(world, conference.staff.token, "extendReporting", program, { until: "2026-07-31" });
  world.setClock("2026-08-01T04:59:59Z");
  await complete();
  expect(await state(program.id)).toBe("AWAITING_ATTENDANCE");
  world.setClock("2026-08-01T05:00:00Z");
  await complete();
  expect(await state(program.id)).toBe("COMPLETED");
});

test("a conference is claimed until its window closes, as it was set when it ended; then it is completed, and what was issued stays", async () => {
  const { token } = conference.staff;
  world.setClock("2026-03-02T15:00:00Z");
  const { settingsPage } = await world.ok(token, "{ settingsPage { version claimDays } }");
  expect(settingsPage.claimDays).toBe(365);
  const update =
    "mutation ($version: Int!, $claimDays: Int!) { updateSettings(version: $version, input: { claimDays: $claimDays }) { version claimDays } }";
  await world.ok(token, update, { version: settingsPage.version, claimDays: 90 });
  const id = await conference.conference({
    startsOn: "2026-03-10",
    endsOn: "2026-03-11",
    timeZone: "Pacific/Auckland",
  });
  await conference.imported(
    id,
    csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,", "b,Closing,2026-03-11,09:00,10:00,no,"),
  );
  const [early, late] = [
    await conference.attendee(["in-time@example.test"]),
    await conference.attendee(["too-late@example.test"]),
  ];
  await conference.register(id, "in-time@example.test,Full,,,no", "too-late@example.test,Full,,,no");
  world.setClock("2026-03-20T00:00:00Z");
  await endOfferings(world);
  // A shorter time closes no window that is open.
  await world.ok(token, update, { version: settingsPage.version + 1, claimDays: 5 });
  const seen = "query ($id: ID!) { conference(id: $id) { claimsUntil } }";
  expect((await world.ok(early.token, seen, { id })).conference.claimsUntil).toBe("2026-06-09");
  // The last second of the 90th day, in Auckland (UTC+12).
  world.setClock("2026-06-09T11:59:59Z");
  await complete();
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  const opening = (await conference.session(id, "Opening")).id;
  const closing = (await conference.session(id, "Closing")).id;
  await conference.claim(early.token, opening);
  const { id: certificateId } = await conference.generate(early.token, id);
  await conference.claim(late.token, closing);
  world.setClock("2026-06-09T12:00:00Z");
  await complete();
  expect(await state(id)).toBe("COMPLETED");
  expect(await conference.refusedClaim(early.token, closing)).toBe("CLAIMS_CLOSED");
  expect((await conference.generate(early.token, id)).id).toBe(certificateId);
  expect(await world.refused(late.token, documents.generate, { conferenceId: id })).toBe("CLAIMS_CLOSED");
  // Staff extend its time: then sessions are claimed again.
  const [{ id: offeringId }] = await world.sql("SELECT id FROM offering WHERE program_id = $1", [id]);
  await world.ok(token, operations.extendReporting, { offeringId, until: "2026-07-01", reason: "They were abroad." });
  expect((await conference.generate(late.token, id)).credits).toBe("1.00");
});

describe("a conference whose type demands documents", () => {
  const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF");
  const upload = `mutation ($programId: ID!, $kind: ProgramDocumentKind!, $file: Upload!) {
    uploadProgramDocument(programId: $programId, kind: $kind, file: $file) { documents { id kind } } }`;
  const sends = async (programId: string, kind: string): Promise<string> => {
    const { data } = await world.upload(conference.provider.token, upload, { programId, kind }, pdf, "evaluations.pdf");
    return data.uploadProgramDocument.documents.find((each: { kind: string }) => each.kind === kind).id;
  };
  const stands = async (id: string) => {
    const { program } = await world.ok(
      conference.provider.token,
      "query ($id: ID!) { program(id: $id) { status missingDocuments nextStep { code action } } }",
      { id },
    );
    return [program.status, program.missingDocuments.join(" "), program.nextStep.code, program.nextStep.action];
  };
  const inbox = async (id: string) => {
    const asked = "{ programs(filter: { inbox: true }, first: 100) { nodes { id } } }";
    const { programs } = await world.ok(conference.provider.token, asked);
    return programs.nodes.some((node: { id: string }) => node.id === id);
  };
  const told = async (kind: MailKind, id: string) =>
    (await world.sql("SELECT to_address FROM mail WHERE kind = $1 AND subject_id = $2 ORDER BY 1", [kind, id])).map(
      ({ to_address }) => to_address,
    );
  const certificates = async (id: string) =>
    (
      await world.sql(
        "SELECT m.first_name AS name FROM certificate c JOIN member m ON m.id = c.member_id WHERE c.program_id = $1 ORDER BY 1",
        [id],
      )
    ).length;
  const generateFor = `mutation ($memberId: ID!, $conferenceId: ID!, $reason: String!) {
    generateCertificateFor(memberId: $memberId, conferenceId: $conferenceId, reason: $reason) { id } }`;
  const both = ["EVALUATION_SUMMARY", "SIGN_IN_ROSTER"];

  let started = 0;
  /** A conference of March 10 that has ended, two who have claimed of it, and one who has not. */
  const scene = async () => {
    world.setClock("2026-03-02T15:00:00Z");
    const staff = conference.staff.token;
    const { programTypeRows } = await world.ok(
      staff,
      "{ programTypeRows { id version code name form minimumMinutes maximumMinutes position active } }",
    );
    const type = programTypeRows.find(({ code }: { code: string }) => code === "CONFERENCE");
    const { id: typeId, version, ...input } = type;
    await world.ok(
      staff,
      "mutation ($id: ID, $version: Int, $input: ProgramTypeInput!) { saveProgramType(id: $id, version: $version, input: $input) { id } }",
      { id: typeId, version, input: { ...input, requiredDocuments: both } },
    );
    const id = await conference.conference({
      startsOn: "2026-03-10",
      endsOn: "2026-03-10",
      timeZone: "Pacific/Honolulu",
    });
    await conference.imported(id, csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,"));
    const emails = ["ann", "ben", "cid"].map((name) => `${name}${++started}@example.test`);
    const people = [];
    for (const email of emails) people.push(await conference.attendee([email]));
    await conference.register(id, ...emails.map((email) => `${email},Full,,,no`));
    world.setClock("2026-03-20T00:00:00Z");
    await endOfferings(world);
    const session = (await conference.session(id, "Opening")).id;
    for (const { token } of people.slice(0, 2)) await conference.claim(token, session);
    return { id, people, emails, session };
  };

  test("issues no certificate before they are there, on any way, and says so to everybody; then who has chosen is told", async () => {
    const { id, people, emails } = await scene();
    const [ann, ben] = people as [(typeof people)[0], (typeof people)[0]];
    expect(await stands(id)).toEqual(["AWAITING_ATTENDANCE", both.join(" "), "DOCUMENTS", "ADD_REPORT_DOCUMENT"]);
    expect(await inbox(id)).toBe(true);
    expect(await told(MailKind.DOCUMENTS_DUE, id)).toHaveLength(1);
    const seen = "query ($id: ID!) { conference(id: $id) { missingDocuments } }";
    expect((await world.ok(ann.token, seen, { id })).conference).toEqual({ missingDocuments: both });
    const { errors } = await world.graphql(ann.token, documents.generate, { conferenceId: id });
    expect(errors.map(({ extensions }) => [extensions.code, extensions.documents])).toEqual([
      ["DOCUMENTS_MISSING", both],
    ]);
    const behalf = { memberId: ann.id, conferenceId: id, reason: "By phone." };
    expect(await world.refused(conference.staff.token, generateFor, behalf)).toBe("DOCUMENTS_MISSING");
    await world.sql(
      "SELECT graphile_worker.add_job('claims.reinstated', json_build_object('memberId', $1::text, 'programId', $2::text))",
      [ann.id, id],
    );
    await world.runJobs();
    expect(await certificates(id)).toBe(0);

    await sends(id, "SIGN_IN_ROSTER");
    await world.runJobs();
    expect(await stands(id)).toEqual(["AWAITING_ATTENDANCE", "EVALUATION_SUMMARY", "DOCUMENTS", "ADD_REPORT_DOCUMENT"]);
    expect(await world.refused(ann.token, documents.generate, { conferenceId: id })).toBe("DOCUMENTS_MISSING");
    const summary = await sends(id, "EVALUATION_SUMMARY");
    await world.runJobs();
    expect(await stands(id)).toEqual(["AWAITING_ATTENDANCE", "", "CLAIM", null]);
    expect(await inbox(id)).toBe(false);
    expect(await told(MailKind.CERTIFICATES_RELEASED, id)).toEqual(emails.slice(0, 2));
    expect(await certificates(id)).toBe(0);
    // While nobody has one it may be taken off, and then they wait again.
    const removes = "mutation ($id: ID!) { removeProgramDocument(id: $id) { id } }";
    await world.ok(conference.provider.token, removes, { id: summary });
    expect(await world.refused(ann.token, documents.generate, { conferenceId: id })).toBe("DOCUMENTS_MISSING");
    const again = await sends(id, "EVALUATION_SUMMARY");
    await world.runJobs();
    expect(await told(MailKind.CERTIFICATES_RELEASED, id)).toEqual(emails.slice(0, 2));
    const { id: issued } = await conference.generate(ann.token, id);
    await world.ok(conference.staff.token, generateFor, { ...behalf, memberId: ben.id });
    expect(await certificates(id)).toBe(2);
    expect(await world.refused(conference.provider.token, removes, { id: again })).toBe("ILLEGAL_TRANSITION");

    // What was issued without them is not issued anew.
    const end = "mutation ($id: ID!, $reason: String!) { revokeCertificate(id: $id, reason: $reason) { id } }";
    const reissue = "mutation ($id: ID!, $reason: String!) { reissueCertificate(id: $id, reason: $reason) { id } }";
    await world.ok(conference.staff.token, end, { id: issued, reason: "Wrong." });
    await world.sql("DELETE FROM program_document WHERE program_id = $1", [id]);
    expect(await world.refused(conference.staff.token, reissue, { id: issued, reason: "Right." })).toBe(
      "DOCUMENTS_MISSING",
    );
    await sends(id, "EVALUATION_SUMMARY");
    await sends(id, "SIGN_IN_ROSTER");
    await world.ok(conference.staff.token, reissue, { id: issued, reason: "Right." });
    expect(await certificates(id)).toBe(3);
  });

  test("what was chosen in time is issued and mailed when they come after the time to claim, and the fee follows", async () => {
    await world.sql(
      `INSERT INTO fee_policy (starts_on, currency, filing_fee_per_attendee, holds_certificates, created_at) VALUES ('2009-01-01', 'USD', 300, true, '2009-01-01')`,
    );
    const { id, people } = await scene();
    world.setClock("2027-03-20T00:00:00Z");
    for (const _ of [1, 2]) await complete();
    expect(await stands(id)).toEqual(["AWAITING_DOCUMENTS", both.join(" "), "DOCUMENTS", "ADD_REPORT_DOCUMENT"]);
    const found = await world.ok(
      conference.staff.token,
      "{ programs(filter: { status: [AWAITING_DOCUMENTS] }) { nodes { id } } }",
    );
    expect(found.programs.nodes).toEqual([{ id }]);
    expect(await world.refused(people[0]?.token ?? "", documents.generate, { conferenceId: id })).toBe(
      "DOCUMENTS_MISSING",
    );
    expect(await world.sql("SELECT amount FROM ledger_entry WHERE program_id = $1", [id])).toEqual([]);
    const pays =
      "mutation ($id: ID!, $amount: Int!, $reference: String!) { recordFeePayment(programId: $id, amount: $amount, reference: $reference) { status } }";
    for (const kind of both) await sends(id, kind);
    await world.runJobs();
    expect(await certificates(id)).toBe(2);
    const mailed = await world.sql(
      "SELECT m.to_address FROM mail m JOIN certificate c ON c.id = m.subject_id WHERE c.program_id = $1",
      [id],
    );
    expect(mailed).toHaveLength(2);
    expect(await world.sql("SELECT amount FROM ledger_entry WHERE program_id = $1", [id])).toEqual([{ amount: 600 }]);
    expect(await stands(id)).toEqual(["AWAITING_FEE", "", "PAY", null]);
    await world.ok(conference.staff.token, pays, { id, amount: 600, reference: "Check 3" });
    expect((await stands(id))[0]).toBe("COMPLETED");
  });
});
