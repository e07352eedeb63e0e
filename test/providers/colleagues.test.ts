import { latestMail } from "../accounts/mailbox.ts";
import { password, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const invite = `mutation ($p: ID!, $email: String!, $role: ProviderRole! = EDITOR) {
  inviteColleague(providerId: $p, email: $email, role: $role) }`;
const accept = `mutation ($token: String!, $password: String) { acceptInvitation(token: $token, password: $password) {
  token viewer { email providers { number } } } }`;
const list = "query ($p: ID!) { colleagues(providerId: $p) { accountId email role invitedUntil } }";
const remove = "mutation ($p: ID!, $a: ID!) { removeColleague(providerId: $p, accountId: $a) }";

async function mailed(address: string): Promise<string> {
  const { text } = await latestMail(world, address);
  return /invitation#token=([\w-]{43})$/m.exec(text)?.[1] ?? "";
}

test("a colleague without an account accepts, gets one, and acts for the provider; the link works once", async () => {
  const owner = await world.provider({ name: "Lakeside" });
  await world.ok(owner.token, invite, { p: owner.id, email: "New@Example.test" });
  expect((await latestMail(world, "new@example.test")).subject).toBe("Invitation to act for Lakeside");
  const token = await mailed("new@example.test");
  expect((await world.ok(owner.token, list, { p: owner.id })).colleagues.at(0)).toMatchObject({
    accountId: null,
    email: "new@example.test",
    role: "EDITOR",
  });
  expect(await world.refused(null, accept, { token })).toBe("WEAK_PASSWORD");
  const { viewer } = (await world.ok(null, accept, { token, password })).acceptInvitation;
  expect(viewer).toEqual({ email: "new@example.test", providers: [{ number: owner.number }] });
  expect(await world.refused(null, accept, { token, password })).toBe("CODE_EXPIRED");
  const colleagues = (await world.ok(owner.token, list, { p: owner.id })).colleagues;
  expect(
    colleagues.map(({ role, invitedUntil }: { role: string; invitedUntil: string | null }) => [role, invitedUntil]),
  ).toEqual([
    ["EDITOR", null],
    ["OWNER", null],
  ]);
});

test("who has an account accepts signed in; nobody else can, with the link or without", async () => {
  const owner = await world.provider();
  const friend = await world.account();
  const thief = await world.account();
  await world.ok(owner.token, invite, { p: owner.id, email: friend.email, role: "OWNER" });
  const token = await mailed(friend.email);
  for (const other of [null, thief.token])
    expect(await world.refused(other, accept, { token, password })).toBe("UNAUTHENTICATED");
  expect((await world.ok(friend.token, accept, { token })).acceptInvitation.viewer.providers).toEqual([
    { number: owner.number },
  ]);
  await world.ok(friend.token, invite, { p: owner.id, email: "third@example.test" });
});

test("an owner who accepts an invitation as an editor stays an owner", async () => {
  const owner = await world.provider();
  const { email } = (await world.ok(owner.token, "{ viewer { email } }")).viewer;
  await world.ok(owner.token, invite, { p: owner.id, email });
  await world.ok(owner.token, accept, { token: await mailed(email) });
  expect(await world.sql("SELECT role FROM provider_account WHERE provider_id = $1", [owner.id])).toEqual([
    { role: "OWNER" },
  ]);
});

test("an invitation ends after seven days, and when a newer one goes out", async () => {
  const owner = await world.provider();
  await world.ok(owner.token, invite, { p: owner.id, email: "late@example.test" });
  const first = await mailed("late@example.test");
  await world.ok(owner.token, invite, { p: owner.id, email: "late@example.test" });
  const second = await mailed("late@example.test");
  expect(await world.refused(null, accept, { token: first, password })).toBe("CODE_EXPIRED");
  world.setClock(new Date(Date.now() + 7 * 86_400_000 + 1_000).toISOString());
  expect(await world.refused(null, accept, { token: second, password })).toBe("CODE_EXPIRED");
  expect((await world.ok(owner.token, list, { p: owner.id })).colleagues).toHaveLength(1);
});

test("owners invite and remove, editors only leave, strangers find no such provider, and one owner stays", async () => {
  const owner = await world.provider();
  const editor = await world.account();
  await world.actFor(owner.id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  const stranger = await world.provider();
  const email = "x@example.test";
  expect(await world.refused(editor.token, invite, { p: owner.id, email })).toBe("FORBIDDEN");
  expect(await world.refused(editor.token, remove, { p: owner.id, a: owner.accountId })).toBe("FORBIDDEN");
  expect(await world.refused(stranger.token, invite, { p: owner.id, email })).toBe("NOT_FOUND");
  expect(await world.refused(stranger.token, remove, { p: owner.id, a: editor.id })).toBe("NOT_FOUND");
  expect(await world.refused(stranger.token, list, { p: owner.id })).toBe("NOT_FOUND");
  expect(await world.refused(owner.token, remove, { p: owner.id, a: owner.accountId })).toBe("LAST_OWNER");
  expect(await world.refused(owner.token, remove, { p: owner.id, a: stranger.accountId })).toBe("NOT_FOUND");
  await world.ok(editor.token, remove, { p: owner.id, a: editor.id });
  expect((await world.ok(editor.token, "{ viewer { providers { id } } }")).viewer.providers).toEqual([]);
});

test("what the viewer may is said of the provider and of each colleague", async () => {
  const owner = await world.provider();
  const editor = await world.account();
  await world.actFor(owner.id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  await world.ok(owner.token, invite, { p: owner.id, email: "asked@example.test" });
  const said = `query ($p: ID!) { colleagues(providerId: $p) { accountId mayRemove }
    providerProfile(providerId: $p) { mayManageColleagues mayInvite mayManageKeys } }`;
  const seen = async (token: string) => {
    const { colleagues, providerProfile } = await world.ok(token, said, { p: owner.id });
    const removable = colleagues.filter(({ mayRemove }: { mayRemove: boolean }) => mayRemove);
    return [Object.values(providerProfile), removable.map(({ accountId }: { accountId: string }) => accountId).sort()];
  };
  const both = [owner.accountId, editor.id].sort();
  expect(await seen(owner.token)).toEqual([[true, true, true], both]);
  expect(await seen(editor.token)).toEqual([[false, false, false], [editor.id]]);
  expect(await seen((await world.staff()).token)).toEqual([[false, false, false], []]);
  await world.sql("UPDATE provider SET status = 'SUSPENDED' WHERE id = $1", [owner.id]);
  expect(await seen(owner.token)).toEqual([[true, false, true], both]);
  expect(await world.refused(owner.token, invite, { p: owner.id, email: "x@example.test" })).toBe(
    "PROVIDER_NOT_ACTIVE",
  );
});

test("two owners who remove each other at once leave one", async () => {
  const owner = await world.provider();
  const second = await world.account();
  await world.actFor(owner.id, second.id);
  await Promise.all([
    world.graphql(owner.token, remove, { p: owner.id, a: second.id }),
    world.graphql(second.token, remove, { p: owner.id, a: owner.accountId }),
  ]);
  expect(await world.sql("SELECT role FROM provider_account WHERE provider_id = $1", [owner.id])).toHaveLength(1);
});
