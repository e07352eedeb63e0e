import { readPdf } from "../certificates/pdf-reader.ts";
import { ConferenceWorld, documents } from "../conferences/conference-world.ts";
import { offering, programIn, step, typeId } from "../programs/applications.ts";

// A conference of three kinds of credit: the default one, ethics inside it, and nursing contact hours beside it, for a nurse and a physician.

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let id: string;
type Person = Awaited<ReturnType<ConferenceWorld["attendee"]>>;
let nurse: Person;
let physician: Person;

const schedule = (...rows: string[]): string =>
  ["Session ID,Title,Date,Start,End,ETHICS,Nursing contact hour", ...rows].join("\n");
const rows = [
  "a,Airway ethics,2026-02-10,09:00,10:00,0.50,yes",
  "b,Nursing at night,2026-02-10,10:00,11:30,,1.25",
  "c,Oral appliances,2026-02-11,09:00,10:00,no,no",
  "d,Whole hour of ethics,2026-02-11,10:00,11:00,yes,",
];

const three = [
  { kind: "ETHICS", credits: "1.50" },
  { kind: "CNE", credits: "2.50" },
];

beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  const { staff } = conference;
  const save = (input: Record<string, unknown>) =>
    world.ok(staff.token, "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }", {
      input: { ruleCode: "CONTACT_HOUR_60", startsOn: "2026-01-01", ...input },
    });
  await save({ code: "ETHICS", name: "Ethics credit", unit: "Ethics", partOf: "CEC", position: 2 });
  await save({
    code: "CNE",
    name: "Nursing contact hour",
    unit: "CNE",
    approvingBody: "Board of Nursing",
    professions: ["RN", "LPN"],
    position: 3,
  });
  const { saveLicenceKind } = await world.ok(
    staff.token,
    "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }",
    { input: { code: "STATE", name: "State licence", asksProfession: true } },
  );
  licenceKindId = saveLicenceKind.id;
  id = (await approved({ minutes: 600, requestedCredits: "10.00" })).id;
  nurse = await registered("nina@example.test", { firstName: "Nina", lastName: "Rowe" });
  physician = await registered("paul@example.test", { firstName: "Paul", lastName: "Moss" });
  await licence(nurse, "RN");
  await licence(physician, "MD");
});
afterAll(() => conference.stop());

async function approved(changes: Record<string, unknown>) {
  const program = await programIn(world, conference, "IN_REVIEW", {
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    creditKinds: three,
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-11" })],
    ...changes,
  });
  return step(world, conference.staff.token, "approveProgram", program, {
    credits: "10.00",
    creditKinds: [{ kind: "CNE", credits: "2.50", approvalNumber: "N-77" }],
  });
}

async function registered(address: string, name: { firstName: string; lastName: string }): Promise<Person> {
  const person = await conference.attendee([address], name);
  await conference.register(id, `${address},Full,,,no`);
  return person;
}

let licenceKindId: string;
const licence = ({ id: memberId }: Person, profession: string) =>
  world.ok(
    conference.staff.token,
    "mutation ($memberId: ID!, $input: LicenceInput!) { saveLicence(memberId: $memberId, input: $input) { id } }",
    { memberId, input: { kindId: licenceKindId, number: `${memberId.slice(-6)}-${profession}`, profession } },
  );

const claimOf = async (person: Person, ...titles: string[]) => {
  for (const title of titles) await conference.claim(person.token, (await conference.session(id, title)).id);
};
const kindsOf = async (sessionId: string) =>
  world.sql(
    `SELECT k.code, x.credits::text AS credits, x.is_set AS set FROM session_credit x JOIN credit_kind k ON k.id = x.kind_id
     WHERE x.session_id = $1 ORDER BY k.position`,
    [sessionId],
  );
const change = async (title: string, input: Record<string, unknown>, token = conference.staff.token) =>
  world.graphql(token, documents.updateSessions, {
    ids: [(await conference.session(id, title)).id],
    input,
    reason: "Counted again.",
  });
const seen = async ({ token }: Person) =>
  (
    await world.ok(
      token,
      `query ($id: ID!) { conference(id: $id) { claimedCredits claimedKinds { unit credits isPart }
        days { sessions { title creditKinds { credits yours kind { code } } } } } }`,
      { id },
    )
  ).conference;
const certificateOf = (person: Person) =>
  world.ok(
    person.token,
    `mutation ($id: ID!) { generateCertificate(conferenceId: $id) { id number credits status
      kinds { unit credits isPart approvingBody approvalNumber } } }`,
    { id },
  );

