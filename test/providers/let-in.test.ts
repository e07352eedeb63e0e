import { ApiScope } from "../../server/core/api-scopes.ts";
import { log } from "../../server/core/log.ts";
import { ProviderStatus } from "../../server/core/viewer.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { latestMail, mailedCode } from "../accounts/mailbox.ts";
import { csv, sampleRows, uploadDocument } from "../attendance/roster-world.ts";
import { create, programIn, step, today } from "../programs/applications.ts";
import { password, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500, rateLimits: { memberLookUpsByAll: 10 } });
});
afterAll(() => world.stop());
beforeEach(() => world.setClock(today));

const registerDocument = `mutation ($organization: String!, $email: String!, $password: String!) {
  registerProvider(input: { email: $email, password: $password, organization: $organization, contactName: "Pat" }) { token } }`;
const confirm =
  "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { token } }";
const decide = (name: string) =>
  `mutation ($id: ID!, $reason: String${name === "activate" ? "" : "!"}) { ${name}Provider(id: $id, reason: $reason) { status availableActions } }`;
const search = '{ members(filter: { lastName: "smith" }) { totalCount nodes { memberNumber } } }';
const invite = 'mutation ($p: ID!) { inviteColleague(providerId: $p, email: "friend@example.test", role: EDITOR) }';
const enter = `mutation ($number: String!) { enterAttendance(input: { programNumber: $number, memberNumber: "100100",
  firstName: "John", lastName: "Smith", completionDate: "2026-04-10", credits: "1" }) { id } }`;
const newKey = `mutation ($p: ID!, $scopes: [ApiScope!]!) {
  createApiKey(name: "Ours", providerId: $p, scopes: $scopes, expiresInDays: 9) { key } }`;

let registered = 0;
/** An organization that has registered as anybody can. */
async function applicant(): Promise<{ id: string; email: string; token: string }> {
  const email = `owner${++registered}@example.test`;
  const begun = await world.ok(null, registerDocument, { organization: "Harbor Sleep School", email, password });
  const code = await mailedCode(world, email);
  const { token } = (await world.ok(null, confirm, { token: begun.registerProvider.token, code })).confirmRegistration;
  const { id } = (await world.ok(token, "{ viewer { providers { id } } }")).viewer.providers[0];
  return { id, email, token };
}

/** Every way on which a provider could learn about members, or have the accreditor write to somebody. */
async function everyWay(provider: { id: string; token: string }, number: string): Promise<string[]> {
  const { token } = provider;
  const roster = csv(sampleRows.slice(0, 1));
  const variables = { providerId: provider.id };
  const upload = (preview: boolean) => world.upload(token, uploadDocument, { ...variables, preview }, roster);
  const uploads = await Promise.all([upload(true), upload(false)]);
  return [
    await world.refused(token, search),
    ...uploads.map(({ errors }) => errors.map(({ extensions }) => extensions.code).join()),
    await world.refused(token, enter, { number }),
    await world.refused(token, invite, { p: provider.id }),
  ];
}

test("before it is let in, an organization writes and submits, and learns nothing about members on any way", async () => {
  const staff = await world.staff();
  await world.member({ firstName: "John", lastName: "Smith" });
  const fresh = await applicant();
  const draft = await create(world, fresh);
  const { number } = await step(world, fresh.token, "submitProgram", draft);
  expect(new Set(await everyWay(fresh, number ?? ""))).toEqual(new Set(["PROVIDER_NOT_ACTIVE"]));
  expect(await world.refused(fresh.token, enter, { number: "A99999" })).toBe("PROVIDER_NOT_ACTIVE");

  const { key } = (await world.ok(fresh.token, newKey, { p: fresh.id, scopes: Object.values(ApiScope) })).createApiKey;
  const keyed = await everyWay({ id: fresh.id, token: key }, number ?? "");
  expect(keyed).toEqual([...Array(4).fill("PROVIDER_NOT_ACTIVE"), "FORBIDDEN"]);

  const list = "{ providers(filter: { status: [APPLIED] }) { nodes { id status availableActions } } }";
  expect((await world.ok(staff.token, list)).providers.nodes).toEqual([
    { id: fresh.id, status: "APPLIED", availableActions: ["ACTIVATE", "SUSPEND"] },
  ]);
  const approve = `mutation ($id: ID!, $version: Int!) { approveProgram(id: $id, version: $version, credits: "1.50") { status } }`;
  const started = await step(world, staff.token, "startReview", { ...draft, version: draft.version + 1 });
  const { errors } = await world.graphql(staff.token, approve, started as never);
  expect(errors.map(({ extensions }) => [extensions.code, extensions.status])).toEqual([
    ["PROVIDER_NOT_ACTIVE", "APPLIED"],
  ]);

  expect((await world.ok(staff.token, decide("activate"), { id: fresh.id })).activateProvider).toEqual({
    status: "ACTIVE",
    availableActions: ["SUSPEND"],
  });
  expect((await world.ok(fresh.token, search)).members.totalCount).toBe(1);
  await world.ok(fresh.token, invite, { p: fresh.id });
  expect((await world.ok(staff.token, approve, started as never)).approveProgram.status).toBe("APPROVED");
});

