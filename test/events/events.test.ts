import { forgetEventsJob } from "../../server/events/forget-events.job.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { programIn, step } from "../programs/applications.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
});
afterAll(() => roster.world.stop());

// biome-ignore lint/suspicious/noExplicitAny: events of any type
type Told = any;

const feedDocument = `query ($after: String, $first: Int, $types: [EventType!]) {
  events(after: $after, first: $first, types: $types) {
    pageInfo { hasNextPage endCursor }
    nodes { id type
      program { programId status offeringId startsOn endsOn } attendance { programId offeringId uploadId records }
      certificate { certificateId programId memberId status } fee { programId fee amount currency waived }
      member { memberId change mergedIntoId } } } }`;

/** What one has not read yet, each with what its type tells of; where to go on is remembered. */
const follow = (token: () => string, document = feedDocument) => {
  let after: string | null = null;
  return async (types: string[] | null = null): Promise<Told[]> => {
    const nodes: Told[] = [];
    for (;;) {
      const { events } = await roster.world.ok(token(), document, { after, first: 2, types });
      nodes.push(...events.nodes);
      after = events.pageInfo.endCursor;
      if (!events.pageInfo.hasNextPage) return nodes;
    }
  };
};
const news = follow(() => roster.staff.token);
const providersNews = follow(() => roster.provider.token);

/** Without its ID, and without what is not there. */
const short = ({ id: _, type, ...parts }: Told): Told => [
  type,
  ...Object.values(parts).filter((part) => part !== null),
];

const makeKey = async (token: string, scopes: string[], providerId: string | null = null): Promise<string> =>
  (
    await roster.world.ok(
      token,
      `mutation ($scopes: [ApiScope!]!, $providerId: ID) { createApiKey(name: "Feed", scopes: $scopes, providerId: $providerId) { key } }`,
      { scopes, providerId },
    )
  ).createApiKey.key;

/** Runs statements in a transaction of their own, which stays open until it is told to commit. */
async function open(...statements: [string, unknown[]][]): Promise<{ commit(): Promise<void> }> {
  const runner = roster.world.base.db.createQueryRunner();
  await runner.startTransaction();
  for (const [statement, values] of statements) await runner.query(statement, values);
  return {
    async commit() {
      await runner.commitTransaction();
      await runner.release();
    },
  };
}

test("from the application to the undone roster, each step is told, to whom it concerns", async () => {
  const { world, programId, offeringId, provider, other } = roster;
  const members = (await world.sql("SELECT id FROM member ORDER BY member_number")).map(({ id }) => id);
  const earlier = await news();
  expect(earlier.map(short)).toEqual([
    ...members.map((memberId) => ["MEMBER_CHANGED", { memberId, change: "ADDED", mergedIntoId: null }]),
    ["PROGRAM_SUBMITTED", expect.objectContaining({ programId, status: "SUBMITTED" })],
    ["PROGRAM_DECIDED", { programId, status: "APPROVED", offeringId: null, startsOn: null, endsOn: null }],
  ]);
  expect((await providersNews()).map(short)).toEqual(earlier.map(short).slice(members.length));

  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  const uploadId = data.uploadAttendance.id;
  await world.runJobs();
  const recorded = await news();
  const of = (type: string) => recorded.filter((event: Told) => event.type === type);
  expect(of("ATTENDANCE_RECORDED").map(short)).toEqual([
    ["ATTENDANCE_RECORDED", { programId, offeringId, uploadId, records: 5 }],
  ]);
  const issued = of("CERTIFICATE_ISSUED");
  expect(issued.map((event: Told) => event.certificate.memberId).sort()).toEqual(members.toSorted());
  expect(recorded).toHaveLength(6);
  expect(await providersNews()).toEqual(recorded);

  await world.ok(
    provider.token,
    'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong list.") { id } }',
    { id: uploadId },
  );
  await world.runJobs();
  const undone = await news();
  expect(short(undone[0])).toEqual(["ATTENDANCE_UNDONE", { programId, offeringId, uploadId, records: 5 }]);
  expect(
    undone
      .slice(1)
      .map((event: Told) => [event.type, event.certificate.certificateId])
      .sort(),
  ).toEqual(issued.map((event: Told) => ["CERTIFICATE_REVOKED", event.certificate.certificateId]).sort());
  // Nobody else's, and nothing of members for a provider.
  const { events } = await world.ok(other.token, feedDocument, { first: 100 });
  expect(events).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
  expect((await world.ok(provider.token, feedDocument, { first: 1, types: ["MEMBER_CHANGED"] })).events.nodes).toEqual(
    [],
  );
  await providersNews();
});

