import fc from "fast-check";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { type CreditRuleTerms, creditsForMinutes, termsProblem } from "../../server/policies/credit-rule.arithmetic.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { offering, programIn, typeId } from "../programs/applications.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  world.setClock("2026-01-05T15:00:00Z");
  const people = [
    await conference.attendee(["a@example.test"], { firstName: "Ada", lastName: "Byron" }),
    await conference.attendee(["b@example.test"], { firstName: "Ada", lastName: "Byron" }),
  ];
  const reported = async (name: string, credits: string, rows: string[]) => {
    const { number, providerName: _ } = (await programIn(world, conference, "APPROVED", {
      typeId: await typeId(world, "EDUCATIONAL_PROGRAM"),
      name,
      minutes: 240,
      requestedCredits: credits,
      offerings: [offering({ startsOn: "2026-02-01", endsOn: "2026-02-01" })],
    })) as { number: string; providerName?: string };
    world.setClock("2026-03-02T15:00:00Z");
    const lines = rows.map((each, at) => [number, people[at]?.memberNumber ?? "", "Ada", "Byron", "2026-02-01", each]);
    const { data } = await world.upload(
      conference.provider.token,
      uploadDocument,
      { providerId: conference.provider.id },
      csv(lines, ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"]),
    );
    expect(data.uploadAttendance.errors.nodes).toEqual([]);
    world.setClock("2026-01-05T15:00:00Z");
  };
  await reported("By its minutes", "4.00", ["4.00", "2.00"]);
  await reported("Set by staff", "3.00", ["3.00", "1.00"]);
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-10" });
  await conference.imported(
    id,
    csvSchedule(
      "a,Morning,2026-02-10,09:00,10:05,no,",
      "b,Noon,2026-02-10,12:00,13:15,no,",
      "c,Short,2026-02-10,14:00,14:29,no,",
      "d,Set,2026-02-10,15:00,16:00,no,",
    ),
  );
  const sessions = await conference.sessions(id);
  const set = sessions.find(({ title }) => title === "Set")?.id ?? "";
  await conference.update([set], { credits: "0.50" }, "Half of it was no instruction.");
  await conference.register(id, "a@example.test,Full,,,no");
  world.setClock("2026-03-02T15:00:00Z");
  for (const session of sessions) await conference.claim(people[0]?.token ?? "", session.id);
  await conference.generate(people[0]?.token ?? "", id);
  await world.runJobs();
});
afterAll(() => conference.stop());

const trial = (terms: Partial<CreditRuleTerms>, more: object = {}) => ({
  code: "CONTACT_HOUR_60",
  name: "Contact hour, tried",
  unit: "CEC",
  startsOn: "2027-01-01",
  minutesPerUnit: 60,
  step: "0.25",
  rounding: "HALF_UP",
  minimumMinutes: 0,
  minimumCredits: "0.00",
  firstUnitWhole: false,
  from: "2026-01-01",
  to: "2026-12-31",
  ...terms,
  ...more,
});
const document = `query ($trial: CreditRuleTrialInput!) { tryCreditRule(trial: $trial) {
  totals { of kind unit looked differ gained lost largest }
  differences(first: 100, orderBy: [{ field: OF }, { field: NUMBER }]) { totalCount nodes { of number title credits would kind } } } }`;
const tried = async (given: object, token = conference.staff.token) =>
  (await world.ok(token, document, { trial: given })).tryCreditRule;

