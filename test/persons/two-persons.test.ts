import { StaffRole } from "../../server/core/staff-roles.ts";
import { roleOfRequest } from "../../server/policies/in-transaction-of-two.ts";
import { createSchema } from "../../server/schema.ts";
import { World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await World.start();
  world.setClock("2026-03-02T15:00:00Z");
});
afterEach(() => world.stop());

const erase = "mutation ($id: ID!, $reason: String!) { eraseMember(memberId: $id, reason: $reason) }";
const preview = "query ($keep: ID!, $merge: ID!) { mergePreview(keepId: $keep, mergeId: $merge) { fingerprint } }";
const merge =
  "mutation ($keep: ID!, $merge: ID!, $print: String!, $reason: String!) { mergeMembers(keepId: $keep, mergeId: $merge, fingerprint: $print, reason: $reason) { id } }";
const update =
  "mutation ($version: Int!, $input: SettingsInput!, $reason: String) { updateSettings(version: $version, input: $input, reason: $reason) { version twoPersons accreditorName } }";
const waiting =
  "{ waitingRequests { id kind reason requestedBy expiresAt memberIds memberNumbers settings availableActions } }";
const approve = "mutation ($id: ID!) { approveRequest(id: $id) }";
const refuse = "mutation ($id: ID!, $reason: String!) { refuseRequest(id: $id, reason: $reason) }";
const reason = "Asked by letter.";

const person = (...staffRoles: StaffRole[]) => world.account({ staffRoles });
const list = async (token: string) => (await world.ok(token, waiting)).waitingRequests;
const version = async () => (await world.sql("SELECT version FROM accreditor_settings"))[0].version;
const turnOn = () => world.sql("UPDATE accreditor_settings SET two_persons = true");
const entries = () =>
  world.sql(
    `SELECT action, actor_account_id AS actor, reason, after FROM audit_entry
     WHERE action LIKE 'request.%' OR action IN ('person.request-erasure', 'settings.update') ORDER BY at, id`,
  );
async function asks(token: string, document: string, variables: Record<string, unknown>): Promise<string> {
  const { errors } = await world.graphql(token, document, variables);
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SECOND_PERSON_REQUIRED"]);
  return errors[0]?.extensions.requestId as string;
}

test("off, as it begins, one person is enough; on, an erasure waits, and a second one's approval does it", async () => {
  const [first, second] = [await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR)];
  const [gone, member] = [await world.member(), await world.member()];
  expect(await world.ok(first.token, erase, { id: gone.id, reason })).toEqual({ eraseMember: true });
  await turnOn();
  const id = await asks(first.token, erase, { id: member.id, reason });
  // The same again is the same request.
  expect(await asks(second.token, erase, { id: member.id, reason: "Again." })).toBe(id);
  expect(await world.sql("SELECT FROM erasure WHERE member_id = $1", [member.id])).toEqual([]);
  const row = {
    id,
    kind: "ERASE_MEMBER",
    reason,
    requestedBy: first.email,
    expiresAt: "2026-03-09T15:00:00.000Z",
    memberIds: [member.id],
    memberNumbers: [member.memberNumber],
    settings: null,
  };
  expect(await list(first.token)).toEqual([{ ...row, availableActions: [] }]);
  expect(await list(second.token)).toEqual([{ ...row, availableActions: ["APPROVE", "REFUSE"] }]);
  expect(await world.refused(first.token, approve, { id })).toBe("CONFLICT_OF_INTEREST");
  expect(await world.refused(first.token, refuse, { id, reason })).toBe("CONFLICT_OF_INTEREST");
  expect(await world.ok(second.token, approve, { id })).toEqual({ approveRequest: true });
  expect(await world.sql("SELECT FROM erasure WHERE member_id = $1", [member.id])).toHaveLength(1);
  expect(await list(second.token)).toEqual([]);
  expect(await world.refused(second.token, approve, { id })).toBe("NOT_FOUND");
  const request = { kind: "ERASE_MEMBER", requestId: id };
  expect((await entries()).slice(1)).toEqual([
    { action: "request.make", actor: first.id, reason, after: request },
    { action: "person.request-erasure", actor: second.id, reason, after: null },
    { action: "request.approve", actor: second.id, reason, after: { ...request, requestedByAccountId: first.id } },
  ]);
});

