import { clinicAddress } from "../../server/demo/conferences.ts";
import { seed } from "../../server/demo/seed.ts";
import { demoPassword } from "../../server/demo/small-world.ts";
import { documents } from "../conferences/conference-world.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
  await seed(world.base, world.database.ownerUrl);
});
afterAll(() => world.stop());

test("the small world has three ended conferences to claim, each once, and none that runs or is under an unverified address", async () => {
  const { signIn } = await world.ok(
    null,
    "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }",
    { email: clinicAddress, password: demoPassword },
  );
  const { conferences } = await world.ok(signIn.token, documents.conferences);
  interface Day {
    sessions: { id: string }[];
  }
  const found = conferences.map(
    ({ name, timeZone, place, days, claims, certificate }: Record<string, unknown> & { days: Day[] }) => ({
      name,
      timeZone,
      place,
      sessions: days.map(({ sessions }) => sessions.length),
      claims,
      certificate,
    }),
  );
  const blank = { claims: [], certificate: null };
  expect(found).toEqual([
    {
      name: "European Congress of Surgery Center Administration",
      timeZone: "Europe/Berlin",
      place: "Kongresshalle an der Spree, Berlin",
      // Each day's plenary has a recording.
      sessions: [11, 11, 11],
      ...blank,
    },
    {
      name: "Southern Cross Sleep Medicine Online",
      timeZone: "Pacific/Auckland",
      place: "Online",
      sessions: [10, 10, 10],
      ...blank,
    },
    {
      name: "National Sleep Technology Summit",
      timeZone: "America/Chicago",
      place: "Lakefront Convention Hall, Chicago, IL",
      sessions: [10, 10, 10],
      ...blank,
    },
  ]);
  // Claims, certificates and mails are the visitor's to make: the mailbox starts empty.
  expect(await world.sql("SELECT count(*)::int AS mails FROM mail")).toEqual([{ mails: 0 }]);
});
