import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { merge, previewMerge } from "../persons/merging.ts";
import { offering, operations, programIn, typeId } from "../programs/applications.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

let made = 0;
const headings = ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"];
const staff = () => conference.staff.token;

/** A conference for at most three credits, and somebody with a certificate of two of its sessions. */
async function scene(...titles: string[]) {
  const days = { startsOn: "2026-02-10", endsOn: "2026-02-11" };
  const program = await programIn(world, conference, "APPROVED", {
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 180,
    requestedCredits: "3.00",
    offerings: [offering(days)],
  });
  await conference.imported(
    program.id,
    csvSchedule(
      "a,Morning,2026-02-10,09:00,10:00,no,",
      "b,Noon,2026-02-10,12:00,13:00,no,",
      "c,Late,2026-02-10,15:00,17:00,no,",
    ),
  );
  const address = `corrected${++made}@example.test`;
  const person = await conference.attendee([address]);
  await conference.register(program.id, `${address},Full,,,no`);
  for (const title of titles) await conference.claim(person.token, (await conference.session(program.id, title)).id);
  const first = titles.length > 0 ? await conference.generate(person.token, program.id) : null;
  await world.runJobs();
  return { ...program, person, first, address };
}

const certificates = (memberId: string) =>
  world.sql(
    `SELECT c.number, c.status, c.credits, c.issue_reason AS reason, n.number AS heir
     FROM certificate c LEFT JOIN certificate n ON n.id = c.superseded_by_id WHERE c.member_id = $1 ORDER BY c.number`,
    [memberId],
  );
const outdated = async (id: string) =>
  (
    await world.ok(
      staff(),
      `query ($id: ID!) { program(id: $id) { outdatedCertificates { totalCount nodes {
        number credits correction { effect credits refusal } } } } }`,
      { id },
    )
  ).program.outdatedCertificates;
const correctCredits = async (id: string, credits: string) => {
  const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [id]);
  await world.ok(staff(), operations.correctCredits, { id, version, credits, reason: "Counted again" });
};
const correctDocument =
  "mutation ($programId: ID!, $reason: String!) { correctCertificates(programId: $programId, reason: $reason) }";
const reissueDocument =
  "mutation ($id: ID!, $reason: String!) { reissueCertificate(id: $id, reason: $reason) { status } }";
const revoke = (id: string) =>
  world.ok(staff(), 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }', { id });
const mailed = async (address: string) =>
  (await world.mails(MailKind.CERTIFICATE)).filter(({ to }) => to === address).map(({ text }) => text);