test("a request is decided in the role of its operation", async () => {
  const mutations = (await createSchema()).getMutationType()?.getFields();
  const operations = {
    ERASE_MEMBER: "eraseMember",
    MERGE_MEMBERS: "mergeMembers",
    MERGE_PROVIDERS: "mergeProviders",
    UPDATE_SETTINGS: "updateSettings",
  };
  for (const [kind, name] of Object.entries(operations))
    expect([kind, mutations?.[name]?.extensions.roles]).toEqual([
      kind,
      [roleOfRequest[kind as keyof typeof roleOfRequest]],
    ]);
  expect(Object.keys(operations).sort()).toEqual(Object.keys(roleOfRequest).sort());
});

test("three who ask for the same at once leave one request", async () => {
  const all = [await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR)];
  const member = await world.member();
  await turnOn();
  const ids = await Promise.all(all.map(({ token }) => asks(token, erase, { id: member.id, reason })));
  expect(new Set(ids).size).toBe(1);
  expect((await entries()).map(({ action }) => action)).toEqual(["request.make"]);
});

test("what would be refused is refused at once, and leaves no request", async () => {
  const first = await person(StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR);
  await turnOn();
  expect(await world.refused(first.token, erase, { id: first.id, reason })).toBe("NOT_FOUND");
  const member = await world.member();
  expect(await world.refused(first.token, erase, { id: member.id, reason: " " })).toBe("REASON_REQUIRED");
  const input = { creditRuleCode: "NONE" };
  expect(await world.refused(first.token, update, { version: await version(), input, reason })).toBe("BAD_INPUT");
  expect(await list(first.token)).toEqual([]);
});

test("another role, the person concerned and whoever may not any more do not count as the second or the first", async () => {
  const first = await person(StaffRole.REGISTRAR);
  const others = [
    await person(StaffRole.ADMINISTRATOR),
    await person(StaffRole.REVIEWER),
    await person(StaffRole.AUDITOR),
  ];
  const own = await person(StaffRole.REGISTRAR);
  const member = await world.member();
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [own.id, member.id]);
  await turnOn();
  const id = await asks(first.token, erase, { id: member.id, reason });
  for (const { token } of others) {
    expect(await world.refused(token, approve, { id })).toBe("FORBIDDEN");
    expect(await world.refused(token, refuse, { id, reason })).toBe("FORBIDDEN");
  }
  expect(await world.refused(own.token, approve, { id })).toBe("CONFLICT_OF_INTEREST");
  const second = await person(StaffRole.REGISTRAR);
  await world.sql("UPDATE account SET staff_roles = '{REVIEWER}' WHERE id = $1", [first.id]);
  expect(await list(second.token)).toEqual([]);
  expect(await world.refused(second.token, approve, { id })).toBe("NOT_FOUND");
  await world.sql(
    "UPDATE account SET staff_roles = '{REGISTRAR}', status = 'DISABLED', disabled_at = now() WHERE id = $1",
    [first.id],
  );
  expect(await world.refused(second.token, approve, { id })).toBe("NOT_FOUND");
  expect(await world.sql("SELECT FROM erasure")).toEqual([]);
});

test("what somebody asked for who may not any more is in nobody's way: a colleague's request for the same counts anew", async () => {
  const [first, second] = [await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR)];
  const third = await person(StaffRole.REGISTRAR);
  const member = await world.member();
  await turnOn();
  const before = await asks(first.token, erase, { id: member.id, reason });
  await world.sql("UPDATE account SET staff_roles = '{REVIEWER}' WHERE id = $1", [first.id]);
  expect(await world.refused(third.token, refuse, { id: before, reason })).toBe("NOT_FOUND");
  const id = await asks(second.token, erase, { id: member.id, reason: "Asked again." });
  expect(id).not.toBe(before);
  expect(await list(third.token)).toMatchObject([{ id, requestedBy: second.email, reason: "Asked again." }]);
  await world.ok(third.token, approve, { id });
  expect(await world.sql("SELECT FROM erasure WHERE member_id = $1", [member.id])).toHaveLength(1);
});

