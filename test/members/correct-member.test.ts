import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";

let scene: RosterWorld;
let world: RosterWorld["world"];
beforeEach(async () => {
  scene = await startRosterWorld();
  world = scene.world;
});
afterEach(() => world.stop());

const correct = `mutation ($id: ID!, $input: MemberInput!, $reason: String!) { correctMember(id: $id, input: $input, reason: $reason) {
  name membership active certificatesOfFormerName formerNames { name } availableActions } }`;
const reissue = 'mutation ($id: ID!) { reissueForName(memberId: $id, reason: "Married") }';
const ask = `mutation ($input: NameInput!, $note: String, $file: Upload) { requestNameChange(input: $input, note: $note, file: $file) {
  id nameRequests { id name note status createdAt documentUrl } } }`;
const decide = `mutation ($id: ID!, $approve: Boolean!, $decision: String) { decideNameChange(id: $id, approve: $approve, decision: $decision) {
  name formerNames { name } nameRequests { status decision documentUrl } } }`;

const memberOf = async (number: string): Promise<string> =>
  (await world.sql("SELECT id FROM member WHERE member_number = $1", [number]))[0].id;
const send = async (rows: string[][]): Promise<string> => {
  const answer = await world.upload(scene.provider.token, uploadDocument, { providerId: scene.provider.id }, csv(rows));
  await world.runJobs();
  return answer.data.uploadAttendance.status;
};
const certificates = (memberId: string) =>
  world.sql(
    `SELECT c.recipient_name AS name, c.status, s.recipient_name AS by FROM certificate c LEFT JOIN certificate s ON s.id = c.superseded_by_id
     WHERE c.member_id = $1 ORDER BY c.issued_at, c.number`,
    [memberId],
  );

test("somebody marries between two rosters: both names are hers, what was printed stays, and is issued anew in one press", async () => {
  const { staff, provider } = scene;
  const second = await programIn(world, { provider, staff }, "APPROVED", {
    offerings: [offering({ startsOn: "2009-06-10", endsOn: "2009-06-10" })],
  });
  world.setClock("2009-06-20T15:00:00Z");
  await world.sql("UPDATE offering SET reporting_extended_to = '2009-12-31' WHERE program_id = $1", [scene.programId]);
  const jane = await memberOf("100101");
  const row = (program: string | null, last: string, day: string) => [program ?? "", "100101", "Jane", last, day, "1"];
  expect(await send([row("A09164", "Jones", "4/10/2009")])).toBe("PROCESSED");
  const { correctMember } = await world.ok(staff.token, correct, {
    id: jane,
    input: { lastName: "Weber" },
    reason: "Married",
  });
  expect(correctMember).toMatchObject({
    name: "Jane Weber",
    certificatesOfFormerName: 1,
    formerNames: [{ name: "Jane Jones" }],
  });
  expect(await certificates(jane)).toEqual([{ name: "Jane Jones", status: "ISSUED", by: null }]);
  // The provider's list still has the old name.
  expect(await send([row(second.number, "Jones", "6/10/2009")])).toBe("PROCESSED");
  const search = await world.ok(staff.token, '{ members(first: 5, filter: { lastName: "Jones" }) { nodes { name } } }');
  expect(search.members.nodes).toEqual([{ name: "Jane Weber" }]);
  expect((await world.ok(staff.token, reissue, { id: jane })).reissueForName).toBe(1);
  await world.runJobs();
  expect((await certificates(jane)).toSorted((a, b) => a.status.localeCompare(b.status))).toEqual([
    { name: "Jane Weber", status: "ISSUED", by: null },
    { name: "Jane Weber", status: "ISSUED", by: null },
    { name: "Jane Jones", status: "SUPERSEDED", by: "Jane Weber" },
  ]);
  expect(await world.refused(staff.token, reissue, { id: jane })).toBe("NOTHING_CHANGED");
  // The credit is the same as before.
  expect(
    await world.sql(
      "SELECT sum(credits) AS credits FROM attendance_record WHERE member_id = $1 AND reversed_at IS NULL",
      [jane],
    ),
  ).toEqual([{ credits: "2.00" }]);
});