test("a session's corrected credit is listed, and one decision supersedes the certificates with the reason", async () => {
  const { id, person, first, address } = await scene("Morning", "Noon");
  expect(await outdated(id)).toEqual({ totalCount: 0, nodes: [] });
  const noon = await conference.session(id, "Noon");
  await conference.update([noon.id], { credits: "0.50" }, "Ran short");
  const listed = {
    number: first.number,
    credits: "2.00",
    correction: { effect: "SUPERSEDE", credits: "1.50", refusal: null },
  };
  expect(await outdated(id)).toEqual({ totalCount: 1, nodes: [listed] });
  expect(await world.refused(conference.provider.token, correctDocument, { programId: id, reason: "x" })).toBe(
    "FORBIDDEN",
  );
  expect(await world.refused(staff(), correctDocument, { programId: id, reason: " " })).toBe("REASON_REQUIRED");
  const answer = await world.ok(staff(), correctDocument, { programId: id, reason: "Noon ran short" });
  expect(answer.correctCertificates).toBe(1);
  await world.runJobs();
  const [before, after] = await certificates(person.id);
  expect([before, after]).toEqual([
    { number: first.number, status: "SUPERSEDED", credits: "2.00", reason: null, heir: after.number },
    { number: after.number, status: "ISSUED", credits: "1.50", reason: "Noon ran short", heir: null },
  ]);
  const mails = await mailed(address);
  expect(mails).toHaveLength(2);
  expect(mails[1]).toContain(`It corrects certificate ${first.number}`);
  expect(mails[1]).toContain("Noon ran short");
  expect(await outdated(id)).toEqual({ totalCount: 0, nodes: [] });
  expect(await world.refused(staff(), correctDocument, { programId: id, reason: "Again" })).toBe("NOTHING_CHANGED");
  // The same choice gives the corrected one, not the old one.
  expect((await conference.generate(person.token, id)).number).toBe(after.number);
  expect(
    await world.sql(
      `SELECT r.credits, r.reversed_at IS NULL AS counts, e.credits AS replaced FROM attendance_record r
       LEFT JOIN attendance_record e ON e.id = r.replaces_id WHERE r.member_id = $1 ORDER BY r.recorded_at, r.credits`,
      [person.id],
    ),
  ).toEqual(
    expect.arrayContaining([
      { credits: "0.50", counts: true, replaced: "1.00" },
      { credits: "1.00", counts: false, replaced: null },
    ]),
  );
  // Held on another day it is corrected, too, though it earns as much.
  await conference.update([noon.id], { startsAt: "2026-02-11T12:00:00-06:00", endsAt: "2026-02-11T13:00:00-06:00" });
  const moved = {
    number: after.number,
    credits: "1.50",
    correction: { effect: "SUPERSEDE", credits: "1.50", refusal: null },
  };
  expect(await outdated(id)).toEqual({ totalCount: 1, nodes: [moved] });
});

test("a certificate of which nothing counts any more is revoked, and one that cannot be right yet says why and stays", async () => {
  const { id, person, first, address } = await scene("Morning");
  const other = await scene("Morning", "Late");
  const morning = await conference.session(id, "Morning");
  await conference.update([morning.id], { eligible: false }, "No content");
  await world.ok(staff(), correctDocument, { programId: id, reason: "It was advertising" });
  await world.runJobs();
  expect(await certificates(person.id)).toEqual([
    { number: first.number, status: "REVOKED", credits: "1.00", reason: null, heir: null },
  ]);
  expect((await mailed(address)).at(-1)).toContain("It was advertising");

  const late = await conference.session(other.id, "Late");
  await conference.update([late.id], { credits: "3.00" }, "Went on");
  const [node] = (await outdated(other.id)).nodes;
  expect(node.correction).toEqual({ effect: "SUPERSEDE", credits: "4.00", refusal: expect.stringContaining("3.00") });
  expect(await world.refused(staff(), correctDocument, { programId: other.id, reason: "Went on" })).toBe(
    "NOTHING_CHANGED",
  );
  expect((await certificates(other.person.id)).map(({ status }) => status)).toEqual(["ISSUED"]);
  // Of who was erased nothing is corrected any more.
  const erase = 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked for it") }';
  await world.ok(staff(), erase, { id: other.person.id });
  await world.runJobs();
  expect(await outdated(other.id)).toEqual({ totalCount: 0, nodes: [] });
});

