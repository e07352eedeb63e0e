import { lookAroundJob } from "../../server/dashboard/look-around.job.ts";
import { mailedCode } from "../accounts/mailbox.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { offering, programIn } from "../programs/applications.ts";

/**
 * What happens to people, each from its beginning to paper, `/verify`, the transcript and the log. Elsewhere: a provider that is renamed between approval
 * and certificate (providers/profile), an address that is given up after claiming (claims/bind-registration).
 */
let scene: RosterWorld;
let world: RosterWorld["world"];
let second: { number: string | null };
beforeAll(async () => {
  scene = await startRosterWorld();
  world = scene.world;
  const { provider, staff } = scene;
  world.setClock("2009-01-12T16:00:00Z");
  second = await programIn(world, { provider, staff }, "APPROVED", {
    name: "Scoring for beginners",
    offerings: [offering({ startsOn: "2009-06-10", endsOn: "2009-06-10" })],
  });
  world.setClock("2009-06-20T15:00:00Z");
  await world.sql("UPDATE offering SET reporting_extended_to = '2009-12-31' WHERE program_id = $1", [scene.programId]);
});
afterAll(() => world.stop());

const correct =
  "mutation ($id: ID!, $input: MemberInput!, $reason: String!) { correctMember(id: $id, input: $input, reason: $reason) { name memberNumber membership } }";

/** The members' rows of the first program, in April, or of the second one, in June. */
async function report(month: "April" | "June", ...people: [id: string, first: string, last: string][]) {
  const [program, day] = month === "April" ? ["A09164", "4/10/2009"] : [second.number ?? "", "6/10/2009"];
  const rows = people.map(([id, first, last]) => [program, id, first, last, day, "1"]);
  const { data } = await world.upload(
    scene.provider.token,
    uploadDocument,
    { providerId: scene.provider.id },
    csv(rows),
  );
  await world.runJobs();
  return data.uploadAttendance;
}

/** Registers as attendees do, and answers with the token. */
async function register(email: string, firstName: string, lastName: string): Promise<string> {
  const input = { email, password: "a password of many words", firstName, lastName };
  const { registerAttendee } = await world.ok(
    null,
    "mutation ($input: RegisterAttendeeInput!) { registerAttendee(input: $input) { token } }",
    { input },
  );
  const { confirmRegistration } = await world.ok(
    null,
    "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { token } }",
    { token: registerAttendee.token, code: await mailedCode(world, email) },
  );
  return confirmRegistration.token;
}

const ownMember = async (token: string): Promise<{ id: string; memberNumber: string; membership: string }> =>
  (await world.ok(token, "{ viewer { member { id memberNumber membership } } }")).viewer.member;

interface Proof {
  status: string;
  recipient: string;
  /** What the certificate says between "This certifies that" and what was completed. */
  printed: string;
  /** What `/verify` says. */
  verify: string;
}

/** A member's certificates, the older first, as they are on paper and for whoever checks them. */
async function proofsOf(memberNumber: string): Promise<Proof[]> {
  const { certificates } = await world.ok(
    scene.staff.token,
    `query ($number: String!) { certificates(filter: { memberNumber: $number }, orderBy: [{ field: NUMBER, direction: ASC }]) {
       nodes { status recipientName verificationCode pdfUrl } } }`,
    { number: memberNumber },
  );
  return Promise.all(
    certificates.nodes.map(
      async (each: { status: string; recipientName: string; verificationCode: string; pdfUrl: string }) => {
        const file = await world.fetch(each.pdfUrl, { token: scene.staff.token });
        const { pages } = await readPdf(Buffer.from(await file.arrayBuffer()));
        const said = (pages[0] ?? "").replace(/\s+/g, " ");
        const answer = await world.fetch(`/verify/${each.verificationCode}`, {
          headers: { Accept: "application/json" },
        });
        return {
          status: each.status,
          recipient: each.recipientName,
          printed: /This certifies that (.*?) has successfully completed/.exec(said)?.[1] ?? said,
          verify: await answer.text(),
        };
      },
    ),
  );
}

