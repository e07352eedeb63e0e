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

test("fees have two eras and one for webinars: one program was paid, one waived by the change, one waits for its money", async () => {
  const rows = await world.sql(
    `SELECT p.name, p.status, l.kind, l.fee, l.amount
     FROM ledger_entry l JOIN program p ON p.id = l.program_id ORDER BY l.at, l.id`,
  );
  const told = rows.map(({ name, status, kind, fee, amount }) => [name, status, kind, fee, amount]);
  const [scoring, night, capnography] = [
    "Scoring Respiratory Events",
    "Alert Through the Night Shift",
    "Capnography for Beginners",
  ];
  expect(told).toEqual([
    [scoring, "COMPLETED", "CHARGE", "FILING", 2_500],
    [scoring, "COMPLETED", "PAYMENT", "FILING", 2_500],
    [night, "COMPLETED", "CHARGE", "FILING", 2_500],
    [night, "COMPLETED", "WAIVER", "FILING", 2_500],
    [capnography, "AWAITING_FEE", "CHARGE", "FILING", 2_300],
  ]);
});
