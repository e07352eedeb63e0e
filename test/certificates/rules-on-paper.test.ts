import { MailKind } from "../../server/mail/mail.entity.ts";
import { endRetentionJob } from "../../server/persons/end-retention.job.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { merge } from "../persons/merging.ts";
import { offering, operations, type ProgramAnswer, programIn, typeId } from "../programs/applications.ts";
import { readPdf } from "./pdf-reader.ts";

// The worked examples of the rules, each read from the paper that its holder gets. A conference of three kinds of credit and two
// professions is in test/claims/claim-kinds.test.ts.

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

type Person = Awaited<ReturnType<ConferenceWorld["attendee"]>>;
let people = 0;
const person = (): Promise<Person> =>
  conference.attendee([`person-${++people}@example.test`], { firstName: "Ada", lastName: "Byron" });

const set = async (input: Record<string, unknown>): Promise<void> => {
  const { settingsPage } = await world.ok(conference.staff.token, "{ settingsPage { version } }");
  await world.ok(
    conference.staff.token,
    "mutation ($version: Int!, $input: SettingsInput!) { updateSettings(version: $version, input: $input) { version } }",
    { version: settingsPage.version, input },
  );
};
const ofForm = async (code: string, facts: Record<string, unknown>): Promise<string> => {
  const save = "mutation ($input: ProgramTypeInput!) { saveProgramType(input: $input) { id } }";
  const input = { code, name: code, position: 30, active: true, ...facts };
  return (await world.ok(conference.staff.token, save, { input })).saveProgramType.id;
};
const approved = (changes: Record<string, unknown>): Promise<ProgramAnswer> =>
  programIn(world, conference, "APPROVED", changes);