const transcriptOf = async (token: string, id: string): Promise<{ name: string; titles: string[] }> => {
  const { transcript } = await world.ok(
    token,
    "query ($id: ID!) { transcript(memberId: $id) { memberName lines { title } } }",
    { id },
  );
  return {
    name: transcript.memberName,
    titles: transcript.lines.map(({ title }: { title: string }) => title).toSorted(),
  };
};

/** What the log says of a member: action, reason, and what was changed. */
async function logOf(id: string): Promise<string[]> {
  const { auditEntries } = await world.ok(
    scene.staff.token,
    "query ($id: ID!) { auditEntries(subjectId: $id, first: 50) { nodes { action reason changes { field before after } } } }",
    { id },
  );
  type Entry = { action: string; reason: string | null; changes: { field: string; before: unknown; after: unknown }[] };
  return (auditEntries.nodes as Entry[])
    .map(({ action, reason, changes }) =>
      [action, reason ?? "", ...changes.map(({ field, before, after }) => `${field}: ${before} > ${after}`)].join(
        " | ",
      ),
    )
    .toReversed();
}

test("somebody marries between two rosters, and the second one still has the old name", async () => {
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100101'");
  expect((await report("April", ["100101", "Jane", "Jones"])).status).toBe("PROCESSED");
  await world.ok(scene.staff.token, correct, { id, input: { lastName: "Weber" }, reason: "Married" });
  expect((await report("June", ["100101", "Jane", "Jones"])).status).toBe("PROCESSED");
  const [april, june, ...others] = await proofsOf("100101");
  expect(others).toEqual([]);
  expect([april?.printed, june?.printed]).toEqual(["Jane Jones AAST ID 100101", "Jane Weber AAST ID 100101"]);
  expect(april?.verify).toContain("Jane Jones");
  expect(june?.verify).toContain("Jane Weber");
  await world.ok(scene.staff.token, 'mutation ($id: ID!) { reissueForName(memberId: $id, reason: "Married") }', { id });
  await world.runJobs();
  const all = await proofsOf("100101");
  expect(all.map(({ status, printed }) => [status, printed])).toEqual([
    ["SUPERSEDED", "Jane Jones AAST ID 100101"],
    ["ISSUED", "Jane Weber AAST ID 100101"],
    ["ISSUED", "Jane Weber AAST ID 100101"],
  ]);
  expect(all[0]?.verify).toMatch(/superseded|replaced/i);
  expect(await transcriptOf(scene.staff.token, id)).toEqual({
    name: "Jane Weber",
    titles: ["13th Annual Sleep Disorders Conference", "Scoring for beginners"],
  });
  expect(await logOf(id)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^member\.correct \| Married \|.*lastName: Jones > Weber/)]),
  );
});

test("somebody with one name, from registration to certificate", async () => {
  const token = await register("wira@example.test", "Wira", "");
  const { id, memberNumber } = await ownMember(token);
  expect((await report("April", [memberNumber, "Wira", "-"])).status).toBe("PROCESSED");
  const [proof, ...others] = await proofsOf(memberNumber);
  expect(others).toEqual([]);
  expect(proof).toMatchObject({ status: "ISSUED", recipient: "Wira", printed: `Wira AAST ID ${memberNumber}` });
  expect(JSON.parse(proof?.verify ?? "{}")).toMatchObject({ recipientName: "Wira" });
  expect((await transcriptOf(token, id)).name).toBe("Wira");
  const search = "query ($last: String!) { members(first: 5, filter: { lastName: $last }) { nodes { memberNumber } } }";
  expect((await world.ok(scene.staff.token, search, { last: "Wira" })).members.nodes).toEqual([{ memberNumber }]);
  expect((await logOf(id))[0]).toMatch(/^member\.create/);
});