test("what staff change of members, programs and fees is told, however it is changed", async () => {
  const { world, staff, provider } = roster;
  world.setClock("2009-02-02T15:00:00Z");
  const [kept, merged] = [await world.member({ firstName: "Ann" }), await world.member({ firstName: "Anne" })];
  await news();
  await world.sql("UPDATE member SET city = 'Chicago', first_name_key = 'other' WHERE id = $1", [kept.id]);
  await world.sql("UPDATE member SET first_name_key = 'ann' WHERE id = $1", [kept.id]);
  const { mergePreview } = await world.ok(
    staff.token,
    "query ($keep: ID!, $merge: ID!) { mergePreview(keepId: $keep, mergeId: $merge) { fingerprint } }",
    { keep: kept.id, merge: merged.id },
  );
  await world.ok(
    staff.token,
    `mutation ($keep: ID!, $merge: ID!, $fingerprint: String!) {
       mergeMembers(keepId: $keep, mergeId: $merge, fingerprint: $fingerprint, reason: "One person.") { id } }`,
    { keep: kept.id, merge: merged.id, fingerprint: mergePreview.fingerprint },
  );
  expect((await news()).map(short)).toEqual([
    ["MEMBER_CHANGED", { memberId: kept.id, change: "CHANGED", mergedIntoId: null }],
    ["MEMBER_MERGED", { memberId: merged.id, change: "MERGED", mergedIntoId: kept.id }],
  ]);

  const program = await programIn(world, { provider, staff }, "APPROVED");
  await news();
  await world.ok(
    provider.token,
    `mutation ($id: ID!, $input: PostponeOfferingInput!) { postponeOffering(offeringId: $id, input: $input, reason: "Snow.") { id } }`,
    { id: program.offerings[0]?.id, input: { startsOn: "2026-05-01", endsOn: "2026-05-02" } },
  );
  await world.sql("UPDATE offering SET reporting_extended_to = '2026-06-01' WHERE program_id = $1", [program.id]);
  const fee = `INSERT INTO ledger_entry (program_id, provider_id, kind, fee, amount, currency, at, actor_as, reason, policy_id)
    SELECT $1, $2, $3, 'FILING', $4, 'USD', $5, 'STAFF', 'x', (SELECT id FROM fee_policy LIMIT 1)`;
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, filing_fee, filing_fee_per_attendee, filing_fee_per_credit, late_fee, application_fee,
       holds_certificates, waives_open_fees, created_at, how_to_pay)
     VALUES ('2009-01-01', 'USD', 2500, 0, 0, 1000, 0, true, false, '2009-01-01', 'By check.')`,
  );
  for (const [kind, amount, at] of [
    ["CHARGE", 2_500, "2009-02-01"],
    ["PAYMENT", 1_000, "2009-02-02"],
    ["PAYMENT", 1_500, "2009-02-03"],
    ["REFUND", 500, "2009-02-04"],
    ["WAIVER", 500, "2009-02-04"],
  ])
    await world.sql(fee, [program.id, provider.id, kind, amount, at]);
  const { version } = (
    await world.ok(staff.token, "query ($id: ID!) { program(id: $id) { version } }", { id: program.id })
  ).program;
  await step(world, staff.token, "cancelProgram", { ...program, version }, { reason: "Nobody comes." });
  const ofFee = { programId: program.id, fee: "FILING", currency: "USD", waived: false };
  const [offering] = program.offerings;
  expect((await news()).map(short)).toEqual([
    [
      "PROGRAM_POSTPONED",
      {
        programId: program.id,
        status: "APPROVED",
        offeringId: offering?.id,
        startsOn: "2026-05-01",
        endsOn: "2026-05-02",
      },
    ],
    ["FEE_DUE", { ...ofFee, amount: 2_500 }],
    ["FEE_PAID", { ...ofFee, amount: 1_500 }],
    ["PROGRAM_CANCELLED", expect.objectContaining({ programId: program.id, status: "CANCELLED" })],
  ]);
  // As whole as any other row: what is rolled back was never told.
  const runner = world.base.db.createQueryRunner();
  await runner.startTransaction();
  await runner.query("UPDATE member SET city = 'Boston' WHERE id = $1", [kept.id]);
  await runner.rollbackTransaction();
  await runner.release();
  expect(await news()).toEqual([]);
});

test("an event that commits late comes after what could be read before it", async () => {
  const { world } = roster;
  const [first, second, third] = await world.sql(
    "SELECT id FROM member WHERE merged_into_id IS NULL ORDER BY id LIMIT 3",
  );
  const change = (id: string, city: string): [string, unknown[]] => [
    "UPDATE member SET city = $2 WHERE id = $1",
    [id, city],
  ];
  await news();
  const early = await open(change(first.id, "Springfield"));
  const late = await open(change(second.id, "Salem"), change(third.id, "Salem"));
  const members = async () => (await news()).map((event: Told) => event.member.memberId);
  expect(await members()).toEqual([]);
  await late.commit();
  expect(await members()).toEqual([second.id, third.id]);
  await early.commit();
  expect(await members()).toEqual([first.id]);
});

test("two who read at once number each event once, and see the same feed", async () => {
  const { world, staff } = roster;
  await world.sql("UPDATE member SET city = 'Here' WHERE merged_into_id IS NULL");
  const whole = async () => (await world.ok(staff.token, feedDocument, { first: 100 })).events.nodes;
  const [one, another] = await Promise.all([whole(), whole()]);
  expect(one).toEqual(another);
  const [{ events, numbers }] = await world.sql(
    "SELECT count(*)::int AS events, count(DISTINCT number)::int AS numbers FROM event",
  );
  expect(numbers).toBe(events);
});

test("a key reads of what its scopes reach, and a provider's of its own programs", async () => {
  const { world, staff, provider, other } = roster;
  const only = "query ($first: Int) { events(first: $first) { pageInfo { hasNextPage } nodes { id type } } }";
  const typesOf = async (key: string) =>
    [
      ...new Set(
        (await world.ok(key, only, { first: 100 })).events.nodes.map((event: Told) => event.type.split("_")[0]),
      ),
    ].sort();
  expect(await typesOf(await makeKey(staff.token, ["MEMBERS_READ", "CERTIFICATES_READ"]))).toEqual([
    "CERTIFICATE",
    "MEMBER",
  ]);
  expect(await typesOf(await makeKey(staff.token, ["CONFERENCES_READ"]))).toEqual([]);
  const own = await makeKey(provider.token, ["PROGRAMS_READ", "ATTENDANCE_READ", "MEMBERS_READ"], provider.id);
  expect(await typesOf(own)).toEqual(["ATTENDANCE", "FEE", "PROGRAM"]);
  expect(await typesOf(await makeKey(other.token, ["PROGRAMS_READ"], other.id))).toEqual([]);
  expect((await world.graphql(own, feedDocument, { first: 1 })).errors[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
  });
});

test("events are told for 90 days", async () => {
  const { world, staff } = roster;
  world.setClock(null);
  const sign = async () => (await world.ok(staff.token, feedDocument, { first: 1 })).events.nodes[0].id;
  const oldest = await sign();
  await world.sql("UPDATE event SET at = now() - interval '90 days 1 hour' WHERE id = $1", [oldest]);
  await world.sql("UPDATE event SET at = now() - interval '89 days 23 hours' WHERE id <> $1", [oldest]);
  const [{ before }] = await world.sql("SELECT count(*)::int AS before FROM event");
  await forgetEventsJob.run(world.ctx, {});
  expect((await world.sql("SELECT count(*)::int AS kept FROM event"))[0].kept).toBe(before - 1);
  expect(await sign()).not.toBe(oldest);
});