/** What each amount would be, one after the other, as one would on paper. */
async function naively(terms: CreditRuleTerms) {
  const cents = (credits: string) => Math.round(Number(credits) * 100);
  const earned = (minutes: number) => cents(creditsForMinutes(terms, minutes));
  const programs = await world.sql("SELECT id, minutes, credits, name FROM program");
  const sessions = await world.sql(`SELECT id, minutes, credits, credits_reason AS "reason" FROM session`);
  const certificates = await world.sql(
    `SELECT c.credits, c.program_id AS "programId", c.attendance_record_id AS "recordId",
       (SELECT json_agg(l.session_id) FROM certificate_line l WHERE l.certificate_id = c.id) AS lines FROM certificate c WHERE status = 'ISSUED'`,
  );
  const programWould = new Map<string, [number, number]>(
    programs.map(({ id, minutes, credits, name }) => [
      id,
      [cents(credits), name === "Set by staff" ? cents(credits) : earned(minutes)],
    ]),
  );
  const sessionWould = new Map<string, [number, number]>(
    sessions.map(({ id, minutes, credits, reason }) => [
      id,
      [cents(credits), reason === null ? earned(minutes) : cents(credits)],
    ]),
  );
  const certificateWould = certificates.map(({ credits, programId, recordId, lines }): [number, number] => {
    const [had, would] = programWould.get(programId) ?? [0, 0];
    if (recordId !== null) return [cents(credits), cents(credits) === had ? would : Math.min(cents(credits), would)];
    const sum = lines.reduce((total: number, id: string) => total + (sessionWould.get(id)?.[1] ?? 0), 0);
    return [cents(credits), Math.min(sum, would)];
  });
  const total = (of: string, pairs: [number, number][]) => {
    const changes = pairs.map(([had, would]) => would - had).filter((change) => change !== 0);
    const sum = (all: number[]) => (all.reduce((a, b) => a + b, 0) / 100).toFixed(2);
    return {
      of,
      kind: null,
      unit: "CEC",
      looked: pairs.length,
      differ: changes.length,
      gained: sum(changes.filter((change) => change > 0)),
      lost: sum(changes.filter((change) => change < 0).map((change) => -change)),
      largest: (Math.max(0, ...changes.map(Math.abs)) / 100).toFixed(2),
    };
  };
  return [
    total("PROGRAM", [...programWould.values()]),
    total("SESSION", [...sessionWould.values()]),
    total("CERTIFICATE", certificateWould),
  ];
}

test("any rule comes out as it does one by one on paper, and nothing is written", async () => {
  const state = () =>
    world.sql(`SELECT (SELECT count(*) FROM audit_entry) AS entries, (SELECT count(*) FROM credit_rule) AS rules,
      (SELECT md5(string_agg(p::text, '' ORDER BY p.id)) FROM program p) AS programs, (SELECT md5(string_agg(c::text, '' ORDER BY c.id)) FROM certificate c) AS certificates,
      (SELECT md5(string_agg(s::text, '' ORDER BY s.id)) FROM session s) AS sessions`);
  const before = await state();
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        minutesPerUnit: fc.constantFrom(45, 50, 60, 90, 600),
        step: fc.constantFrom("0.10", "0.25", "0.50", "1.00"),
        rounding: fc.constantFrom("HALF_UP" as const, "DOWN" as const),
        minimumMinutes: fc.constantFrom(0, 30, 70, 300),
        minimumCredits: fc.constantFrom("0.00", "1.00"),
        firstUnitWhole: fc.boolean(),
      }),
      async (terms) => {
        fc.pre(termsProblem(terms) === null);
        const { totals, differences } = await tried(trial(terms));
        expect(totals).toEqual(await naively(terms));
        expect(differences.totalCount).toBe(
          totals.reduce((sum: number, each: { differ: number }) => sum + each.differ, 0),
        );
      },
    ),
    { numRuns: Number(process.env.TRIAL_RUNS ?? 40) },
  );
  expect(await state()).toEqual(before);
});

