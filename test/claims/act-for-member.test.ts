import { MemberScope } from "../../server/core/member-scopes.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { asConference, ConferenceWorld, documents } from "../conferences/conference-world.ts";
import { merge } from "../persons/merging.ts";

let c: ConferenceWorld;
beforeAll(async () => {
  c = await ConferenceWorld.start();
});
afterAll(() => c.stop());

const every = Object.values(MemberScope);
const makeKey = `mutation ($scopes: [ApiScope!]!, $p: ID, $days: Int! = 30) {
  createApiKey(name: "Association's site", scopes: $scopes, providerId: $p, expiresInDays: $days) { key apiKey { id } } }`;
const makeToken = `mutation ($n: String!, $s: [MemberScope!]!, $m: Int! = 60) {
  createMemberToken(memberNumber: $n, scopes: $s, expiresInMinutes: $m) { token expiresAt scopes } }`;
const ownTranscript = "{ transcript { memberNumber lines { title } } }";

const keyOf = async (token = c.staff.token, scopes = ["MEMBERS_ACT"], p: string | null = null) =>
  (await c.world.ok(token, makeKey, { scopes, p })).createApiKey as { key: string; apiKey: { id: string } };
const tokenOf = async (key: string, n: string, s: readonly string[] = every, m = 60): Promise<string> =>
  (await c.world.ok(key, makeToken, { n, s, m })).createMemberToken.token;
const numberOf = async (id: string): Promise<string> =>
  (await c.world.sql("SELECT member_number AS n FROM member WHERE id = $1", [id]))[0].n;

/** A conference that has ended, with one session; the member is registered for it. */
async function ended(email: string): Promise<{ id: string; session: string }> {
  const id = await c.conference({ startsOn: "2026-05-01", endsOn: "2026-05-02" });
  await c.register(id, `${email},Full,,,`);
  const { createSession } = await c.world.ok(
    c.staff.token,
    "mutation ($p: ID!, $i: SessionInput!) { createSession(programId: $p, input: $i) { id } }",
    { p: id, i: { title: "Dreams", startsAt: "2026-05-01T15:00:00Z", endsAt: "2026-05-01T16:00:00Z", eligible: true } },
  );
  return { id, session: createSession.id };
}

test("the accreditor's server claims for a member who signs in elsewhere; the log says by which key for whom", async () => {
  const john = await c.attendee(["john@example.test"]);
  await c.world.sql(
    "UPDATE account SET password_hash = NULL WHERE id = (SELECT account_id FROM member WHERE id = $1)",
    [john.id],
  );
  const number = await numberOf(john.id);
  const { id, session } = await ended("john@example.test");
  c.world.setClock("2026-06-01T15:00:00Z");
  const { key, apiKey } = await keyOf();
  const made = (await c.world.ok(key, makeToken, { n: ` ${number} `, s: every, m: 10 })).createMemberToken;
  expect(made).toEqual({
    token: expect.stringMatching(/^accruemember_[\w-]{43}$/),
    expiresAt: "2026-06-01T15:10:00.000Z",
    scopes: every,
  });
  const { token } = made;
  expect((await c.world.ok(token, documents.conferences)).conferences).toMatchObject([
    { id: asConference(id), claims: [] },
  ]);
  await c.world.ok(token, documents.claim, { sessionId: session });
  const { generateCertificate } = await c.world.ok(token, documents.generate, { conferenceId: id });
  await c.world.runJobs();
  expect((await c.world.ok(token, ownTranscript)).transcript).toEqual({
    memberNumber: number,
    lines: [{ title: "Sleep Summit" }],
  });
  const { id: certificate } = generateCertificate;
  for (const path of [
    `/certificates/${certificate}.pdf`,
    "/transcript.pdf",
    `/certificates/${certificate}/credential.json`,
  ])
    expect([path, (await c.world.fetch(path, { token })).status]).toEqual([path, 200]);

  const [{ maker }] = await c.world.sql("SELECT created_by_account_id AS maker FROM api_key WHERE id = $1", [
    apiKey.id,
  ]);
  const by = { actor: maker, as: "STAFF" };
  expect(
    await c.world.sql(
      `SELECT action, actor_account_id AS actor, actor_as AS "as", actor_name AS name FROM audit_entry
       WHERE actor_name LIKE 'API key %' AND subject_id = ANY($1) ORDER BY id`,
      [[session, certificate, john.id]],
    ),
  ).toEqual([
    { action: "member.create-token", ...by, name: "API key Association's site" },
    { action: "session.claim", ...by, name: `API key Association's site for member ${number}` },
    { action: "certificate.issue", ...by, name: `API key Association's site for member ${number}` },
  ]);
});

