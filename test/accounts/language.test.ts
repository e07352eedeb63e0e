import { offerLanguage } from "../../server/core/messages/sentence.ts";
import { World } from "../support/world.ts";
import { latestMail } from "./mailbox.ts";

let world: World;
beforeAll(async () => {
  offerLanguage("de", { mail: { hello: "Guten Tag,", resetSubject: "Neues Passwort" } });
  world = await World.start();
});
afterAll(() => world.stop());

const set = "mutation ($language: String!) { setLanguage(language: $language) }";
const reset = "mutation ($email: String!) { requestPasswordReset(email: $email) }";

test("mails follow the language that an account has chosen; there is none that is not offered", async () => {
  const { email, token } = await world.account();
  const other = await world.account();
  expect((await world.ok(token, "{ viewer { language } }")).viewer).toEqual({ language: "en" });
  expect(await world.refused(token, set, { language: "xx" })).toBe("BAD_INPUT");
  expect(await world.refused(null, set, { language: "de" })).toBe("UNAUTHENTICATED");
  await world.ok(token, set, { language: "de" });
  expect((await world.ok(token, "{ viewer { language } }")).viewer).toEqual({ language: "de" });
  await world.ok(null, reset, { email });
  await world.ok(null, reset, { email: other.email });
  expect(await latestMail(world, email)).toMatchObject({
    subject: "Neues Passwort",
    text: expect.stringMatching(/^Guten Tag,\n\n/),
  });
  expect(await latestMail(world, other.email)).toMatchObject({ text: expect.stringMatching(/^Hello,\n\n/) });
});

test("the accreditor's language is that of accounts which the command line makes", async () => {
  const { token } = await world.staff();
  const update =
    "mutation ($language: String!) { updateSettings(version: 1, input: { language: $language }) { language } }";
  expect(await world.refused(token, update, { language: "xx" })).toBe("BAD_INPUT");
  expect((await world.ok(token, update, { language: "de" })).updateSettings).toEqual({ language: "de" });
  const { token: made } = await world.account();
  expect((await world.ok(made, "{ viewer { language } }")).viewer).toEqual({ language: "de" });
});
