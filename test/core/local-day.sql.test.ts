import fc from "fast-check";
import { localDay, localDaySql } from "../../server/core/local-day.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

/** With whole and odd offsets, summers of both halves of the world, and both ends of the day. */
const zones = [
  "UTC",
  "America/Chicago",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Pacific/Niue",
];

test("which day it is somewhere is the same in SQL", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          at: fc.date({ min: new Date("2000-01-01"), max: new Date("2037-12-31"), noInvalidDate: true }),
          zone: fc.constantFrom(...zones),
        }),
        { minLength: 50, maxLength: 50 },
      ),
      async (asked) => {
        const rows = await world.sql(
          `SELECT (${localDaySql("a.at", "a.zone")})::text AS day
           FROM unnest($1::timestamptz[], $2::text[]) WITH ORDINALITY AS a (at, zone, place) ORDER BY place`,
          [asked.map(({ at }) => at), asked.map(({ zone }) => zone)],
        );
        expect(rows.map(({ day }) => day)).toEqual(asked.map(({ at, zone }) => localDay(at, zone)));
      },
    ),
    { numRuns: 20 },
  );
});
