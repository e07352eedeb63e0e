import { mailedCode } from "../accounts/mailbox.ts";
import { enterDocument, entryOf, type RosterWorld, sampleRows, startRosterWorld } from "../attendance/roster-world.ts";
import { merge } from "../persons/merging.ts";
import { application, create, offering, operations, type ProgramAnswer, step } from "../programs/applications.ts";

// Who keeps a copy and asks for what changed has, at every moment, what a fresh read would show.

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
});
afterAll(() => roster.world.stop());

// biome-ignore lint/suspicious/noExplicitAny: nodes of any list
type Node = any;

const lists = {
  programs: {
    types: ["ProgramFilter", "ProgramOrder"],
    fields: `id number name status credits provider { id } speakers { name } offerings { startsOn place reportingDueOn }
      documents { fileName } creditKinds { credits }`,
  },
  members: {
    types: ["MemberFilter!", "MemberOrder"],
    fields: `id memberNumber name city email active erasedAt formerNumbers emailAddresses { address isPrimary verifiedAt }
      mergedInto { id }`,
  },
  certificates: {
    types: ["CertificateFilter", "CertificateOrder"],
    fields: "id number status memberNumber recipientName revokedAt revocationReason transcriptUrl supersededBy { id }",
  },
} as const;
type ListName = keyof typeof lists;
const names = Object.keys(lists) as ListName[];

const documentOf = (list: ListName): string => {
  const [filter, order] = lists[list].types;
  return `query ($after: String, $first: Int!, $filter: ${filter}, $orderBy: [${order}!]) {
    ${list}(after: $after, first: $first, filter: $filter, orderBy: $orderBy) {
      pageInfo { hasNextPage endCursor } nodes { changedAt ${lists[list].fields} } } }`;
};

const begin = "1970-01-01T00:00:00Z";

/** All pages of what changed since then, or of the whole list in an order of its own. */
async function read(list: ListName, since: string | null, first: number): Promise<Node[]> {
  const nodes: Node[] = [];
  const ordered = since ? { filter: { changedSince: since }, orderBy: [{ field: "CHANGED_AT" }] } : {};
  for (let after: string | null = null; ; ) {
    const page: Node = (await roster.world.ok(roster.staff.token, documentOf(list), { after, first, ...ordered }))[
      list
    ];
    nodes.push(...page.nodes);
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) return nodes;
  }
}

/** A copy that is kept by asking for what changed since the last time. */
class Copy {
  readonly things = new Map<string, Node>();
  #since = begin;
  constructor(readonly list: ListName) {}

