import * as client from "openid-client";
import { Browser, IdentityProvider } from "../accounts/identity-provider.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { appOf, back, begin, Jar } from "./app-client.ts";

let conference: ConferenceWorld;
let idp: IdentityProvider;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  idp = await IdentityProvider.start(() => `${conference.world.url}/sso/callback`);
});
afterAll(async () => {
  await idp?.stop();
  await conference?.stop();
});

test("who has no password here, but the association's single sign-on, claims in a partner's app and gets the certificate", async () => {
  const { world, staff } = conference;
  const programId = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-10" });
  await conference.imported(programId, csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,"));
  await conference.register(programId, "grace@example.test,Full,,,no");
  const app = await appOf(world, staff.token, "PUBLIC", [back], ["CONFERENCES", "CLAIMS", "CERTIFICATES"]);
  world.config.singleSignOn = idp.settings;
  const { url, verifier, state } = await begin(app, { scope: "openid conferences claims certificates" });

  // The app sends its member to the consent, which sends whoever is not signed in to the sign-in, and that to the association.
  const anybody = await new Jar(world, "").open(url);
  expect(anybody.status).toBe(303);
  idp.person = {
    sub: "grace",
    email: "grace@example.test",
    email_verified: true,
    given_name: "Grace",
    family_name: "Hopper",
  };
  const browser = new Browser();
  await browser.open(await browser.toCallback(world.url));
  const token = browser.cookie(world.url, "accrue_token") ?? "";
  const [{ hash }] = await world.sql(
    "SELECT a.password_hash AS hash FROM account a JOIN email_address e ON e.account_id = a.id WHERE e.address = 'grace@example.test'",
  );
  expect(hash).toBeNull();

  const callback = await new Jar(world, token).answer(url);
  const tokens = await client.authorizationCodeGrant(app.config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  const act = tokens.access_token;
  const { conferences } = await world.ok(act, "{ conferences { id days { sessions { id title } } } }");
  expect(conferences).toMatchObject([{ days: [{ sessions: [{ title: "Opening" }] }] }]);
  const [{ id, days }] = conferences;
  await world.ok(act, "mutation ($id: ID!) { claimSession(sessionId: $id) { attendedOn } }", {
    id: days[0].sessions[0].id,
  });
  const { generateCertificate } = await world.ok(
    act,
    "mutation ($id: ID!) { generateCertificate(conferenceId: $id) { credits recipientName } }",
    { id },
  );
  expect(generateCertificate).toEqual({ credits: "1.00", recipientName: "Grace Hopper" });
  // It acts for its member alone, in what it was allowed.
  expect(await world.refused(act, "{ transcript { memberNumber } }")).toBe("FORBIDDEN");
  const [{ holders }] = await world.sql("SELECT count(DISTINCT member_id)::int AS holders FROM certificate");
  expect(holders).toBe(1);
});

test("an answer of another server is not taken for this one's", async () => {
  const { world, staff } = conference;
  const app = await appOf(world, staff.token);
  const member = await conference.attendee(["mixed@example.test"]);
  const { url, verifier, state } = await begin(app);
  const callback = await new Jar(world, member.token).answer(url);
  callback.searchParams.set("iss", "https://other.example.test");
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const told = { cause: expect.objectContaining({ message: expect.stringContaining('"iss"') }) };
  await expect(client.authorizationCodeGrant(app.config, callback, checks)).rejects.toMatchObject(told);
  callback.searchParams.delete("iss");
  await expect(client.authorizationCodeGrant(app.config, callback, checks)).rejects.toMatchObject(told);
});