test("a token does what its scopes name, and nothing that the member may otherwise, as staff or for a provider", async () => {
  const ann = await c.attendee(["ann@example.test"]);
  const [{ account }] = await c.world.sql("SELECT account_id AS account FROM member WHERE id = $1", [ann.id]);
  await c.world.actFor(c.provider.id, account);
  await c.world.sql("UPDATE account SET staff_roles = '{ADMINISTRATOR,REGISTRAR}' WHERE id = $1", [account]);
  const { id, session } = await ended("ann@example.test");
  c.world.setClock("2026-06-01T15:00:00Z");
  const { key } = await keyOf();
  const number = await numberOf(ann.id);
  const refusal = async (token: string, document: string, variables = {}) => {
    const { status, errors } = await c.world.graphql(token, document, variables);
    return [status, errors[0]?.extensions.code, errors[0]?.extensions.reason, errors[0]?.extensions.requiredScope];
  };
  const reading = await tokenOf(key, number, ["CONFERENCES"]);
  expect(await refusal(reading, documents.claim, { sessionId: session })).toEqual([
    ...[403, "FORBIDDEN", "SCOPE_MISSING", "CLAIMS"],
  ]);
  const lacking = (what: string) => [403, "FORBIDDEN", "SCOPE_MISSING", what];
  // The certificate of a conference is a certificate, and so is what claiming leads to.
  expect(await refusal(reading, documents.conferences)).toEqual(lacking("CERTIFICATES"));
  const claiming = await tokenOf(key, number, ["CONFERENCES", "CLAIMS"]);
  await c.world.ok(claiming, documents.claim, { sessionId: session });
  expect(await refusal(claiming, documents.generate, { conferenceId: id })).toEqual(lacking("CERTIFICATES"));
  const all = await tokenOf(key, number);
  for (const document of [
    "{ viewer { id } }",
    "{ programs { totalCount } }",
    "{ settings { programLetter } }",
    "{ apiKey { id } }",
    "mutation { rotateApiKey { key } }",
    `mutation { createMemberToken(memberNumber: "${number}", scopes: [CLAIMS]) { token } }`,
    "{ certificates { nodes { revocationReason } } }",
    'mutation { updateMyProfile(input: { city: "X" }) { id } }',
    "mutation { eraseMyData(proof: null) }",
  ])
    expect([document, ...(await refusal(all, document)).slice(0, 2)]).toEqual([
      ...[document, ...(document.includes("eraseMyData") ? [400, "BAD_INPUT"] : [403, "FORBIDDEN"])],
    ]);
  for (const path of ["/my-data/x.zip", "/exports/members.csv", `/certificates/programs/${id}.zip`, "/scim/v2/Users"])
    expect([path, (await c.world.fetch(path, { token: all })).status]).toEqual([path, 403]);
  // Another's things are missing ones, whatever rights the member has otherwise.
  const other = await c.attendee(["other@example.test"]);
  expect(
    await refusal(all, "query ($id: ID) { transcript(memberId: $id) { memberNumber } }", { id: other.id }),
  ).toEqual([...[200, "NOT_FOUND", undefined, undefined]]);
  // As a cookie it is nobody's.
  const headers = { Cookie: `accrue_token=${all}`, "Content-Type": "application/json" };
  const asCookie = await c.world.fetch("/graphql", { method: "POST", headers, body: '{"query":"{ viewer { id } }"}' });
  expect(await asCookie.json()).toEqual({ data: { viewer: null } });
});

test("a member without an account claims what is bound to them, and holds a transcript; no address is anybody's", async () => {
  const { id: memberId } = await c.world.member({ firstName: "Ida", lastName: "Import", email: null });
  await c.world.sql("UPDATE member SET contact_email = 'ida@example.test' WHERE id = $1", [memberId]);
  const { session, id } = await ended("ida@example.test");
  c.world.setClock("2026-06-01T15:00:00Z");
  const token = await tokenOf((await keyOf()).key, await numberOf(memberId));
  expect((await c.world.ok(token, documents.conferences)).conferences).toEqual([]);
  expect(await c.world.refused(token, documents.claim, { sessionId: session })).toBe("NOT_FOUND");
  await c.world.sql("UPDATE registration SET member_id = $1 WHERE program_id = $2", [memberId, id]);
  const body = JSON.stringify({ query: documents.claim, variables: { sessionId: session } });
  const claimed = await c.world.fetch("/graphql", {
    ...{ method: "POST", token, body },
    headers: { "Content-Type": "application/json", "Idempotency-Key": "once" },
  });
  expect(await claimed.json()).toMatchObject({ data: { claimSession: { attendedOn: "2026-05-01" } } });
  const { generateCertificate } = await c.world.ok(token, documents.generate, { conferenceId: id });
  await c.world.runJobs();
  expect((await c.world.fetch(`/certificates/${generateCertificate.id}.pdf`, { token })).status).toBe(200);
});