test("a program's corrected credit reaches those who were reported with more", async () => {
  const program = await programIn(world, conference, "APPROVED", {
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const people = [
    await conference.attendee([`roster${++made}@example.test`]),
    await conference.attendee([`roster${++made}@example.test`]),
  ];
  const rows = people.map(({ memberNumber, firstName, lastName }, at) => [
    program.number ?? "",
    memberNumber,
    firstName ?? "",
    lastName ?? "",
    "2/10/2026",
    at === 0 ? "1.50" : "1.00",
  ]);
  await world.upload(
    conference.provider.token,
    uploadDocument,
    { providerId: conference.provider.id },
    csv(rows, headings),
  );
  await world.runJobs();
  await correctCredits(program.id, "1.00");
  expect((await outdated(program.id)).nodes.map(({ correction }: { correction: object }) => correction)).toEqual([
    { effect: "SUPERSEDE", credits: "1.00", refusal: null },
  ]);
  await world.ok(staff(), correctDocument, { programId: program.id, reason: "Counted again" });
  await world.runJobs();
  const [more, less] = [await certificates(people[0]!.id), await certificates(people[1]!.id)];
  expect(more.map(({ status, credits, reason }) => [status, credits, reason])).toEqual([
    ["SUPERSEDED", "1.50", null],
    ["ISSUED", "1.00", "Counted again"],
  ]);
  expect(less.map(({ status, credits }) => [status, credits])).toEqual([["ISSUED", "1.00"]]);
});

/** A lecture on two days, and what reports somebody at one of them: it answers with the upload. */
async function lecture() {
  const { id, number } = await programIn(world, conference, "APPROVED", {
    offerings: ["2026-02-10", "2026-02-12"].map((day) => offering({ startsOn: day, endsOn: day })),
  });
  const person = await conference.attendee([`lecture${++made}@example.test`]);
  const report = async (day: string, credits: string): Promise<string> => {
    const { memberNumber, firstName, lastName } = person;
    const row = [number ?? "", memberNumber, firstName ?? "", lastName ?? "", day, credits];
    const variables = { providerId: conference.provider.id };
    const answer = await world.upload(conference.provider.token, uploadDocument, variables, csv([row], headings));
    expect(answer.data.uploadAttendance.status).toBe("PROCESSED");
    return answer.data.uploadAttendance.id;
  };
  return { id, person, report };
}

test("what is taken back while a correction waits for its job stays so", async () => {
  const { id, person, report } = await lecture();
  const upload = await report("2/10/2026", "1.50");
  await world.runJobs();
  await correctCredits(id, "1.00");
  await world.ok(staff(), correctDocument, { programId: id, reason: "Counted again" });
  const undo = 'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong list.") { id } }';
  await world.ok(conference.provider.token, undo, { id: upload });
  await world.runJobs();
  const records = "SELECT credits FROM attendance_record WHERE member_id = $1 AND reversed_at IS NULL";
  expect(await world.sql(records, [person.id])).toEqual([]);
  expect((await certificates(person.id)).map(({ status, credits }) => [status, credits])).toEqual([
    ["REVOKED", "1.50"],
  ]);
});

test("what is claimed up to the maximum can be claimed again, and gives the same certificate", async () => {
  const { id, person, first } = await scene("Morning", "Late");
  expect(first.credits).toBe("3.00");
  await conference.claim(person.token, (await conference.session(id, "Late")).id);
  expect((await conference.generate(person.token, id)).number).toBe(first.number);
});

test("what earns once is not issued again where it was earned at another date since", async () => {
  const { id, person, report } = await lecture();
  await world.sql(
    "INSERT INTO repeat_rule (type_id, starts_on, scope) SELECT id, '2020-01-01', 'PROGRAM' FROM program_type WHERE code = 'LECTURE'",
  );
  await report("2/10/2026", "1.00");
  await world.runJobs();
  const [{ id: certificate }] = await world.sql("SELECT id FROM certificate WHERE program_id = $1", [id]);
  await revoke(certificate);
  await report("2/12/2026", "1.00");
  await world.runJobs();
  expect(await world.refused(staff(), reissueDocument, { id: certificate, reason: "Was there" })).toBe(
    "ALREADY_EARNED",
  );
  expect((await certificates(person.id)).map(({ status }) => status)).toEqual(["REVOKED", "ISSUED"]);
  await world.sql("DELETE FROM repeat_rule WHERE starts_on = '2020-01-01'");
});

test("staff have the credit of a certificate count again that they revoked: claimed or reported, once", async () => {
  const { id, person, first } = await scene("Morning", "Noon");
  await revoke(first.id);
  expect(await world.refused(person.token, reissueDocument, { id: first.id, reason: "x" })).toBe("FORBIDDEN");
  const actions = await world.ok(staff(), "query ($id: ID!) { certificate(id: $id) { availableActions } }", {
    id: first.id,
  });
  expect(actions.certificate.availableActions).toEqual(["REISSUE"]);
  await world.ok(staff(), reissueDocument, { id: first.id, reason: "The list was wrong" });
  await world.runJobs();
  const [revoked, again] = await certificates(person.id);
  expect(revoked).toMatchObject({ status: "REVOKED", heir: again.number });
  expect(again).toMatchObject({ status: "ISSUED", credits: "2.00", reason: "The list was wrong" });
  expect(await world.refused(staff(), reissueDocument, { id: first.id, reason: "Again" })).toBe(
    "CERTIFICATE_NOT_VALID",
  );
  expect((await conference.generate(person.token, id)).number).toBe(again.number);

  const workshop = await programIn(world, conference, "APPROVED", {
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const { memberNumber, firstName, lastName } = person;
  const row = [workshop.number ?? "", memberNumber, firstName ?? "", lastName ?? "", "2/10/2026", "1.00"];
  await world.upload(
    conference.provider.token,
    uploadDocument,
    { providerId: conference.provider.id },
    csv([row], headings),
  );
  await world.runJobs();
  const [{ id: reported }] = await world.sql("SELECT id FROM certificate WHERE program_id = $1", [workshop.id]);
  await revoke(reported);
  await world.ok(staff(), reissueDocument, { id: reported, reason: "Was there" });
  await world.runJobs();
  expect(
    await world.sql(
      `SELECT c.status, c.issue_reason AS reason, n.status AS heir FROM certificate c
       LEFT JOIN certificate n ON n.id = c.superseded_by_id WHERE c.program_id = $1 ORDER BY c.number`,
      [workshop.id],
    ),
  ).toEqual([
    { status: "REVOKED", reason: null, heir: "ISSUED" },
    { status: "ISSUED", reason: "Was there", heir: null },
  ]);
});

describe("what was revoked of a conference is not issued again", () => {
  const asked = (id: string) => world.graphql(staff(), reissueDocument, { id, reason: "Was there" });
  const refusalOf = async (id: string) => {
    const { data, errors } = await asked(id);
    expect(data.reissueCertificate).toBeNull();
    return errors.map(({ extensions }) => extensions.code);
  };

  test("where the provider has reported its attendee, who is one person with them since", async () => {
    const { id, person, first } = await scene("Morning");
    await revoke(first.id);
    const kept = await conference.attendee([`reported${++made}@example.test`]);
    const [{ number }] = await world.sql("SELECT number FROM program WHERE id = $1", [id]);
    const row = [number, kept.memberNumber, kept.firstName ?? "", kept.lastName ?? "", "2/10/2026", "1.00"];
    const variables = { providerId: conference.provider.id };
    const sent = await world.upload(conference.provider.token, uploadDocument, variables, csv([row], headings));
    expect(sent.data.uploadAttendance.status).toBe("PROCESSED");
    await merge(world, staff(), kept.id, person.id);
    // Their certificate waits for its job.
    expect(await refusalOf(first.id)).toEqual(["CERTIFICATE_NOT_VALID"]);
    await world.runJobs();
    expect((await certificates(kept.id)).map(({ status }) => status)).toEqual(["REVOKED", "ISSUED"]);
  });

  test("where the hour has earned at another conference since", async () => {
    const { id, person, address, first } = await scene("Morning");
    await revoke(first.id);
    await world.ok(person.token, "mutation ($id: ID!) { unclaimSession(sessionId: $id) }", {
      id: (await conference.session(id, "Morning")).id,
    });
    const elsewhere = await scene();
    await conference.register(elsewhere.id, `${address},Full,,,no`);
    await conference.claim(person.token, (await conference.session(elsewhere.id, "Morning")).id);
    await conference.generate(person.token, elsewhere.id);
    await world.runJobs();
    expect(await refusalOf(first.id)).toEqual(["OVERLAPPING_SESSION"]);
    expect((await certificates(person.id)).map(({ status }) => status)).toEqual(["REVOKED", "ISSUED"]);
  });

  test("where it is more than is approved by now", async () => {
    const { id, person, first } = await scene("Morning", "Late");
    await revoke(first.id);
    await correctCredits(id, "2.00");
    expect(await refusalOf(first.id)).toEqual(["CREDITS_ABOVE_MAXIMUM"]);
    expect((await certificates(person.id)).map(({ status }) => status)).toEqual(["REVOKED"]);
  });
});

test("merging and then undoing an upload loses nothing that another upload or a claim reported", async () => {
  const workshop = await programIn(world, conference, "APPROVED", {
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const kept = await conference.attendee([`kept${++made}@example.test`]);
  const { id, person: merged, first } = await scene("Morning");
  const send = async (programNumber: string | null, person: typeof kept, credits: string) => {
    const { memberNumber, firstName, lastName } = person;
    const row = [programNumber ?? "", memberNumber, firstName ?? "", lastName ?? "", "2/10/2026", credits];
    const variables = { providerId: conference.provider.id };
    const answer = await world.upload(conference.provider.token, uploadDocument, variables, csv([row], headings));
    await world.runJobs();
    return answer.data.uploadAttendance.id;
  };
  const [{ number }] = await world.sql("SELECT number FROM program WHERE id = $1", [id]);
  const uploads = [await send(workshop.number, kept, "1.50"), await send(number, kept, "3.00")];
  await send(workshop.number, merged, "1.50");
  await merge(world, staff(), kept.id, merged.id);
  await world.runJobs();
  // What comes back is at most what is approved by then.
  await correctCredits(workshop.id, "1.00");
  const told = (await mailed(`kept${made - 1}@example.test`)).concat(await mailed(`kept${made}@example.test`));
  expect(told.length).toBeGreaterThan(0);
  for (const upload of uploads) {
    await world.ok(
      conference.provider.token,
      'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong list.") { id } }',
      { id: upload },
    );
    await world.runJobs();
  }
  expect(
    await world.sql(
      `SELECT p.id = $2 AS claimed, r.credits, r.source FROM attendance_record r JOIN program p ON p.id = r.program_id
       WHERE r.member_id = $1 AND r.reversed_at IS NULL ORDER BY 1`,
      [kept.id, id],
    ),
  ).toEqual([
    { claimed: false, credits: "1.00", source: "UPLOAD" },
    { claimed: true, credits: "1.00", source: "CLAIM" },
  ]);
  const valid = (await certificates(kept.id)).filter(({ status }) => status === "ISSUED");
  expect(valid.map(({ credits }) => credits)).toEqual(["1.00", "1.00"]);
  expect(valid.map((each) => each.number)).not.toContain(first.number);
});

test("two certificates that together are more than was approved are not made one", async () => {
  const { id, person } = await scene("Late");
  const other = await conference.attendee([`over${++made}@example.test`]);
  await conference.register(id, `over${made}@example.test,Full,,,no`);
  for (const title of ["Morning", "Noon"])
    await conference.claim(other.token, (await conference.session(id, title)).id);
  await conference.generate(other.token, id);
  const document =
    "query ($keepId: ID!, $mergeId: ID!) { mergePreview(keepId: $keepId, mergeId: $mergeId) { fingerprint } }";
  expect(await world.refused(staff(), document, { keepId: person.id, mergeId: other.id })).toBe(
    "CREDITS_ABOVE_MAXIMUM",
  );
  expect((await certificates(person.id)).map(({ status }) => status)).toEqual(["ISSUED"]);
  // Staff correct what was approved, and they are one.
  const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [id]);
  await world.ok(staff(), operations.correctCredits, { id, version, credits: "4.00", reason: "It was longer" });
  expect((await previewMerge(world, staff(), person.id, other.id)).newCertificates).toHaveLength(1);
});