test("staff make a member, make a guest a member, end one, and say why; nobody corrects their own record", async () => {
  const { staff, provider } = scene;
  const input = { firstName: "Wira", membership: "GUEST", memberSince: "2009-01-01", city: " Austin " };
  const { addMember } = await world.ok(
    staff.token,
    "mutation ($input: MemberInput!) { addMember(input: $input) { id name city membership memberSince } }",
    { input },
  );
  expect(addMember).toMatchObject({ name: "Wira", city: "Austin", membership: "GUEST", memberSince: "2009-01-01" });
  const { id } = addMember;
  const change = (changes: object, reason = "Told by phone") => ({ id, input: changes, reason });
  expect((await world.ok(staff.token, correct, change({ membership: "MEMBER" }))).correctMember.membership).toBe(
    "MEMBER",
  );
  expect((await world.ok(staff.token, correct, change({ active: false }))).correctMember.active).toBe(false);
  const entry = await world.graphql(
    provider.token,
    "mutation ($i: EnterAttendanceInput!) { enterAttendance(input: $i) { id } }",
    {
      i: {
        programNumber: "A09164",
        memberNumber: "100105",
        firstName: "Wira",
        lastName: "",
        completionDate: "2009-04-10",
        credits: "1",
      },
    },
  );
  expect(entry.errors[0]?.extensions.code).toBe("MEMBER_INACTIVE");
  expect(await world.refused(staff.token, correct, change({ active: false }))).toBe("NOTHING_CHANGED");
  expect(await world.refused(staff.token, correct, change({ active: true }, " "))).toBe("REASON_REQUIRED");
  expect(await world.refused(staff.token, correct, change({ memberUntil: "2008-12-31" }))).toBe("BAD_INPUT");
  expect(await world.refused(staff.token, correct, change({ firstName: "." }))).toBe("BAD_INPUT");
  expect(await world.refused(staff.token, correct, change({ printedName: "Somebody Else" }))).toBe("BAD_INPUT");
  const own = await world.member({ accountId: staff.id });
  expect(await world.refused(staff.token, correct, { ...change({ city: "Austin" }), id: own.id })).toBe(
    "CONFLICT_OF_INTEREST",
  );
  expect(await world.refused(staff.token, correct, { ...change({ city: "Austin" }), id: crypto.randomUUID() })).toBe(
    "NOT_FOUND",
  );
  const renamed = await world.ok(
    staff.token,
    correct,
    change({ firstName: "An Văn", lastName: "Nguyễn", printedName: "Nguyễn Văn An" }),
  );
  expect(renamed.correctMember).toMatchObject({ name: "Nguyễn Văn An", formerNames: [{ name: "Wira" }] });
  expect(await world.sql("SELECT action, reason FROM audit_entry WHERE subject_id = $1 ORDER BY id", [id])).toEqual([
    { action: "member.create", reason: null },
    { action: "member.correct", reason: "Told by phone" },
    { action: "member.correct", reason: "Told by phone" },
    { action: "member.correct", reason: "Told by phone" },
  ]);
});

test("a member asks for another name with a document, staff decide, and the member is told", async () => {
  const { staff } = scene;
  const token = await world.signIn("jane.jones@example.test");
  const other = await world.signIn("john.smith@example.test");
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const input = { firstName: "Jane", lastName: "Weber" };
  const asked = (await world.upload(token, ask, { input, note: "Married" }, png)).data.requestNameChange;
  const [request] = asked.nameRequests;
  expect(request).toMatchObject({
    name: "Jane Weber",
    note: "Married",
    status: "REQUESTED",
    documentUrl: expect.any(String),
  });
  expect(await world.refused(token, ask, { input: { firstName: "Jane", lastName: "Webber" } })).toBe(
    "ALREADY_RECORDED",
  );
  expect(await world.refused(token, ask, { input: { firstName: "Jane", lastName: "Jones" } })).toBe("BAD_INPUT");
  for (const [who, status] of [
    [token, 200],
    [staff.token, 200],
    [other, 404],
    [scene.provider.token, 404],
  ] as const)
    expect((await world.fetch(request.documentUrl, { token: who })).status).toBe(status);
  const waiting = "{ waitingNameRequests { id memberId name } }";
  const listed = [{ id: request.id, memberId: await memberOf("100101"), name: "Jane Weber" }];
  expect((await world.ok(staff.token, waiting)).waitingNameRequests).toEqual(listed);
  for (const who of [token, scene.provider.token]) expect(await world.refused(who, waiting)).toBe("FORBIDDEN");
  const withdraw = "mutation ($id: ID!) { withdrawNameChange(id: $id) { id } }";
  expect(await world.refused(other, withdraw, { id: request.id })).toBe("NOT_FOUND");
  expect(await world.refused(staff.token, decide, { id: request.id, approve: false })).toBe("REASON_REQUIRED");
  const { decideNameChange } = await world.ok(staff.token, decide, { id: request.id, approve: true });
  expect(decideNameChange).toEqual({
    name: "Jane Weber",
    formerNames: [{ name: "Jane Jones" }],
    nameRequests: [{ status: "APPROVED", decision: null, documentUrl: null }],
  });
  expect(await world.refused(token, withdraw, { id: request.id })).toBe("ILLEGAL_TRANSITION");
  expect((await world.ok(staff.token, waiting)).waitingNameRequests).toEqual([]);
  expect((await world.mails(MailKind.CHANGE)).map(({ to, subject }) => [to, subject])).toEqual([
    ["jane.jones@example.test", "Your name was changed"],
  ]);
  // What is the member's own to change.
  const profile = "mutation ($input: ProfileInput!) { updateMyProfile(input: $input) { name city phone } }";
  expect(
    (await world.ok(token, profile, { input: { city: "Austin", phone: "555 0100", printedName: "Weber, Jane" } }))
      .updateMyProfile,
  ).toEqual({
    name: "Weber, Jane",
    city: "Austin",
    phone: "555 0100",
  });
  expect(await world.refused(token, profile, { input: { printedName: "Jane Jones" } })).toBe("BAD_INPUT");
  // Nothing of either name is left after an erasure.
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked") }', { id: asked.id });
  await world.runJobs();
  expect(await world.sql("SELECT count(*)::int AS left FROM former_name")).toEqual([{ left: 0 }]);
  expect(await world.sql("SELECT count(*)::int AS left FROM name_request")).toEqual([{ left: 0 }]);
  const log = await world.sql("SELECT concat(before, after, reason) AS said FROM audit_entry WHERE subject_id = $1", [
    asked.id,
  ]);
  expect(JSON.stringify(log)).not.toMatch(/Weber|Jones/);
});