test("a schedule says what each session earns of each kind", async () => {
  await conference.imported(id, schedule(...rows));
  const [a, b, c, d] = await conference.sessions(id);
  expect(await kindsOf(a!.id)).toEqual([
    { code: "ETHICS", credits: "0.50", set: true },
    { code: "CNE", credits: "1.00", set: false },
  ]);
  expect(await kindsOf(b!.id)).toEqual([{ code: "CNE", credits: "1.25", set: true }]);
  expect(await kindsOf(c!.id)).toEqual([]);
  expect(await kindsOf(d!.id)).toEqual([{ code: "ETHICS", credits: "1.00", set: false }]);
  // A file without these columns leaves them as they are; one that has a cell that says neither is refused.
  const bare = ["Session ID,Title,Date,Start,End", ...rows.map((row) => row.split(",").slice(0, 5).join(","))].join(
    "\n",
  );
  expect(await conference.imported(id, bare)).toMatchObject({ changed: 0, unchanged: 4 });
  // XML and JSON say it, too.
  const event = ([id, title, date, start, end, ethics, nursing]: string[]) => ({
    id,
    title,
    date: `${date}T${start}:00-06:00`,
    end,
    credit_kinds: { ethics: ethics || false, CNE: nursing || false },
  });
  const events = rows.map((row) => event(row.split(",")));
  const asJson = JSON.stringify({ schedule: { conference: { days: [{ rooms: { "": events } }] } } });
  expect(await conference.imported(id, asJson)).toMatchObject({ changed: 0, unchanged: 4 });
  const asXml = (ethics: string) =>
    `<schedule><day>${events
      .map(
        ({
          id,
          title,
          date,
          end,
          credit_kinds: { CNE },
        }) => `<event id="${id}"><title>${title}</title><date>${date}</date><end>${end}</end>
      <credit_kinds><credit_kind kind="Ethics">${id === "a" ? ethics : id === "d" ? "yes" : "no"}</credit_kind><credit_kind kind="CNE">${CNE || "no"}</credit_kind></credit_kinds></event>`,
      )
      .join("")}</day></schedule>`;
  expect(await conference.imported(id, asXml("0.50"))).toMatchObject({ changed: 0, unchanged: 4 });
  const tooMuch = await conference.importSchedule(id, asXml("5.00"));
  expect(tooMuch.data.importSchedule.errors.nodes).toMatchObject([{ line: 1, column: "ETHICS", value: "5.00" }]);
  // 0.5 is as much as 0.50: who decides nothing may send the same again.
  const short = schedule(rows[0]!.replace("0.50", "0.5"), ...rows.slice(1));
  const again = await conference.importSchedule(id, short, true, conference.provider.token);
  expect(again.data.importSchedule).toMatchObject({ changed: 0, unchanged: 4, errors: { totalCount: 0 } });
  // What by hand is refused, a file does not say either: more than the minutes earn, no whole steps, more than its whole.
  for (const [amount, code] of [
    ["5.00", "BAD_INPUT"],
    ["0.30", "CREDITS_NOT_WHOLE_STEPS"],
  ])
    expect(
      (await conference.importSchedule(id, schedule(rows[0]!.replace("0.50", amount!)))).data.importSchedule,
    ).toMatchObject({ changed: 0, errors: { nodes: [{ line: 2, column: "ETHICS", value: amount, code }] } });
  const { data } = await conference.importSchedule(id, schedule(rows[0]!.replace("0.50", "half")), true);
  expect(data.importSchedule.errors.nodes).toMatchObject([{ line: 2, column: "ETHICS", code: "INVALID_CREDITS" }]);
});

test("staff and provider say of a session what it earns of each kind, within what its minutes earn", async () => {
  const refusal = async (creditKinds: object[]) =>
    (await change("Oral appliances", { creditKinds })).errors[0]?.extensions;
  expect(await refusal([{ kind: "CNE", credits: "1.25" }])).toMatchObject({
    code: "BAD_INPUT",
    field: "input.creditKinds.0.credits",
  });
  expect(await refusal([{ kind: "CNE", credits: "0.30" }])).toMatchObject({ code: "CREDITS_NOT_WHOLE_STEPS" });
  expect(await refusal([{ kind: "NONE" }])).toMatchObject({ code: "BAD_INPUT", field: "input.creditKinds.0.kind" });
  expect(await refusal([{ kind: "CNE" }, { kind: "CNE" }])).toMatchObject({ field: "input.creditKinds.1.kind" });
  const { id: session } = await conference.session(id, "Oral appliances");
  expect((await change("Oral appliances", { creditKinds: [{ kind: "CNE" }] })).errors).toEqual([]);
  expect(await kindsOf(session)).toEqual([{ code: "CNE", credits: "1.00", set: false }]);
  // What its minutes earn follows its minutes, and a part its whole.
  await change("Oral appliances", { creditKinds: [{ kind: "CNE" }, { kind: "ETHICS", credits: "1.00" }] });
  await change("Oral appliances", { credits: "0.25" });
  expect(await kindsOf(session)).toEqual([
    { code: "ETHICS", credits: "0.25", set: true },
    { code: "CNE", credits: "1.00", set: false },
  ]);
  expect(
    (await change("Oral appliances", { creditKinds: [{ kind: "ETHICS", credits: "1.00" }] })).errors[0]?.extensions,
  ).toMatchObject({ code: "PART_ABOVE_WHOLE" });
  await change("Oral appliances", { credits: null, creditKinds: [] });
  expect(await kindsOf(session)).toEqual([]);
  // After approval that is staff's alone.
  const byProvider = await change("Oral appliances", { creditKinds: [{ kind: "CNE" }] }, conference.provider.token);
  expect(byProvider.errors[0]?.extensions.code).toBe("STAFF_DECIDES");
  expect((await change("Oral appliances", { creditKinds: [], room: "B" }, conference.provider.token)).errors).toEqual(
    [],
  );
});

