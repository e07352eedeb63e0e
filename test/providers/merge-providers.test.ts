import { inTransaction } from "../../server/core/context.ts";
import { violates } from "../../server/core/errors.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { nobody, ProviderStatus, type Viewer } from "../../server/core/viewer.ts";
import { submitProgram } from "../../server/programs/submit-program.ts";
import { application, create, programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await World.start();
  world.setClock("2026-03-02T15:00:00Z");
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, how_to_pay, created_at)
     VALUES ('2009-01-01', 'USD', 5000, true, 'By check.', '2009-01-01')`,
  );
});
afterEach(() => world.stop());

const preview = `query ($keep: ID!, $merge: ID!) { providerMergePreview(keepId: $keep, mergeId: $merge) {
  fingerprint kept { number } merged { number status } credits { currency amount }
  moved { programs openPrograms colleagues sharedColleagues invitations apiKeys uploads invoices ledgerEntries } } }`;
const merge = `mutation ($keep: ID!, $merge: ID!, $print: String!, $reason: String! = "Same address and tax number.") {
  mergeProviders(keepId: $keep, mergeId: $merge, fingerprint: $print, reason: $reason) { id number status } }`;
const makeKey = `mutation ($id: ID!) { createApiKey(name: "Partner", scopes: [PROGRAMS_READ], providerId: $id, expiresInDays: 30) { key } }`;
const invite = "mutation ($id: ID!, $email: String!) { inviteColleague(providerId: $id, email: $email, role: EDITOR) }";
const submit = "mutation ($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { status number } }";
const profile = `query ($id: ID!) { providerProfile(providerId: $id) {
  mayMerge mergedInto { number } timeline { action reason } } }`;

const planOf = async (token: string, keep: string, other: string) =>
  (await world.ok(token, preview, { keep, merge: other })).providerMergePreview;

async function mergeNow(token: string, keep: string, other: string) {
  const { fingerprint: print } = await planOf(token, keep, other);
  return (await world.ok(token, merge, { keep, merge: other, print })).mergeProviders;
}

test("two accounts of one provider become one: everything of the other goes along, its keys end, money adds up", async () => {
  const staff = await world.staff();
  const [kept, gone] = [await world.provider({ name: "Lakeside" }), await world.provider({ name: "Lake Side" })];
  const both = await world.account();
  await world.sql("INSERT INTO provider_account VALUES ($1, $3, 'EDITOR'), ($2, $3, 'OWNER')", [
    kept.id,
    gone.id,
    both.id,
  ]);
  const approved = await programIn(world, { provider: gone, staff }, "APPROVED");
  const draft = await create(world, gone);
  await world.runJobs();
  const [{ id: invoice }] = [
    (
      await world.ok(staff.token, "mutation ($ids: [ID!]!) { issueInvoice(programIds: $ids) { id } }", {
        ids: [approved.id],
      })
    ).issueInvoice,
  ];
  await world.ok(
    staff.token,
    `mutation ($id: ID!) { recordInvoicePayment(id: $id, amount: 7000, reference: "Check 17") { due } }`,
    { id: invoice },
  );
  const { key } = (await world.ok(gone.token, makeKey, { id: gone.id })).createApiKey;
  for (const [provider, email] of [
    [kept, "both@example.test"],
    [gone, "both@example.test"],
    [gone, "new@example.test"],
  ] as const)
    await world.ok(provider.token, invite, { id: provider.id, email });
  const money = () => world.sql("SELECT sum(amount)::int AS amount, count(*)::int AS entries FROM ledger_entry");
  const before = await money();

  const plan = await planOf(staff.token, kept.id, gone.id);
  expect(plan).toMatchObject({
    kept: { number: kept.number },
    merged: { number: gone.number, status: "ACTIVE" },
    credits: [{ currency: "USD", amount: 2000 }],
    moved: {
      programs: 2,
      openPrograms: 2,
      colleagues: 2,
      sharedColleagues: 1,
      invitations: 2,
      apiKeys: 1,
      uploads: 0,
      invoices: 1,
    },
  });
  const print = plan.fingerprint;
  expect(await world.refused(staff.token, merge, { keep: kept.id, merge: gone.id, print, reason: " " })).toBe(
    "REASON_REQUIRED",
  );
  // What was looked at is not what there is any more.
  await create(world, gone);
  expect(await world.refused(staff.token, merge, { keep: kept.id, merge: gone.id, print })).toBe("STALE_VERSION");
  expect(await mergeNow(staff.token, kept.id, gone.id)).toMatchObject({ id: kept.id, number: kept.number });

  // Whoever acted for the other acts for this one, with the larger role, and goes on.
  const own = "{ viewer { providers { number } } programs(first: 9) { totalCount } }";
  for (const { token } of [kept, gone, both])
    expect(await world.ok(token, own)).toEqual({
      viewer: { providers: [{ number: kept.number }] },
      programs: { totalCount: 3 },
    });
  expect(
    (await world.sql("SELECT role FROM provider_account WHERE account_id = $1", [both.id])).map(({ role }) => role),
  ).toEqual(["OWNER"]);
  expect((await world.ok(gone.token, submit, { id: draft.id, version: draft.version })).submitProgram.status).toBe(
    "SUBMITTED",
  );
  expect(await world.refused(key, "{ programs(first: 1) { totalCount } }")).toBe("UNAUTHENTICATED");
  expect(
    (await world.sql("SELECT address FROM invitation WHERE provider_id = $1 ORDER BY address", [kept.id])).map(
      ({ address }) => address,
    ),
  ).toEqual(["both@example.test", "new@example.test"]);
  const credit = "query ($id: ID!) { providerCredit(providerId: $id) { currency amount } }";
  expect((await world.ok(gone.token, credit, { id: kept.id })).providerCredit).toEqual([
    { currency: "USD", amount: 2000 },
  ]);
  expect((await world.ok(kept.token, "{ invoices { nodes { id } } }")).invoices.nodes).toEqual([{ id: invoice }]);
  expect(await money()).toEqual(before);

  // The other's ID is nobody's any more; staff are told where it went, and why.
  for (const token of [gone.token, kept.token, both.token])
    expect(await world.refused(token, profile, { id: gone.id })).toBe("NOT_FOUND");
  expect(
    await world.refused(gone.token, `mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }`, {
      input: await application(world, gone.id),
    }),
  ).toBe(
    await world.refused(gone.token, `mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }`, {
      input: await application(world, (await world.provider()).id),
    }),
  );
  const { providerProfile } = await world.ok(staff.token, profile, { id: gone.id });
  expect(providerProfile).toMatchObject({ mayMerge: false, mergedInto: { number: kept.number } });
  expect(providerProfile.timeline[0]).toEqual({
    action: "provider.merge-into",
    reason: "Same address and tax number.",
  });
  const mails = await world.sql("SELECT to_address FROM mail WHERE dedupe_key LIKE 'provider-merge:%'");
  expect(mails).toHaveLength(3);
  // For good, and not twice.
  for (const [keep, other] of [
    [kept.id, gone.id],
    [gone.id, kept.id],
  ])
    expect(await world.refused(staff.token, preview, { keep, merge: other })).toBe("ILLEGAL_TRANSITION");
  const reinstate = `mutation ($id: ID!) { reinstateProvider(id: $id, reason: "x") { id } }`;
  expect(await world.refused(staff.token, reinstate, { id: gone.id })).toBe("ILLEGAL_TRANSITION");
  // What was merged into the merged one goes along.
  const third = await world.provider();
  await mergeNow(staff.token, third.id, kept.id);
  expect((await world.ok(staff.token, profile, { id: gone.id })).providerProfile.mergedInto).toEqual({
    number: third.number,
  });
});

test("an invitation that has run out does not end the one that stands", async () => {
  const staff = await world.staff();
  const [kept, gone] = [await world.provider({ name: "Lakeside" }), await world.provider({ name: "Lake Side" })];
  await world.ok(kept.token, invite, { id: kept.id, email: "asked@x.test" });
  await world.sql("UPDATE invitation SET expires_at = '2026-03-01' WHERE provider_id = $1", [kept.id]);
  await world.ok(gone.token, invite, { id: gone.id, email: "asked@x.test" });
  await mergeNow(staff.token, kept.id, gone.id);
  expect(await world.sql("SELECT provider_id FROM invitation WHERE expires_at > '2026-03-02T15:00:00Z'")).toEqual([
    { provider_id: kept.id },
  ]);
});

test("who began for a provider that was merged meanwhile is told so; nothing new becomes the merged one's", async () => {
  const staff = await world.staff();
  const [kept, gone] = [await world.provider(), await world.provider()];
  const draft = await create(world, gone);
  const viewer: Viewer = {
    ...nobody,
    accountId: gone.accountId,
    providers: new Map([[gone.id, { role: "OWNER", status: ProviderStatus.ACTIVE }]]),
  };
  const { fingerprint: print } = await planOf(staff.token, kept.id, gone.id);
  const writes = `mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }`;
  const input = await application(world, gone.id);
  const [merged, ...made] = await Promise.all([
    world.graphql(staff.token, merge, { keep: kept.id, merge: gone.id, print }),
    ...[1, 2, 3].map(() => world.graphql(gone.token, writes, { input })),
  ]);
  if (merged.errors.length > 0) {
    expect(merged.errors[0]?.extensions.code).toBe("STALE_VERSION");
    await mergeNow(staff.token, kept.id, gone.id);
  }
  for (const { errors } of made)
    for (const { extensions } of errors)
      expect(["PROVIDER_NOT_ACTIVE", "FORBIDDEN", "NOT_FOUND"]).toContain(extensions.code);
  const lost = await world.sql("SELECT FROM program WHERE provider_id = $1", [gone.id]);
  expect(lost).toEqual([]);
  await expect(submitProgram({ ...world.ctx, viewer }, draft.id, draft.version)).rejects.toMatchObject({
    code: "PROVIDER_NOT_ACTIVE",
    message: expect.stringContaining("was merged into another one"),
  });
  const late = inTransaction(world.ctx, (tx) =>
    tx.query("UPDATE program SET provider_id = $1 WHERE id = $2", [gone.id, draft.id]),
  );
  expect(violates(await late.catch((error: unknown) => error), "provider_merged")).toBe(true);
});

test("merging is for the registrar, between two that are there, into one that is let in, and by two persons where it is set", async () => {
  const registrar = await world.account({ staffRoles: [StaffRole.REGISTRAR] });
  const second = await world.account({ staffRoles: [StaffRole.REGISTRAR] });
  const reviewer = await world.account({ staffRoles: [StaffRole.REVIEWER] });
  const [kept, gone] = [await world.provider(), await world.provider()];
  const { fingerprint: print } = await planOf(reviewer.token, kept.id, gone.id);
  const asked = { keep: kept.id, merge: gone.id, print };
  expect(await world.refused(reviewer.token, merge, asked)).toBe("FORBIDDEN");
  expect(await world.refused(kept.token, merge, asked)).toBe("FORBIDDEN");
  expect(await world.refused(kept.token, preview, { keep: kept.id, merge: gone.id })).toBe("FORBIDDEN");
  expect(await world.refused(registrar.token, preview, { keep: kept.id, merge: kept.id })).toBe("BAD_INPUT");
  expect(await world.refused(registrar.token, preview, { keep: kept.id, merge: registrar.id })).toBe("NOT_FOUND");
  await world.actFor(gone.id, second.id);
  expect(await world.refused(second.token, preview, { keep: kept.id, merge: gone.id })).toBe("CONFLICT_OF_INTEREST");
  await world.sql("DELETE FROM provider_account WHERE account_id = $1", [second.id]);
  await world.sql("UPDATE provider SET status = 'SUSPENDED' WHERE id = $1", [kept.id]);
  expect(await world.refused(registrar.token, preview, { keep: kept.id, merge: gone.id })).toBe("ILLEGAL_TRANSITION");
  await world.sql("UPDATE provider SET status = 'ACTIVE' WHERE id = $1", [kept.id]);

  await world.sql("UPDATE accreditor_settings SET two_persons = true");
  expect(await world.refused(registrar.token, merge, asked)).toBe("SECOND_PERSON_REQUIRED");
  const waiting = "{ waitingRequests { id kind providerIds providerNumbers memberIds } }";
  const [request] = (await world.ok(second.token, waiting)).waitingRequests;
  expect(request).toEqual({
    id: request.id,
    kind: "MERGE_PROVIDERS",
    providerIds: [kept.id, gone.id],
    providerNumbers: [kept.number, gone.number],
    memberIds: [],
  });
  await world.ok(second.token, "mutation ($id: ID!) { approveRequest(id: $id) }", { id: request.id });
  const log = await world.sql(
    "SELECT action, actor_account_id AS actor FROM audit_entry WHERE subject_id = $1 AND action ~ '^(request|provider.merge)' ORDER BY at, id",
    [kept.id],
  );
  expect(log.map(({ action, actor }) => [action, actor])).toEqual([
    ["request.make", registrar.id],
    ["provider.merge", second.id],
    ["request.approve", second.id],
  ]);
});