test("those that would differ are listed, and come as a file", async () => {
  const { totals, differences } = await tried(trial({ minutesPerUnit: 50 }));
  expect(
    totals.map(({ of, looked, differ }: { of: string; looked: number; differ: number }) => [of, looked, differ]),
  ).toEqual([
    ["PROGRAM", 3, 2],
    ["SESSION", 4, 2],
    ["CERTIFICATE", 5, 2],
  ]);
  expect(
    differences.nodes.map(({ of, title, credits, would }: Record<string, string>) => [of, title, credits, would]),
  ).toEqual(
    expect.arrayContaining([
      ["CERTIFICATE", "By its minutes", "4.00", "4.75"],
      ["PROGRAM", "By its minutes", "4.00", "4.75"],
      ["SESSION", "Morning", "1.00", "1.25"],
    ]),
  );
  const file = await world.fetch(
    `/exports/credit-differences.csv?filter=${encodeURIComponent(JSON.stringify(trial({ minutesPerUnit: 50 })))}`,
    { token: conference.staff.token },
  );
  const text = await file.text();
  expect(text.trim().split("\r\n")).toHaveLength(1 + differences.totalCount);
  expect(text).toContain("4.00,4.75,0.75");
  // Of other days nothing.
  const later = await tried(trial({ minutesPerUnit: 50 }, { from: "2026-03-01" }));
  expect(later.differences.totalCount).toBe(0);
  // In the place of a rule that nobody goes by, nothing.
  expect((await tried(trial({ minutesPerUnit: 50 }, { insteadOf: "AEU" }))).totals).toEqual([]);
  expect((await tried(trial({}))).differences.totalCount).toBe(0);
});

const sortedBy: Record<string, (difference: Record<string, string>) => string | number> = {
  OF: ({ of, number }) => `${of} ${number}`,
  NUMBER: ({ number }) => number ?? "",
  DAY: ({ day }) => day ?? "",
  CREDITS: ({ credits }) => Number(credits),
  WOULD: ({ would }) => Number(would),
  DIFFERENCE: ({ would, credits }) => Math.abs(Number(would) - Number(credits)),
};

test("what would differ is sorted by each field, either way, and by pages is the same as at once", async () => {
  const given = trial({ minutesPerUnit: 50 });
  const page = `query ($trial: CreditRuleTrialInput!, $orderBy: [CreditDifferenceOrder!], $first: Int!, $after: String) { tryCreditRule(trial: $trial) {
    differences(first: $first, after: $after, orderBy: $orderBy) { nodes { id of number day credits would } pageInfo { endCursor hasNextPage } } } }`;
  const read = async (variables: object) =>
    (await world.ok(conference.staff.token, page, { trial: given, ...variables })).tryCreditRule.differences;
  const { __type } = await world.ok(
    conference.staff.token,
    '{ __type(name: "CreditDifferenceOrderField") { enumValues { name } } }',
  );
  expect(__type.enumValues.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(sortedBy).sort());
  for (const [field, value] of Object.entries(sortedBy))
    for (const direction of ["ASC", "DESC"]) {
      const orderBy = [{ field, direction }];
      const { nodes } = await read({ orderBy, first: 100 });
      expect(nodes.length).toBeGreaterThan(4);
      const values = nodes.map(value);
      const sorted = values.toSorted((a: never, b: never) => (a < b ? -1 : Number(a > b)));
      expect([field, values]).toEqual([field, direction === "ASC" ? sorted : sorted.reverse()]);
      const walked: unknown[] = [];
      for (let after: string | null = null; ; ) {
        const { nodes: some, pageInfo } = await read({ orderBy, first: 2, after });
        walked.push(...some);
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(walked).toEqual(nodes);
    }
});

test("only administrators try a rule, and only one that there could be", async () => {
  const given = { trial: trial({}) };
  expect(await world.refused(conference.provider.token, document, given)).toBe("FORBIDDEN");
  const reviewer = await world.staff(StaffRole.REVIEWER);
  expect(await world.refused(reviewer.token, document, given)).toBe("FORBIDDEN");
  for (const wrong of [{ step: "0.00" }, { minutesPerUnit: 0 }, { from: "2027-01-01" }, { minimumCredits: "0.10" }])
    expect(await world.refused(conference.staff.token, document, { trial: trial({}, wrong) })).toBe("BAD_INPUT");
  const address = `/exports/credit-differences.csv?filter=${encodeURIComponent(JSON.stringify(trial({ minutesPerUnit: 50 })))}`;
  expect((await world.fetch(address, { token: conference.provider.token })).status).toBe(404);
  const contradicting = encodeURIComponent(JSON.stringify(trial({}, { step: "0.00" })));
  expect(
    (await world.fetch(`/exports/credit-differences.csv?filter=${contradicting}`, { token: conference.staff.token }))
      .status,
  ).toBe(400);
});