test("a suspended provider reads what is its own and changes nothing; its keys and invitations rest until it is reinstated", async () => {
  const staff = await world.staff();
  const provider = await world.provider();
  const draft = await create(world, provider);
  const approved = await programIn(world, { provider, staff }, "APPROVED");
  const { key } = (await world.ok(provider.token, newKey, { p: provider.id, scopes: [ApiScope.PROGRAMS_READ] }))
    .createApiKey;
  await world.ok(provider.token, invite, { p: provider.id });
  const link = /invitation#token=([\w-]{43})$/m.exec((await latestMail(world, "friend@example.test")).text)?.[1];

  expect(await world.refused(staff.token, decide("suspend"), { id: provider.id, reason: " " })).toBe("REASON_REQUIRED");
  await world.ok(staff.token, decide("suspend"), { id: provider.id, reason: "Fees are due since March." });

  const { programs } = await world.ok(provider.token, "{ programs { totalCount nodes { availableActions } } }");
  expect(programs).toEqual({ totalCount: 2, nodes: [{ availableActions: [] }, { availableActions: [] }] });
  expect(new Set(await everyWay(provider, approved.number ?? ""))).toEqual(new Set(["PROVIDER_NOT_ACTIVE"]));
  await expect(create(world, provider)).rejects.toThrow("PROVIDER_NOT_ACTIVE");
  await expect(step(world, provider.token, "submitProgram", draft)).rejects.toThrow("PROVIDER_NOT_ACTIVE");
  await expect(step(world, provider.token, "cancelProgram", approved, { reason: "No" })).rejects.toThrow(
    "PROVIDER_NOT_ACTIVE",
  );
  expect(await world.refused(provider.token, newKey, { p: provider.id, scopes: [ApiScope.PROGRAMS_READ] })).toBe(
    "PROVIDER_NOT_ACTIVE",
  );
  expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  const accept =
    "mutation ($token: String!, $password: String!) { acceptInvitation(token: $token, password: $password) { token } }";
  expect(await world.refused(null, accept, { token: link, password })).toBe("CODE_EXPIRED");
  expect(await world.refused(staff.token, decide("activate"), { id: provider.id })).toBe("ILLEGAL_TRANSITION");

  await world.ok(staff.token, decide("reinstate"), { id: provider.id, reason: "They were paid." });
  expect((await world.ok(key, "{ programs { totalCount } }")).programs.totalCount).toBe(2);
  await world.ok(null, accept, { token: link, password });
});

test("each decision is told to the owners by mail and stands in the audit log; who acts for the provider does not decide", async () => {
  const staff = await world.staff();
  const fresh = await applicant();
  const reason = "Their accreditation has run out.";
  await world.ok(staff.token, decide("activate"), { id: fresh.id, reason: null });
  await world.ok(staff.token, decide("suspend"), { id: fresh.id, reason });
  const told = (await world.mails(MailKind.PROVIDER)).filter(({ to }) => to === fresh.email);
  expect(told.map(({ subject, text }) => [/let in|suspended/.exec(subject)?.[0], text.includes(reason)])).toEqual([
    ["let in", false],
    ["suspended", true],
  ]);
  const entries = await world.sql(
    "SELECT action, reason, before, after FROM audit_entry WHERE subject_id = $1 AND action IN ('provider.activate', 'provider.suspend') ORDER BY id",
    [fresh.id],
  );
  expect(entries).toEqual([
    { action: "provider.activate", reason: null, before: { status: "APPLIED" }, after: { status: "ACTIVE" } },
    { action: "provider.suspend", reason, before: { status: "ACTIVE" }, after: { status: "SUSPENDED" } },
  ]);
  await world.actFor(fresh.id, staff.id);
  expect(await world.refused(staff.token, decide("reinstate"), { id: fresh.id, reason })).toBe("CONFLICT_OF_INTEREST");
  expect(await world.refused(fresh.token, decide("reinstate"), { id: fresh.id, reason })).toBe("FORBIDDEN");
});

test("decisions made at once leave one", async () => {
  const staff = await world.staff();
  const fresh = await applicant();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.graphql(staff.token, decide("activate"), { id: fresh.id })),
  );
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(await world.sql("SELECT status FROM provider WHERE id = $1", [fresh.id])).toEqual([
    { status: ProviderStatus.ACTIVE },
  ]);
});

test.each(["Claim at http://evil.example/x", "Free cards evil.example", "www.evil Society", "Sleep@evil Society"])(
  "no organization is called %s",
  async (organization) => {
    expect(await world.refused(null, registerDocument, { organization, email: "x@example.test", password })).toBe(
      "BAD_INPUT",
    );
  },
);

test("a provider of which no program was approved sends no roster", async () => {
  const provider = await world.provider();
  await create(world, provider);
  const { errors } = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: true },
    csv(sampleRows),
  );
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["NOTHING_TO_REPORT"]);
});

test("what all providers look up together ends at the day's budget, and is told before", async () => {
  world.setClock("2026-03-04T15:00:00Z");
  const warn = jest.spyOn(log, "warn");
  for (let i = 0; i < 12; i++) await world.member({ lastName: "Budget" });
  const document = `{ members(filter: { lastName: "budget" }, first: 4) { nodes { id } } }`;
  const alarmed = () =>
    warn.mock.calls.filter(([facts]) => (facts as { limit?: string }).limit === "memberLookUpsByAll");
  for (const expected of [0, 1]) {
    await world.ok((await world.provider()).token, document);
    expect(alarmed()).toHaveLength(expected);
  }
  const readiness = await (await world.fetch("/readyz")).json();
  expect(readiness).toMatchObject({ nearlyUsedUp: ["memberLookUpsByAll"] });
  expect(await world.refused((await world.provider()).token, document)).toBe("TOO_MANY_REQUESTS");
  expect((await world.ok((await world.staff()).token, document)).members.nodes).toHaveLength(4);
});