test("attendees see which of a session's kinds are theirs, and the certificate says what they earned of each", async () => {
  const ofFirst = (conferencePage: { days: { sessions: { title: string }[] }[] }) =>
    conferencePage.days.flatMap(({ sessions }) => sessions).find(({ title }) => title === "Airway ethics");
  expect(ofFirst(await seen(nurse))).toMatchObject({
    creditKinds: [
      { credits: "0.50", yours: true, kind: { code: "ETHICS" } },
      { credits: "1.00", yours: true, kind: { code: "CNE" } },
    ],
  });
  expect(ofFirst(await seen(physician))).toMatchObject({ creditKinds: [{ yours: true }, { yours: false }] });
  const all = ["Airway ethics", "Nursing at night", "Oral appliances", "Whole hour of ethics"];
  await claimOf(nurse, ...all);
  await claimOf(physician, ...all);
  expect(await seen(nurse)).toMatchObject({
    claimedCredits: "4.50",
    claimedKinds: [
      { unit: "Ethics", credits: "1.50", isPart: true },
      { unit: "CNE", credits: "2.25", isPart: false },
    ],
  });
  expect(await seen(physician)).toMatchObject({ claimedKinds: [{ unit: "Ethics", credits: "1.50" }] });

  const { generateCertificate: hers } = await certificateOf(nurse);
  expect(hers).toMatchObject({
    credits: "4.50",
    kinds: [
      { unit: "Ethics", credits: "1.50", isPart: true, approvingBody: "", approvalNumber: "" },
      { unit: "CNE", credits: "2.25", isPart: false, approvingBody: "Board of Nursing", approvalNumber: "N-77" },
    ],
  });
  const { generateCertificate: his } = await certificateOf(physician);
  expect(his).toMatchObject({ credits: "4.50", kinds: [{ unit: "Ethics", credits: "1.50" }] });
  const pdf = await world.fetch(`/certificates/${hers.id}.pdf`, { token: nurse.token });
  const said = JSON.stringify(await readPdf(Buffer.from(await pdf.arrayBuffer())));
  expect(said).toContain("including 1.50 Ethics (Ethics credit)");
  expect(said).toContain("and 2.25 CNE (Nursing contact hour, approved by Board of Nursing, approval number N-77)");
  const { transcript } = await world.ok(
    nurse.token,
    "{ transcript { totals { credits } kindTotals { unit credits } } }",
  );
  expect(transcript).toEqual({
    totals: [{ credits: "4.50" }],
    kindTotals: [
      { unit: "Ethics", credits: "1.50" },
      { unit: "CNE", credits: "2.25" },
    ],
  });
  // The same choice is the same certificate.
  expect((await certificateOf(nurse)).generateCertificate.number).toBe(hers.number);
  // A profession more is another one.
  await licence(physician, "rn");
  const { generateCertificate: another } = await certificateOf(physician);
  expect(another).toMatchObject({ kinds: [{ unit: "Ethics" }, { unit: "CNE", credits: "2.25" }] });
  expect(another.number).not.toBe(his.number);
});

