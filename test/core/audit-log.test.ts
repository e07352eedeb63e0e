import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.stop());

const query = `query ($subject: ID, $filter: AuditFilter, $first: Int, $after: String) {
  auditEntries(subjectId: $subject, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id at actor action subjectType subjectId ip }
  }
}`;

const read = async (token: string, variables: Record<string, unknown>) =>
  (await world.ok(token, query, { first: 100, ...variables })).auditEntries;

test("a search of members stands in the log as a whole, is found by who, what and when, and is nobody's but staff's", async () => {
  const staff = await world.staff();
  const { token } = await world.provider();
  await world.member();
  const before = new Date();
  await world.ok(staff.token, '{ members(filter: { lastName: "Smith" }) { totalCount } }');
  const [found] = (await read(staff.token, { filter: { action: "member.search" } })).nodes;
  expect(found).toMatchObject({
    actor: staff.email,
    action: "member.search",
    ip: expect.stringContaining("127.0.0.1"),
  });

  const ids = async (filter: object) => (await read(staff.token, { filter })).nodes.map((n: { id: string }) => n.id);
  expect(await ids({ actor: staff.email.slice(0, 6).toUpperCase(), action: "member." })).toContain(found.id);
  expect(await ids({ from: before.toISOString(), action: "member.search" })).toEqual([found.id]);
  expect(await ids({ from: found.at })).toContain(found.id);
  expect(await ids({ before: found.at })).not.toContain(found.id);
  expect(await ids({ actor: "nobody.like.this" })).toEqual([]);
  // What means anything in a pattern means itself here.
  expect(await ids({ actor: "%" })).toEqual([]);
  expect(await ids({ action: "member_search" })).toEqual([]);

  expect(await world.refused(token, query, {})).toBe("FORBIDDEN");
  expect(await world.refused(null, query, {})).toBe("UNAUTHENTICATED");
});

test("pages through all of it and each entry comes once", async () => {
  const staff = await world.staff();
  const whole = await read(staff.token, {});
  expect(whole.nodes.length).toBeGreaterThan(4);
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(staff.token, { first: 2, after });
    seen.push(...page.nodes.map((n: { id: string }) => n.id));
    expect(page.totalCount).toBe(whole.totalCount);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(whole.nodes.map((n: { id: string }) => n.id));
  expect(new Set(seen).size).toBe(whole.totalCount);
});

test("of one thing it tells that thing alone, and of what is no ID nothing", async () => {
  const staff = await world.staff();
  const { nodes } = await read(staff.token, { subject: staff.id });
  expect(nodes.length).toBeGreaterThan(0);
  expect(new Set(nodes.map((n: { subjectId: string }) => n.subjectId))).toEqual(new Set([staff.id]));
  expect((await read(staff.token, { subject: "A09164" })).nodes).toEqual([]);
});

test("things are named as they are called now, and what is gone is not", async () => {
  const staff = await world.staff();
  const provider = await world.provider({ name: "Before" });
  const member = await world.member({ firstName: "Ann", lastName: "Ek" });
  const write = (action: string, kind: string, id: string, after: object) =>
    world.sql(
      `INSERT INTO audit_entry (at, actor_name, actor_as, action, subject_type, subject_id, after)
       VALUES (now(), 'system', 'SYSTEM', $1, $2, $3, $4)`,
      [action, kind, id, after],
    );
  await write("certificate.issue", "certificate", staff.id, { memberId: member.id, programId: provider.id });
  await write("provider.merge-into", "provider", provider.id, { providerId: provider.id });
  await write("provider.merge-into", "provider", provider.id, { providerId: "gone" });
  await world.sql("UPDATE provider SET name = 'After' WHERE id = $1", [provider.id]);
  const document = `query ($subject: ID!, $filter: AuditFilter) { auditEntries(subjectId: $subject, filter: $filter, orderBy: [{ field: AT, direction: ASC }]) {
    nodes { subjectName changes { field beforeName afterName } } } }`;
  const nodesOf = async (subject: string, action: string) =>
    (await world.ok(staff.token, document, { subject, filter: { action } })).auditEntries.nodes;
  const [{ number }] = await world.sql("SELECT number FROM provider WHERE id = $1", [provider.id]);
  const [{ memberNumber }] = await world.sql('SELECT member_number AS "memberNumber" FROM member WHERE id = $1', [
    member.id,
  ]);
  const to = (afterName: string | null, field = "providerId") => ({ field, beforeName: null, afterName });
  expect(await nodesOf(provider.id, "provider.merge-into")).toEqual([
    { subjectName: `${number}, After`, changes: [to(`${number}, After`)] },
    { subjectName: `${number}, After`, changes: [to(null)] },
  ]);
  expect(await nodesOf(staff.id, "certificate.issue")).toEqual([
    { subjectName: null, changes: [to(`${memberNumber}, Ann Ek`, "memberId"), to(null, "programId")] },
  ]);
});