test("only a key of the accreditor with the scope makes one, for minutes, within scopes, for who is there", async () => {
  const ann = await c.attendee(["bound@example.test"]);
  const n = await numberOf(ann.id);
  const { key } = await keyOf();
  const refused = (by: string | null, variables: object = {}) =>
    c.world.refused(by, makeToken, { n, s: ["CLAIMS"], m: 60, ...variables });
  expect(await refused(c.staff.token)).toBe("FORBIDDEN");
  expect(await refused(ann.token)).toBe("FORBIDDEN");
  expect(await refused((await keyOf(c.staff.token, ["MEMBERS_WRITE"])).key)).toBe("FORBIDDEN");
  expect(await refused((await keyOf(c.provider.token, ["MEMBERS_ACT"], c.provider.id)).key)).toBe("FORBIDDEN");
  for (const wrong of [{ m: 0 }, { m: 61 }, { s: [] }, { s: ["CLAIMS", "CLAIMS"] }, { n: " " }])
    expect([wrong, await refused(key, wrong)]).toEqual([wrong, "BAD_INPUT"]);
  expect(await refused(key, { n: "999999" })).toBe("NOT_FOUND");
  const token = await tokenOf(key, n, ["TRANSCRIPT"], 1);
  c.world.setClock(new Date(Date.parse("2026-06-01T15:01:00Z")).toISOString());
  const { status, headers } = await c.world.fetch("/transcript.pdf", { token });
  expect([status, headers.get("www-authenticate")]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
  c.world.config.rateLimits.memberTokensByKey = 2;
  const { key: another } = await keyOf();
  for (let i = 0; i < 2; i++) await tokenOf(another, n);
  expect(await refused(another)).toBe("TOO_MANY_REQUESTS");
});

const deactivate = (active: boolean) => (id: string) =>
  c.world.ok(
    c.staff.token,
    'mutation ($id: ID!, $i: MemberInput!) { correctMember(id: $id, input: $i, reason: "So.") { id } }',
    {
      ...{ id, i: { active } },
    },
  );
const account = async (id: string): Promise<string> =>
  (await c.world.sql("SELECT account_id AS id FROM member WHERE id = $1", [id]))[0].id;
const onAccount = (name: string) => async (id: string) =>
  c.world.ok(c.staff.token, `mutation ($id: ID!) { ${name}(accountId: $id, reason: "So.") }`, {
    id: await account(id),
  });
const setRoles = (roles: StaffRole[]) => async (_: string, maker: string) =>
  c.world.sql("UPDATE account SET staff_roles = $2 WHERE id = $1", [maker, roles]);

interface End {
  by(id: string, maker: string, key: string): Promise<unknown>;
  undo?(id: string): Promise<unknown>;
}

/** How a token ends: for good, also where what it stood on comes back. */
const ends: Record<string, End> = {
  "the member is deactivated": { by: deactivate(false), undo: deactivate(true) },
  "the member's account is disabled": { by: onAccount("disableAccount"), undo: onAccount("enableAccount") },
  "the member is erased": {
    by: (id) => c.world.ok(c.staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "So.") }', { id }),
  },
  "the member is merged": {
    by: async (id) => merge(c.world, c.staff.token, (await c.attendee([`kept-${id}@example.test`])).id, id),
  },
  "its key is revoked": {
    by: (_id, _maker, key) =>
      c.world.ok(c.staff.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: key }),
  },
  "whoever made its key may not act for members any more": { by: setRoles([StaffRole.REVIEWER]) },
};

test.each(Object.keys(ends))("a token ends when %s", async (way) => {
  const { by, undo } = ends[way] as End;
  c.world.setClock("2026-06-01T15:00:00Z");
  const member = await c.attendee([`${way.replaceAll(/[^a-z]/g, "")}@example.test`]);
  const maker = await c.world.staff();
  const { key, apiKey } = await keyOf(maker.token);
  const token = await tokenOf(key, await numberOf(member.id));
  await c.world.ok(token, ownTranscript);
  await by(member.id, maker.id, apiKey.id);
  expect(await c.world.refused(token, ownTranscript)).toBe("UNAUTHENTICATED");
  await undo?.(member.id);
  expect(await c.world.refused(token, ownTranscript)).toBe("UNAUTHENTICATED");
});