test("a session above what was approved of one kind is claimed all the same, and has what is left of that kind", async () => {
  // 2.25 of 2.50 are claimed: half an hour more of nursing is above it.
  await change("Oral appliances", { creditKinds: [{ kind: "CNE", credits: "0.50" }] });
  const late = await registered("rita@example.test", { firstName: "Rita", lastName: "Rowe" });
  await licence(late, "RN");
  await claimOf(late, "Oral appliances", "Airway ethics", "Nursing at night");
  const page = await world.ok(
    late.token,
    "query ($id: ID!) { conference(id: $id) { claimedCredits claimedKinds { unit credits } kindMaximums { unit credits } } }",
    { id },
  );
  expect(page.conference).toEqual({
    claimedCredits: "3.50",
    claimedKinds: [
      { unit: "Ethics", credits: "0.50" },
      { unit: "CNE", credits: "2.50" },
    ],
    kindMaximums: [
      { unit: "Ethics", credits: "1.50" },
      { unit: "CNE", credits: "2.50" },
    ],
  });
  const { generateCertificate: capped } = await certificateOf(late);
  expect(capped).toMatchObject({ credits: "3.50", kinds: [{ credits: "0.50" }, { unit: "CNE", credits: "2.50" }] });
  const pdf = await world.fetch(`/certificates/${capped.id}.pdf`, { token: late.token });
  expect(JSON.stringify(await readPdf(Buffer.from(await pdf.arrayBuffer())))).toContain("and 2.50 CNE");
  const perSession = await world.sql(
    `SELECT s.title, x.credits::text AS cne FROM attendance_record r JOIN session s ON s.id = r.session_id
     LEFT JOIN attendance_credit x ON x.record_id = r.id AND x.kind_id = (SELECT id FROM credit_kind WHERE code = 'CNE')
     WHERE r.member_id = $1 AND r.reversed_at IS NULL ORDER BY s.starts_at`,
    [late.id],
  );
  expect(perSession).toEqual([
    { title: "Airway ethics", cne: "1.00" },
    { title: "Nursing at night", cne: "1.25" },
    { title: "Oral appliances", cne: "0.25" },
  ]);
  // The same choice is the same certificate, and one that has all there is is not out of date. Theirs who claimed before has less than there is.
  expect((await certificateOf(late)).generateCertificate.number).toBe(capped.number);
  expect(await outdatedOf()).toEqual([nurse.memberNumber, physician.memberNumber].sort());
  expect((await certificateOf(nurse)).generateCertificate.kinds).toMatchObject([
    { unit: "Ethics", credits: "1.50" },
    { unit: "CNE", credits: "2.50" },
  ]);
  await certificateOf(physician);
  expect(await outdatedOf()).toEqual([]);
});

const outdatedOf = async (programId = id): Promise<string[]> => {
  const { program } = await world.ok(
    conference.staff.token,
    "query ($id: ID!) { program(id: $id) { outdatedCertificates { nodes { memberNumber } } } }",
    { id: programId },
  );
  return program.outdatedCertificates.nodes.map(({ memberNumber }: Person) => memberNumber).sort();
};

test("what is left of a kind, and is less than it awards at least, is nothing, and no certificate is out of date for it", async () => {
  const input = { code: "CPE", name: "CPE", unit: "CPE", ruleCode: "NASBA_CPE", startsOn: "2026-01-01", position: 4 };
  await world.ok(
    conference.staff.token,
    "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }",
    { input },
  );
  const program = await programIn(world, conference, "APPROVED", {
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    creditKinds: [{ kind: "CPE", credits: "1.50" }],
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const two = ["a,One,2026-02-10,09:00,09:50,yes", "b,Two,2026-02-10,10:00,10:50,yes"];
  await conference.imported(program.id, ["Session ID,Title,Date,Start,End,CPE", ...two].join("\n"));
  const person = await conference.attendee(["cpa@example.test"]);
  await conference.register(program.id, "cpa@example.test,Full,,,no");
  for (const session of await conference.sessions(program.id)) await conference.claim(person.token, session.id);
  await conference.generate(person.token, program.id);
  expect(
    await world.sql(
      "SELECT x.credits FROM certificate c JOIN certificate_credit x ON x.certificate_id = c.id WHERE c.member_id = $1",
      [person.id],
    ),
  ).toEqual([{ credits: "1.00" }]);
  expect(await outdatedOf(program.id)).toEqual([]);
});

test("corrections of what sessions earn of a kind travel to the certificates", async () => {
  await change("Oral appliances", { creditKinds: [] });
  for (const person of [nurse, physician]) await certificateOf(person);
  await change("Airway ethics", { creditKinds: [{ kind: "ETHICS", credits: "0.25" }, { kind: "CNE" }] });
  // All three claimed it; the third one's certificate has the other session's part of the kind as well.
  expect(await outdatedOf()).toHaveLength(3);
  await world.ok(
    conference.staff.token,
    'mutation ($id: ID!) { correctCertificates(programId: $id, reason: "Ethics were shorter.") }',
    { id },
  );
  await world.runJobs();
  const valid = await world.sql(
    `SELECT x.unit, x.credits::text AS credits FROM certificate c JOIN certificate_credit x ON x.certificate_id = c.id
     WHERE c.member_id = $1 AND c.status = 'ISSUED' ORDER BY x.position`,
    [nurse.id],
  );
  expect(valid).toEqual([
    { unit: "Ethics", credits: "1.25" },
    { unit: "CNE", credits: "2.25" },
  ]);
  // A licence that is gone takes nothing back.
  await world.sql("DELETE FROM licence WHERE member_id = $1", [nurse.id]);
  expect(await outdatedOf()).toEqual([]);
});
