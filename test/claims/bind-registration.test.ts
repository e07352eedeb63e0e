import { readPdf } from "../certificates/pdf-reader.ts";
import { asConference, ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { blocked, holding } from "../support/blocked.ts";

// A registration serves one member, wherever its address goes.

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let id: string;
let opening: string;
let workshop: string;
let made = 0;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(async () => {
  id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  await conference.imported(
    id,
    csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,", "b,Workshop,2026-02-10,10:00,11:00,no,"),
  );
  opening = (await conference.session(id, "Opening")).id;
  workshop = (await conference.session(id, "Workshop")).id;
});

/** Two members, of whom the first has the address that is registered. */
async function pair() {
  const shared = `shared${++made}@example.test`;
  const first = await conference.attendee([`first${made}@example.test`, shared]);
  const second = await conference.attendee([`second${made}@example.test`], { firstName: "Jane", lastName: "Jones" });
  await conference.register(id, `${shared},Full,,,no`);
  const move = (to: { accountId: string | null }) =>
    world.sql("UPDATE email_address SET account_id = $2, is_primary = false WHERE address = $1", [
      shared,
      to.accountId,
    ]);
  return { shared, first, second, move };
}

const outcome = async (token: string, sessionId: string): Promise<string> => {
  const { data, errors } = await world.graphql(token, documents.claim, { sessionId, attendedOn: null });
  return errors[0]?.extensions.code ?? (data ? "claimed" : "");
};
const registered = (token: string) => world.ok(token, "{ viewer { member { registrations { email verified } } } }");
const seen = async (token: string): Promise<string[]> =>
  (await world.ok(token, documents.conferences)).conferences.map(({ id }: { id: string }) =>
    id.replace("Conference_", ""),
  );

test("who has claimed under a registration keeps it when its address moves to another account", async () => {
  const { shared, first, second, move } = await pair();
  await conference.claim(first.token, opening);
  await move(second);
  expect(await outcome(second.token, opening)).toBe("REGISTRATION_CLAIMED");
  expect(await outcome(second.token, workshop)).toBe("REGISTRATION_CLAIMED");
  expect(await seen(second.token)).toEqual([]);
  expect(await world.refused(second.token, documents.generate, { conferenceId: id })).toBe("REGISTRATION_CLAIMED");
  // Also when nothing is claimed any more: what was awarded may stand.
  await move(first);
  await world.ok(first.token, documents.unclaim, { sessionId: opening });
  await move(second);
  expect(await outcome(second.token, opening)).toBe("REGISTRATION_CLAIMED");
  // A registration of their own lets them in, and leaves the other alone.
  await conference.register(id, `second${made}@example.test,Full,,,no`);
  expect(await outcome(second.token, opening)).toBe("claimed");
  const bound = await world.sql(
    "SELECT email, member_id FROM registration WHERE program_id = $1 AND member_id IS NOT NULL ORDER BY email",
    [id],
  );
  expect(bound).toEqual([
    { email: `second${made}@example.test`, member_id: second.id },
    { email: shared, member_id: first.id },
  ]);
});

test("what was claimed under an address stays its member's when the address is given up", async () => {
  const { shared, first } = await pair();
  await conference.claim(first.token, opening);
  const ids = await world.ok(first.token, "{ viewer { emailAddresses { id address } } }");
  const { id: address } = ids.viewer.emailAddresses.find((each: { address: string }) => each.address === shared);
  expect((await registered(first.token)).viewer.member.registrations).toEqual([{ email: shared, verified: true }]);
  await world.ok(first.token, "mutation ($id: ID!) { removeEmailAddress(id: $id) { id } }", { id: address });
  expect(await seen(first.token)).toContain(id);
  expect(await outcome(first.token, workshop)).toBe("claimed");
  await world.ok(first.token, documents.generate, { conferenceId: id });
  await world.runJobs();
  // It is on paper, for whoever checks it, on the transcript and in the log.
  const { certificate } = (
    await world.ok(first.token, "{ conferences { id certificate { pdfUrl verificationCode } } }")
  ).conferences.find((each: { id: string }) => each.id === asConference(id));
  const file = await world.fetch(certificate.pdfUrl, { token: first.token });
  const text = (await readPdf(Buffer.from(await file.arrayBuffer()))).pages.join("\n");
  for (const said of ["John Smith", "Sleep Summit", "Opening", "Workshop"]) expect(text).toContain(said);
  expect(await (await world.fetch(`/verify/${certificate.verificationCode}`)).text()).toContain("John Smith");
  const { transcript } = await world.ok(
    first.token,
    "query ($id: ID!) { transcript(memberId: $id) { lines { title } } }",
    { id: first.id },
  );
  expect(transcript.lines).toEqual([{ title: "Sleep Summit" }, { title: "Sleep Summit" }]);
  const log = await world.sql("SELECT action, before->>'address' AS address FROM audit_entry WHERE subject_id = $1", [
    first.accountId,
  ]);
  expect(log).toContainEqual({ action: "account.remove-address", address: shared });
  expect((await registered(first.token)).viewer.member.registrations).toEqual([{ email: shared, verified: true }]);
});

test("an address that moves before anything is claimed takes its registration along", async () => {
  const { shared, first, second, move } = await pair();
  expect(await seen(first.token)).toEqual([id]);
  await world.sql("UPDATE email_address SET verified_at = NULL WHERE address = $1", [shared]);
  expect((await registered(first.token)).viewer.member.registrations).toEqual([{ email: shared, verified: false }]);
  await world.sql("UPDATE email_address SET verified_at = now() WHERE address = $1", [shared]);
  await move(second);
  expect(await outcome(second.token, opening)).toBe("claimed");
  await move(first);
  expect(await outcome(first.token, opening)).toBe("REGISTRATION_CLAIMED");
});

test("another address makes a claimed registration nobody else's; its file does not either; removing it frees the address", async () => {
  const { shared, first, second, move } = await pair();
  await conference.claim(first.token, opening);
  await move(second);
  await conference.register(id, `${shared},One Day,,,no`);
  expect(await outcome(second.token, opening)).toBe("REGISTRATION_CLAIMED");
  const list = `query ($id: ID!) { registrations(programId: $id) { nodes { id version email claimedBy { memberNumber } } } }`;
  const { token } = conference.provider;
  const [registration] = (await world.ok(token, list, { id })).registrations.nodes;
  expect(registration.claimedBy).toEqual({ memberNumber: first.memberNumber });
  await world.ok(
    token,
    `mutation ($id: ID!, $version: Int!, $input: RegistrationInput!) {
       updateRegistration(id: $id, version: $version, input: $input) { id } }`,
    { ...registration, input: { email: `second${made}@example.test`, registrationType: "Full" } },
  );
  expect(await outcome(second.token, opening)).toBe("REGISTRATION_CLAIMED");
  await world.ok(token, "mutation ($id: ID!) { removeRegistration(id: $id) }", { id: registration.id });
  expect(await outcome(second.token, opening)).toBe("NOT_FOUND");
  // The first one's claim is still on record, under no registration.
  expect(
    await world.sql("SELECT member_id, registration_id FROM session_claim WHERE session_id = $1", [opening]),
  ).toEqual([{ member_id: first.id, registration_id: null }]);
  await conference.register(id, `${shared},Full,,,no`);
  expect(await outcome(second.token, opening)).toBe("claimed");
});

test("an address does not move while its member claims by it: the registration is theirs then", async () => {
  const { shared, first, second, move } = await pair();
  const held = await holding(world, "SELECT FROM registration WHERE email = $1 FOR UPDATE", [shared]);
  const claiming = outcome(first.token, opening);
  await blocked(world, 1);
  const moving = move(second);
  await blocked(world, 2);
  await held.release();
  await moving;
  expect([await claiming, await outcome(second.token, opening)]).toEqual(["claimed", "REGISTRATION_CLAIMED"]);
  expect(await world.sql("SELECT count(*)::int AS n FROM session_claim WHERE session_id = $1", [opening])).toEqual([
    { n: 1 },
  ]);
});

test("the database itself refuses a second member's claim, and a registration that changes hands while it is claimed", async () => {
  const { shared, first, second } = await pair();
  await conference.claim(first.token, opening);
  const [{ id: registrationId }] = await world.sql("SELECT id FROM registration WHERE email = $1", [shared]);
  await expect(
    world.sql(
      `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id)
       VALUES ($1, $2, '2026-02-10', now(), $3)`,
      [second.id, opening, registrationId],
    ),
  ).rejects.toThrow("session_claim_registration");
  await expect(
    world.sql("UPDATE registration SET member_id = $2 WHERE id = $1", [registrationId, second.id]),
  ).rejects.toThrow("session_claim_registration");
});