  async poll(): Promise<Node[]> {
    const changed = await read(this.list, this.#since, 3);
    for (const thing of changed) this.things.set(thing.id, thing);
    this.#since = changed.at(-1)?.changedAt ?? this.#since;
    return changed;
  }
}

const byId = (nodes: Iterable<Node>): Node[] => [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Always the same numbers, from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test("a copy that asks for what changed is, whatever happens in between, what a fresh read shows", async () => {
  const { world, provider, staff } = roster;
  const random = numbers(20_261_129);
  const any = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const memberOf = async (number: string | undefined): Promise<Node> =>
    (await world.sql("SELECT id FROM member WHERE member_number = $1", [number]))[0];
  const programs: ProgramAnswer[] = [];
  const take = async (status: string): Promise<ProgramAnswer | undefined> => {
    const [row] = await world.sql(
      "SELECT id, version FROM program WHERE status = $1 AND starts_on > '2009-05-01' ORDER BY id LIMIT 1",
      [status],
    );
    const known = row && programs.find(({ id }) => id === row.id);
    const offerings = await world.sql("SELECT id FROM offering WHERE program_id = $1 ORDER BY id", [row?.id]);
    return known && { ...known, version: row.version, offerings };
  };
  const later = offering({ startsOn: "2009-08-10", endsOn: "2009-08-10" });
  const jane = await world.account({ email: "second@example.test" });
  await world.sql("UPDATE member SET account_id = $1 WHERE member_number = '100101'", [jane.id]);
  const move = async (from: string, operation: keyof typeof operations, as = staff.token, also = {}) => {
    const program = await take(from);
    if (program) await step(world, as, operation, program, also);
  };
  let uploadId: string | null = null;
  let turn = 0;
  const correct = `mutation ($id: ID!, $input: MemberInput!) { correctMember(id: $id, input: $input, reason: "So.") { id } }`;

  /** What can happen, on every way that there is: by a person, a key, a job, a file. */
  const ways: (() => Promise<unknown>)[] = [
    async () => programs.push(await create(world, provider, { offerings: [later] })),
    async () => {
      const draft = await take("DRAFT");
      const input = await application(world, provider.id, {
        name: `Named ${++turn}`,
        speakers: [{ name: `Speaker ${turn}`, credentials: "" }],
        offerings: [later, offering({ startsOn: "2009-09-10", endsOn: "2009-09-10", place: `Place ${turn}` })],
      });
      if (draft) await step(world, provider.token, "updateProgram", draft, { input });
    },
    async () => {
      const draft = await take("DRAFT");
      if (draft)
        await world.upload(
          provider.token,
          "mutation ($programId: ID!, $file: Upload!) { uploadProgramDocument(programId: $programId, kind: AGENDA, file: $file) { id } }",
          { programId: draft.id },
          Buffer.from(`%PDF-1.4\n${++turn}`),
        );
    },
    async () => {
      const [document] = await world.sql(
        "SELECT d.id FROM program_document d JOIN program p ON p.id = d.program_id WHERE p.status = 'DRAFT' LIMIT 1",
      );
      if (document)
        await world.graphql(provider.token, "mutation ($id: ID!) { removeProgramDocument(id: $id) { id } }", document);
    },
    () => move("DRAFT", "submitProgram", provider.token),
    () => move("SUBMITTED", "startReview"),
    () => move("IN_REVIEW", "requestChanges"),
    () => move("CHANGES_REQUESTED", "submitProgram", provider.token),
    () => move("SUBMITTED", "startReview"),
    () => move("IN_REVIEW", "approveProgram"),
    () =>
      move("APPROVED", "postponeOffering", provider.token, {
        move: { startsOn: `2009-10-1${turn % 9}`, endsOn: `2009-10-1${turn % 9}` },
      }),
    () => move("APPROVED", "correctCredits", staff.token, { credits: "1.25" }),
    async () => {
      const member = await memberOf(any(["100100", "100102", "100103"]));
      await world.ok(staff.token, correct, { ...member, input: { city: `City ${++turn}`, active: turn % 3 > 0 } });
    },
    async () => {
      const email = `jane${++turn}@example.test`;
      await world.ok(jane.token, "mutation ($email: String!) { addEmailAddress(email: $email) }", { email });
      await world.runJobs();
      const token = await mailedCode(world, email);
      await world.ok(jane.token, "mutation ($token: String!) { verifyEmailAddress(token: $token) }", { token });
      const [{ id }] = await world.sql("SELECT id FROM email_address WHERE address = $1", [email]);
      await world.ok(jane.token, "mutation ($id: ID!) { makeEmailAddressPrimary(id: $id) { email } }", { id });
    },
    async () => {
      const [old] = await world.sql(
        "SELECT id FROM email_address WHERE account_id = $1 AND NOT is_primary ORDER BY id LIMIT 1",
        [jane.id],
      );
      if (old) await world.ok(jane.token, "mutation ($id: ID!) { removeEmailAddress(id: $id) { email } }", old);
    },
    async () => {
      await world.sql("UPDATE member SET active = true WHERE merged_into_id IS NULL AND erased_at IS NULL");
      const rows = sampleRows.slice(1, 3).map(entryOf);
      if (!uploadId) uploadId = (await world.ok(provider.token, enterDocument, { rows })).enterAttendances.id;
      await world.runJobs();
    },
    async () => {
      const undo = `mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "No.") { status } }`;
      if (uploadId) await world.ok(staff.token, undo, { id: uploadId });
      uploadId = null;
      await world.runJobs();
    },
    async () => {
      const [held] = await world.sql("SELECT id FROM certificate WHERE status = 'ISSUED' ORDER BY id LIMIT 1");
      const revoke = `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Sorry.") { id } }`;
      if (held) await world.ok(staff.token, revoke, held);
    },
  ];
  const everyWay = [
    ...["program.create", "program.update", "program.submit", "program.start-review", "program.request-changes"],
    ...["program.approve", "program.postpone", "program.correct-credits", "program.add-document"],
    ...["program.remove-document", "member.correct", "account.add-address", "account.verify-address"],
    ...["account.change-primary-address", "account.remove-address", "attendance.upload", "attendance.undo"],
    ...["certificate.issue", "certificate.revoke"],
  ];
  const copies = names.map((list) => new Copy(list));
  const isFresh = async () => {
    for (const copy of copies) {
      await copy.poll();
      const fresh = byId(await read(copy.list, copy.list === "members" ? begin : null, 10));
      expect([copy.list, byId(copy.things.values())]).toEqual([copy.list, fresh]);
    }
  };

  await isFresh();
  for (let round = 0; round < 60; round++) {
    await (any(ways) ?? ways[0])?.();
    if (random() < 0.5) await any(copies)?.poll();
    if (round % 15 === 14) await isFresh();
  }
  for (const way of ways) await way();
  await isFresh();

  const done = new Set((await world.sql("SELECT DISTINCT action FROM audit_entry")).map(({ action }) => action));
  expect(everyWay.filter((action) => !done.has(action))).toEqual([]);

  // Two that become one, and one who is gone: a list shows them no more, and who has a copy learns it.
  const [sally, james] = [await memberOf("100102"), await memberOf("100104")];
  await merge(world, staff.token, sally.id, james.id);
  const erase = `mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked for.") }`;
  await world.ok(staff.token, erase, await memberOf("100103"));
  await world.runJobs();
  const told = new Map((await copies[1]?.poll())?.map((member) => [member.id, member]));
  expect(told.get(james.id)).toMatchObject({ active: false, mergedInto: { id: sally.id } });
  expect(told.get(sally.id)).toMatchObject({ formerNumbers: ["100104"], mergedInto: null });
  expect([...told.values()].filter(({ erasedAt }) => erasedAt)).toHaveLength(1);
  await isFresh();
  for (const copy of copies) expect([copy.list, await copy.poll()]).toEqual([copy.list, [expect.anything()]]);
  expect(copies.every(({ things }) => things.size > 1)).toBe(true);
}, 600_000);

test("what began before is told before what came after it, however late it is committed", async () => {
  const { world } = roster;
  const copy = new Copy("members");
  await copy.poll();
  const change = (number: string, city: string): [string, unknown[]] => [
    "UPDATE member SET city = $2 WHERE member_number = $1",
    [number, city],
  ];
  const slow = world.base.db.createQueryRunner();
  await slow.startTransaction();
  await slow.query(...change("100100", "Slow"));
  await world.sql(...change("100101", "Quick"));
  const cities = async () =>
    (await copy.poll()).map(({ city }) => city).filter((city) => ["Slow", "Quick"].includes(city));
  expect(await cities()).toEqual([]);
  await slow.commitTransaction();
  await slow.release();
  expect(await cities()).toEqual(["Slow", "Quick"]);
});

test("what changes nothing moves nothing, and nobody but the accreditor follows members", async () => {
  const { world, staff, provider } = roster;
  const [before] = await read("members", begin, 10);
  await world.sql("UPDATE member SET city = city WHERE id = $1", [before.id]);
  expect((await read("members", begin, 10))[0]).toEqual(before);
  const ask = (token: string, changedSince: string) =>
    world.graphql(token, "query ($filter: MemberFilter!) { members(filter: $filter) { nodes { id } } }", {
      filter: { changedSince },
    });
  expect((await ask(provider.token, begin)).errors[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  expect((await ask(staff.token, "2999-01-01T00:00:00Z")).data?.members.nodes).toEqual([]);
});