type Row = [program: ProgramAnswer, who: Person, day: string, credits: string];
const send = async (...rows: Row[]) => {
  const file = csv(
    rows.map(([{ number }, who, day, credits]) => [number ?? "", who.memberNumber, "Ada", "Byron", day, credits]),
    ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"],
  );
  const { data } = await world.upload(
    conference.provider.token,
    uploadDocument,
    { providerId: conference.provider.id },
    file,
  );
  const { status, errors } = data.uploadAttendance;
  return [status, ...errors.nodes.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`)];
};
/** The text of the certificates that somebody holds, the earliest completed first. */
const papersOf = async ({ id, token }: Person): Promise<string[]> => {
  await world.runJobs();
  const held = await world.sql(
    "SELECT id FROM certificate WHERE member_id = $1 AND status = 'ISSUED' ORDER BY completed_on, number",
    [id],
  );
  const papers: string[] = [];
  for (const { id: certificateId } of held) {
    const pdf = await world.fetch(`/certificates/${certificateId}.pdf`, { token });
    const { pages } = await readPdf(Buffer.from(await pdf.arrayBuffer()));
    papers.push(pages.join("\n").replace(/\s+/g, " "));
  }
  return papers;
};

test("each rule's minutes are its credit, on paper: CEU by tenths, the first NASBA unit whole, AST from half an hour", async () => {
  const examples = [
    ["CONTACT_HOUR_60", 50, "0.75"],
    ["IACET_CEU", 30, "0.10"],
    ["IACET_CEU", 90, "0.20"],
    ["IACET_CEU", 360, "0.60"],
    ["NASBA_CPE", 50, "1.00"],
    ["NASBA_CPE", 99, "1.50"],
    ["AST_CE", 75, "1.25"],
    ["AEU", 60, "1.00"],
  ] as const;
  const type = await ofForm("ANY_LENGTH", {});
  const day = { startsOn: "2026-02-10", endsOn: "2026-02-10" };
  const who = await person();
  const rows: Row[] = [];
  for (const [creditRuleCode, minutes, credits] of examples) {
    await set({ creditRuleCode });
    const name = `${minutes} minutes of ${creditRuleCode}`;
    const changes = { typeId: type, name, minutes, requestedCredits: credits, offerings: [offering(day)] };
    rows.push([await approved(changes), who, "2/10/2026", credits]);
  }
  // Under the least that anything earns nothing is awarded.
  await set({ creditRuleCode: "AEU" });
  const under = await world.graphql(
    conference.provider.token,
    "mutation ($input: ProgramInput!) { createProgram(input: $input) { id version } }",
    {
      input: { providerId: conference.provider.id, typeId: type, name: "Short", minutes: 59, requestedCredits: "1.00" },
    },
  );
  const { createProgram } = under.data;
  expect(await world.refused(conference.provider.token, operations.submitProgram, createProgram)).toBe(
    "INCOMPLETE_APPLICATION",
  );
  await set({ creditRuleCode: "CONTACT_HOUR_60" });
  expect(await send(...rows)).toEqual(["PROCESSED"]);
  const units = await world.sql("SELECT code, unit FROM credit_rule");
  const papers = await papersOf(who);
  for (const [code, minutes, credits] of examples)
    expect(papers.find((paper) => paper.includes(`${minutes} minutes of ${code}`))).toContain(
      `${credits} ${units.find((rule) => rule.code === code).unit}`,
    );
});

test("a roster may award less than the program's, only whole steps and never more: the paper has what the row had", async () => {
  const program = await approved({
    typeId: await ofForm("LONG", {}),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const five = [await person(), await person(), await person(), await person(), await person()];
  const awards = ["1", "3", "9", "9", "10"];
  expect(await send([program, five[0]!, "2/10/2026", "10.25"], [program, five[1]!, "2/10/2026", "2.95"])).toEqual([
    "REJECTED",
    "2 CREDITS_ABOVE_MAXIMUM",
    "3 CREDITS_NOT_WHOLE_STEPS",
  ]);
  expect(await send(...five.map((who, at): Row => [program, who, "2/10/2026", awards[at]!]))).toEqual(["PROCESSED"]);
  for (const [at, who] of five.entries()) expect((await papersOf(who))[0]).toContain(`${awards[at]}.00 CEC`);
});

test("a conference's paper is the sum of its lines, each rounded by itself; the same minutes and a recording earn once", async () => {
  const program = await approved({
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-11" })],
  });
  await conference.imported(
    program.id,
    csvSchedule(
      "a,First,2026-02-10,09:00,09:50,no,",
      "b,Second,2026-02-10,09:50,10:40,no,",
      "c,Third,2026-02-10,10:40,11:30,no,",
      "d,Beside the third,2026-02-10,11:00,12:00,no,",
      "e,First again,2026-02-11,09:00,09:50,yes,",
      "f,A word,2026-02-11,10:00,10:07,no,",
    ),
  );
  const who = await person();
  await conference.register(program.id, `person-${people}@example.test,Full,,,no`);
  const id = async (title: string) => (await conference.session(program.id, title)).id;
  await conference.update([await id("First again")], { recordingOfId: await id("First") });
  for (const title of ["First", "Second", "Third"]) await conference.claim(who.token, await id(title));
  expect(await conference.refusedClaim(who.token, await id("Beside the third"))).toBe("OVERLAPPING_SESSION");
  expect(await conference.refusedClaim(who.token, await id("First again"), "2026-02-12")).toBe("RECORDING_OF_CLAIMED");
  // What earns nothing is never awarded.
  expect(await conference.refusedClaim(who.token, await id("A word"))).toBe("SESSION_NOT_CLAIMABLE");
  await world.ok(who.token, documents.generate, { conferenceId: program.id });
  const [paper] = await papersOf(who);
  // 150 minutes at once would be 2.50.
  expect(paper).toContain("2.25 CEC");
  expect(paper!.match(/0\.75/g)).toHaveLength(3);
});

test("an on-demand course over a New Year: each on a day of their own, within the window after it, in the year of that day", async () => {
  const type = await ofForm("ON_DEMAND_YEARLY", { form: "ON_DEMAND", repeats: "YEAR" });
  world.setClock("2025-11-20T16:00:00Z");
  const online = { format: "VIRTUAL", place: "", url: "https://example.test/od" };
  const program = await approved({
    typeId: type,
    offerings: [
      offering({ startsOn: "2025-12-01", endsOn: "2025-12-31", ...online }),
      offering({ startsOn: "2026-01-01", endsOn: "2027-12-31", ...online }),
    ],
  });
  const [ada, late] = [await person(), await person()];
  world.setClock("2026-01-01T18:00:00Z");
  expect(await send([program, ada, "1/2/2026", "1"])).toContain("2 DATE_IN_FUTURE");
  expect(await send([program, ada, "12/31/2025", "1"], [program, ada, "1/1/2026", "1.25"])).toEqual(["PROCESSED"]);
  // The 45 days are those of the row: to the end of 14 February in Chicago of what was completed on 31 December.
  world.setClock("2026-02-15T05:30:00Z");
  expect(await send([program, late, "12/31/2025", "1"])).toEqual(["PROCESSED"]);
  world.setClock("2026-02-15T06:30:00Z");
  expect(await send([program, await person(), "12/31/2025", "1"])).toEqual(["REJECTED", "2 REPORTING_CLOSED"]);
  expect(await send([program, ada, "2/1/2026", "1"])).toEqual(["REJECTED", "2 ALREADY_RECORDED"]);
  const papers = await papersOf(ada);
  expect(papers).toEqual([
    expect.stringMatching(/1\.00 CEC .*Completed December 31, 2025/),
    expect.stringMatching(/1\.25 CEC .*Completed January 1, 2026/),
  ]);
  expect(await papersOf(late)).toHaveLength(1);
  const sums = async (from: string, to: string) =>
    (
      await world.ok(
        ada.token,
        "query ($from: LocalDate, $to: LocalDate) { transcript(from: $from, to: $to) { totals { credits } } }",
        { from, to },
      )
    ).transcript.totals;
  expect(await sums("2025-01-01", "2025-12-31")).toEqual([{ credits: "1.00" }]);
  expect(await sums("2026-01-01", "2026-12-31")).toEqual([{ credits: "1.25" }]);
  expect(await sums("2025-12-31", "2026-01-01")).toEqual([{ credits: "2.25" }]);
});

test("a shorter deadline that is set while a window is open closes it for nobody, and a job that runs a day late takes what was sent in time", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  const program = await approved({ offerings: [offering({ startsOn: "2026-04-10", endsOn: "2026-04-10" })] });
  const later = await approved({ offerings: [offering({ startsOn: "2026-06-10", endsOn: "2026-06-10" })] });
  const [ada, ben] = [await person(), await person()];
  world.setClock("2026-05-04T15:00:00Z");
  await set({ reportingDays: 10 });
  // Day 45 is 25 May, to its end in Chicago; the job looks at the file on day 46.
  world.setClock("2026-05-26T04:59:00Z");
  const { uploadAtOnceBytes } = world.config;
  world.config.uploadAtOnceBytes = 10;
  expect(await send([program, ada, "4/10/2026", "1.25"])).toEqual(["CHECKING"]);
  world.config.uploadAtOnceBytes = uploadAtOnceBytes;
  world.setClock("2026-05-27T15:00:00Z");
  expect(await papersOf(ada)).toEqual([expect.stringMatching(/1\.25 CEC .*Completed April 10, 2026/)]);
  expect(await send([program, ben, "4/10/2026", "1"])).toEqual(["REJECTED", "2 REPORTING_CLOSED"]);
  // What ended after the change has its ten days.
  world.setClock("2026-06-21T04:59:00Z");
  expect(await send([later, ben, "6/10/2026", "1"])).toEqual(["PROCESSED"]);
  world.setClock("2026-06-21T05:01:00Z");
  expect(await send([later, ada, "6/10/2026", "1"])).toEqual(["REJECTED", "2 REPORTING_CLOSED"]);
  await set({ reportingDays: 45 });
});

test("a series with one missed date earns nothing; with all of them once, completed on the last", async () => {
  const days = ["2026-02-02", "2026-02-09", "2026-02-16"];
  world.setClock("2026-03-02T15:00:00Z");
  const program = await approved({
    typeId: await ofForm("SERIES_OF_THREE", { form: "SERIES" }),
    offerings: days.map((day) => offering({ startsOn: day, endsOn: day })),
  });
  const [ada, missed] = [await person(), await person()];
  const rows = (who: Person, ...on: string[]): Row[] => on.map((day) => [program, who, day, "1.5"]);
  expect(await send(...rows(ada, ...days), ...rows(missed, days[0]!, days[2]!))).toEqual([
    "REJECTED",
    "5 SERIES_INCOMPLETE",
    "6 SERIES_INCOMPLETE",
  ]);
  expect(await send(...rows(ada, ...days))).toEqual(["PROCESSED"]);
  const papers = await papersOf(ada);
  expect(papers).toEqual([expect.stringContaining("1.50 CEC")]);
  expect(papers[0]).toContain("February 16, 2026");
  expect(await papersOf(missed)).toEqual([]);
});

const linkSpeaker =
  "mutation ($id: ID!, $speaker: String!, $memberId: ID!, $givenBefore: Boolean! = false) { linkSpeaker(id: $id, speaker: $speaker, memberId: $memberId, givenBefore: $givenBefore) }";
const unlinkSpeaker = "mutation ($id: ID!, $memberId: ID!) { unlinkSpeaker(id: $id, memberId: $memberId) }";

test("a speaker earns so many times what attendees do: who is linked, once, within the maximum, and the paper says so", async () => {
  const { provider, staff } = conference;
  const program = await approved({
    typeId: await ofForm("TAUGHT", { form: "CONFERENCE", instructorMultiple: "1.50" }),
    minutes: 240,
    requestedCredits: "4.00",
    offerings: [
      offering({ startsOn: "2026-02-10", endsOn: "2026-02-10", format: "HYBRID", url: "https://example.test/live" }),
    ],
  });
  await conference.imported(
    program.id,
    csvSchedule(
      'a,Talk,2026-02-10,09:00,10:00,no,"Dr. Ada Byron, MD; Ben Ali"',
      "b,Beside,2026-02-10,09:30,10:30,no,",
      "c,Noon,2026-02-10,12:00,12:50,yes,Ada Byron",
      "d,Long,2026-02-10,13:00,15:00,no,",
    ),
  );
  const [talk, beside, noon, long] = await conference.sessions(program.id);
  const ada = await person();
  const link = (session: { id: string } | undefined, who: Person, changes = {}) => ({
    id: session?.id,
    speaker: session === noon ? "Ada Byron" : "Dr. Ada Byron, MD",
    memberId: who.id,
    ...changes,
  });
  // Nobody speaks by being called so.
  expect(await conference.refusedClaim(ada.token, talk!.id)).toBe("NOT_FOUND");
  for (const [changes, code] of [
    [{ speaker: "ada byron" }, "BAD_INPUT"],
    [{ memberId: provider.id }, "NOT_FOUND"],
    [{ id: provider.id }, "NOT_FOUND"],
  ] as const)
    expect(await world.refused(provider.token, linkSpeaker, link(talk, ada, changes))).toBe(code);
  const foreign = await world.provider({ name: "Elsewhere" });
  expect(await world.refused(foreign.token, linkSpeaker, link(talk, ada))).toBe("NOT_FOUND");
  await world.ok(provider.token, linkSpeaker, link(talk, ada));
  await world.ok(provider.token, linkSpeaker, link(noon, ada));
  expect(await world.refused(provider.token, linkSpeaker, link(talk, await person()))).toBe("BAD_INPUT");
  // She is told of the first of them, once, and nobody of what was refused.
  expect((await world.mails(MailKind.SPEAKER)).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^You are a speaker of /),
  ]);

  const { sessions } = await world.ok(
    provider.token,
    "query ($id: ID!) { sessions(programId: $id) { nodes { title instructors { speaker credits member { id } } } } }",
    { id: program.id },
  );
  const speaks = (speaker: string, credits: string) => ({ speaker, credits, member: { id: ada.id } });
  expect(sessions.nodes).toEqual([
    { title: "Talk", instructors: [speaks("Dr. Ada Byron, MD", "1.50")] },
    { title: "Beside", instructors: [] },
    { title: "Noon", instructors: [speaks("Ada Byron", "1.00")] },
    { title: "Long", instructors: [] },
  ]);

  // Of 60 minutes 1.50; of 50, which attendees earn 0.75 of, 1.00: 1.12 is no whole step. Without any registration.
  await conference.claim(ada.token, talk!.id);
  await conference.claim(ada.token, noon!.id);
  expect(await conference.refusedClaim(ada.token, beside!.id)).toBe("SESSION_NOT_CLAIMABLE");
  await conference.register(program.id, `person-${people - 1}@example.test,Full,,,no`);
  // The minutes in which she speaks she does not attend elsewhere, and no stream is seen on another day by who speaks in it.
  expect(await conference.refusedClaim(ada.token, beside!.id)).toBe("OVERLAPPING_SESSION");
  expect(await conference.refusedClaim(ada.token, noon!.id, "2026-02-12")).toBe("ATTENDED_ON_FIXED");
  expect(await conference.refusedClaim(ada.token, long!.id)).toBe("CREDITS_ABOVE_MAXIMUM");
  expect(await conference.generate(ada.token, program.id)).toMatchObject({
    credits: "2.50",
    lines: [
      { title: "Talk", credits: "1.50" },
      { title: "Noon", credits: "1.00" },
    ],
  });
  const [paper] = await papersOf(ada);
  expect(paper).toContain("Talk February 10, 2026 Instructor 1.50");
  expect(paper).toContain("Noon February 10, 2026 Instructor 1.00");

  // Whose account was merged speaks on: of the talk that both have the credit stays once.
  const second = await person();
  await world.ok(provider.token, linkSpeaker, link(talk, second, { speaker: "Ben Ali" }));
  await conference.claim(second.token, talk!.id);
  await merge(world, staff.token, ada.id, second.id);
  expect(await papersOf(ada)).toEqual([paper]);

  // What staff take back its provider does not say again; the certificate follows.
  await world.ok(staff.token, unlinkSpeaker, { id: talk!.id, memberId: ada.id });
  expect(await world.refused(provider.token, linkSpeaker, link(talk, ada))).toBe("STAFF_DECIDES");
  await world.ok(
    staff.token,
    'mutation ($programId: ID!) { correctCertificates(programId: $programId, reason: "Somebody else spoke.") }',
    { programId: program.id },
  );
  const [corrected] = await papersOf(ada);
  expect(corrected).toContain("1.00 CEC");
  expect(corrected).not.toContain("Talk");
  // She may have sat in it.
  await conference.claim(ada.token, talk!.id);
  await conference.generate(ada.token, program.id);
  expect(await papersOf(ada)).toEqual([expect.stringContaining("Talk February 10, 2026 In person 1.00")]);
});

test("what speakers earn is that of the rule on the session's day, and the first time only where it says so", async () => {
  const { provider, staff } = conference;
  const typeOf = await ofForm("FIRST_TALK", {
    form: "CONFERENCE",
    instructorMultiple: "2",
    instructorsFirstTimeOnly: true,
  });
  const save =
    "mutation ($id: ID!, $version: Int!, $input: ProgramTypeInput!) { saveProgramType(id: $id, version: $version, input: $input) { instructorRules { startsOn multiple firstTimeOnly } } }";
  const input = { code: "FIRST_TALK", name: "FIRST_TALK", position: 30, active: true, form: "CONFERENCE" };
  // From tomorrow on: what was held stays as it was.
  expect(
    await world.ok(staff.token, save, { id: typeOf, version: 1, input: { ...input, instructorMultiple: "3" } }),
  ).toEqual({
    saveProgramType: {
      instructorRules: [
        { startsOn: "2026-03-03", multiple: "3.00", firstTimeOnly: false },
        { startsOn: "0001-01-01", multiple: "2.00", firstTimeOnly: true },
      ],
    },
  });
  for (const wrong of [{ instructorMultiple: "10.01" }, { form: "LIVE", instructorMultiple: "1" }])
    expect(await world.refused(staff.token, save, { id: typeOf, version: 2, input: { ...input, ...wrong } })).toBe(
      "BAD_INPUT",
    );
  const program = await approved({
    typeId: typeOf,
    minutes: 240,
    requestedCredits: "4.00",
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  await conference.imported(program.id, csvSchedule("a,Talk,2026-02-10,09:00,10:00,no,Ada Byron"));
  const [talk] = await conference.sessions(program.id);
  const ada = await person();
  const said = (givenBefore: boolean) =>
    world.ok(provider.token, linkSpeaker, { id: talk!.id, speaker: "Ada Byron", memberId: ada.id, givenBefore });
  await said(true);
  expect(await conference.refusedClaim(ada.token, talk!.id)).toBe("SESSION_NOT_CLAIMABLE");
  await said(false);
  await conference.claim(ada.token, talk!.id);
  expect((await conference.generate(ada.token, program.id)).credits).toBe("2.00");
  expect(await papersOf(ada)).toEqual([expect.stringContaining("Talk February 10, 2026 Instructor 2.00")]);
});

test("who is said to have spoken afterwards has it on paper, on the day of the session, though it earns as much", async () => {
  const { provider, staff } = conference;
  world.setClock("2026-03-02T15:00:00Z");
  const program = await approved({
    typeId: await ofForm("EVEN", { form: "CONFERENCE", instructorMultiple: "1" }),
    minutes: 240,
    requestedCredits: "4.00",
    offerings: [
      offering({ startsOn: "2026-02-10", endsOn: "2026-02-10", format: "HYBRID", url: "https://example.test/live" }),
    ],
  });
  const speakers = ["Ada Byron", "Ben Ali"];
  await conference.imported(
    program.id,
    csvSchedule(
      `a,Talk,2026-02-10,09:00,10:00,no,${speakers[0]}`,
      `b,Stream,2026-02-10,11:00,12:00,yes,${speakers[1]}`,
    ),
  );
  const sessions = await conference.sessions(program.id);
  const both = [await person(), await person()];
  for (const [at, who] of both.entries()) {
    await conference.register(program.id, `person-${people - 1 + at}@example.test,Full,,,no`);
    await conference.claim(who.token, sessions[at]!.id, at === 1 ? "2026-02-12" : null);
    await conference.generate(who.token, program.id);
  }
  expect(await papersOf(both[1]!)).toEqual([expect.stringContaining("Stream February 12, 2026 Virtual 1.00")]);
  for (const [at, who] of both.entries())
    await world.ok(provider.token, linkSpeaker, { id: sessions[at]!.id, speaker: speakers[at], memberId: who.id });
  await world.ok(
    staff.token,
    'mutation ($programId: ID!) { correctCertificates(programId: $programId, reason: "They spoke.") }',
    { programId: program.id },
  );
  expect(await papersOf(both[0]!)).toEqual([expect.stringContaining("Talk February 10, 2026 Instructor 1.00")]);
  expect(await papersOf(both[1]!)).toEqual([expect.stringContaining("Stream February 10, 2026 Instructor 1.00")]);
});

test("a roster of 2009 that is reported today is kept seven years from today", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  const program = await approved({ offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })] });
  const who = await person();
  expect(await send([program, who, "4/10/2009", "1"])).toEqual(["REJECTED", "2 REPORTING_CLOSED"]);
  await world.ok(conference.staff.token, operations.extendReporting, {
    offeringId: program.offerings[0]!.id,
    until: "2026-03-31",
    reason: "Found in a drawer.",
  });
  expect(await send([program, who, "4/10/2009", "1"])).toEqual(["PROCESSED"]);
  const [paper] = await papersOf(who);
  expect(paper).toContain("1.00 CEC");
  expect(paper).toContain("April 10, 2009");
  for (const [night, papers] of [
    ["2026-03-03T09:41:00Z", 1],
    ["2033-03-02T09:41:00Z", 1],
    ["2033-03-04T09:41:00Z", 0],
  ] as const) {
    world.setClock(night);
    await endRetentionJob.run(world.ctx, {});
    expect([night, await world.sql("SELECT FROM certificate WHERE member_id = $1", [who.id])]).toEqual([
      night,
      Array(papers).fill({}),
    ]);
  }
});