test("the person concerned is offered nothing, and neither approves nor refuses", async () => {
  const first = await person(StaffRole.REGISTRAR);
  const own = await person(StaffRole.REGISTRAR);
  const [member, other] = [await world.member(), await world.member()];
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [own.id, member.id]);
  await turnOn();
  const erasing = await asks(first.token, erase, { id: member.id, reason });
  const keep = { keep: member.id, merge: other.id };
  const { fingerprint: print } = (await world.ok(first.token, preview, keep)).mergePreview;
  const merging = await asks(first.token, merge, { ...keep, print, reason });
  expect(
    (await list(own.token)).map(({ availableActions }: { availableActions: string[] }) => availableActions),
  ).toEqual([[], []]);
  for (const id of [erasing, merging]) {
    expect(await world.refused(own.token, approve, { id })).toBe("CONFLICT_OF_INTEREST");
    expect(await world.refused(own.token, refuse, { id, reason })).toBe("CONFLICT_OF_INTEREST");
  }
});

test("a merge is done as things are then: what has changed meanwhile is looked at anew", async () => {
  const [first, second] = [await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR)];
  const [keep, other] = [await world.member(), await world.member()];
  await turnOn();
  const print = async () =>
    (await world.ok(first.token, preview, { keep: keep.id, merge: other.id })).mergePreview.fingerprint;
  const given = { keep: keep.id, merge: other.id, reason };
  const stale = await asks(first.token, merge, { ...given, print: await print() });
  await world.sql("UPDATE member SET first_name = 'Changed' WHERE id = $1", [other.id]);
  expect(await world.refused(second.token, approve, { id: stale })).toBe("STALE_VERSION");
  await world.ok(second.token, refuse, { id: stale, reason: "Has changed." });
  const id = await asks(first.token, merge, { ...given, print: await print() });
  await world.ok(second.token, approve, { id });
  expect(await world.sql("SELECT merged_into_id FROM member WHERE id = $1", [other.id])).toEqual([
    { merged_into_id: keep.id },
  ]);
});

test("two who approve at once do it once, and a request runs out after a week", async () => {
  const first = await person(StaffRole.REGISTRAR);
  const [second, third] = [await person(StaffRole.REGISTRAR), await person(StaffRole.REGISTRAR)];
  const [one, two] = [await world.member(), await world.member()];
  await turnOn();
  const id = await asks(first.token, erase, { id: one.id, reason });
  const answers = await Promise.all([second, third].map(({ token }) => world.graphql(token, approve, { id })));
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(await world.sql("SELECT FROM erasure")).toHaveLength(1);
  const late = await asks(first.token, erase, { id: two.id, reason });
  world.setClock("2026-03-09T15:00:00Z");
  const back = await world.signIn(second.email);
  expect(await list(back)).toEqual([]);
  expect(await world.refused(back, approve, { id: late })).toBe("NOT_FOUND");
});

test("settings: turning it on takes two who could approve, turning it off two persons", async () => {
  const alone = await person(StaffRole.ADMINISTRATOR, StaffRole.REGISTRAR);
  const on = async (token: string) =>
    world.graphql(token, update, { version: await version(), input: { twoPersons: true } });
  expect((await on(alone.token)).errors[0]?.extensions.code).toBe("BAD_INPUT");
  const second = await person(StaffRole.ADMINISTRATOR, StaffRole.REGISTRAR);
  expect((await on(alone.token)).data.updateSettings.twoPersons).toBe(true);
  const off = { version: await version(), input: { twoPersons: false }, reason };
  expect(await world.refused(alone.token, update, { ...off, reason: null })).toBe("REASON_REQUIRED");
  const id = await asks(alone.token, update, off);
  expect((await world.sql("SELECT two_persons FROM accreditor_settings"))[0]).toEqual({ two_persons: true });
  expect((await list(second.token))[0].settings).toBe('{"twoPersons":false}');
  await world.ok(second.token, refuse, { id, reason: "No." });
  expect((await world.sql("SELECT two_persons FROM accreditor_settings"))[0]).toEqual({ two_persons: true });
  const again = await asks(alone.token, update, off);
  await world.ok(second.token, approve, { id: again });
  expect((await world.sql("SELECT two_persons FROM accreditor_settings"))[0]).toEqual({ two_persons: false });
  const { updateSettings } = await world.ok(alone.token, update, {
    version: await version(),
    input: { accreditorName: "Alone again" },
  });
  expect(updateSettings.accreditorName).toBe("Alone again");
});