test("a guest becomes a member, and keeps number, credit and certificates", async () => {
  const token = await register("gus@example.test", "Gus", "Tan");
  const { id, memberNumber, membership } = await ownMember(token);
  expect(membership).toBe("GUEST");
  expect((await report("April", [memberNumber, "Gus", "Tan"])).status).toBe("PROCESSED");
  const [before] = await proofsOf(memberNumber);
  const input = { membership: "MEMBER", memberSince: "2009-06-01" };
  const change = { id, input, reason: "Joined at the conference" };
  expect((await world.ok(scene.staff.token, correct, change)).correctMember).toMatchObject({
    memberNumber,
    membership: "MEMBER",
  });
  expect((await ownMember(token)).membership).toBe("MEMBER");
  expect((await report("June", [memberNumber, "Gus", "Tan"])).status).toBe("PROCESSED");
  const [still, june] = await proofsOf(memberNumber);
  expect(still).toEqual(before);
  expect(june).toMatchObject({ status: "ISSUED", printed: `Gus Tan AAST ID ${memberNumber}` });
  expect((await transcriptOf(token, id)).titles).toHaveLength(2);
  expect((await logOf(id)).at(-1)).toMatch(/^member\.correct \| Joined at the conference .*membership: GUEST > MEMBER/);
});

test("two persons share a name and a hospital: each has her own credit, and nobody merges them by mistake", async () => {
  const { staff } = scene;
  const add = "mutation ($input: MemberInput!) { addMember(input: $input) { id memberNumber } }";
  const place = { city: "Springfield", state: "IL", zip: "62701" };
  const made = async (): Promise<{ id: string; memberNumber: string }> =>
    (await world.ok(staff.token, add, { input: { firstName: "Maria", lastName: "Garcia", ...place } })).addMember;
  const [one, other] = [await made(), await made()];
  // Of two rows with one name the number says who is meant.
  const both = await report("April", [one.memberNumber, "Maria", "Garcia"], [other.memberNumber, "Maria", "Garcia"]);
  expect(both.status).toBe("PROCESSED");
  expect((await report("June", [other.memberNumber, "Maria", "Garcia"])).status).toBe("PROCESSED");
  const [first, second] = [await proofsOf(one.memberNumber), await proofsOf(other.memberNumber)];
  expect(first.map(({ printed }) => printed)).toEqual([`Maria Garcia AAST ID ${one.memberNumber}`]);
  expect(second.map(({ printed }) => printed)).toEqual([
    `Maria Garcia AAST ID ${other.memberNumber}`,
    `Maria Garcia AAST ID ${other.memberNumber}`,
  ]);
  expect(new Set([...first, ...second].map(({ verify }) => verify)).size).toBe(3);
  expect((await transcriptOf(staff.token, one.id)).titles).toEqual(["13th Annual Sleep Disorders Conference"]);
  expect((await transcriptOf(staff.token, other.id)).titles).toHaveLength(2);
  // A name without a number is nobody's.
  const guess = await report("June", ["", "Maria", "Garcia"]);
  expect(guess.status).toBe("REJECTED");
  const shown =
    "{ needsAttention { items(first: 50) { nodes { id kind memberNumber otherMemberNumber availableActions } } } }";
  const twice = async () =>
    (await world.ok(staff.token, shown)).needsAttention.items.nodes.filter(
      ({ kind }: { kind: string }) => kind === "MEMBER_TWICE",
    );
  await lookAroundJob.run(world.ctx, {});
  const [pair] = await twice();
  expect(pair).toMatchObject({
    memberNumber: one.memberNumber,
    otherMemberNumber: other.memberNumber,
    availableActions: ["MERGE_MEMBERS", "SET_ASIDE"],
  });
  await world.ok(staff.token, 'mutation ($id: ID!) { setAttentionAside(id: $id, reason: "Two nurses.") }', {
    id: pair.id,
  });
  expect(await twice()).toEqual([]);
});
