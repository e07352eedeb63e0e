import fc from "fast-check";
import pg from "pg";
import { Bindings } from "../../server/core/lists/sql.ts";
import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { actsFor, ownedBy, ProviderStatus, seesOf, type Viewer, visibleTo } from "../../server/core/viewer.ts";
import { seesRecord, visibleRecords } from "../../server/programs/visible-records.ts";

const id = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;
const some = fc.integer({ min: 1, max: 4 }).map(id);
const viewers: fc.Arbitrary<Viewer> = fc
  .record({
    isStaff: fc.boolean(),
    providers: fc.uniqueArray(some, { maxLength: 3 }),
    memberId: fc.option(some, { nil: null }),
  })
  .map((given) => ({
    ...given,
    accountId: id(9),
    staffRoles: new Set(given.isStaff ? everyStaffRole : []),
    provedAt: null,
    proofs: [],
    email: "",
    providers: new Map(
      given.providers.map((provider) => [provider, { role: "EDITOR", status: ProviderStatus.ACTIVE } as const]),
    ),
  }));

/** Every record that there can be of four programs, of as many providers, and four members. */
const records = [1, 2, 3, 4].flatMap((provider) =>
  [1, 2, 3, 4].map((member) => ({ providerId: id(provider), memberId: id(member) })),
);

test("who sees what is the same in SQL, whoever looks", async () => {
  const { bind, values } = new Bindings(JSON.stringify(records));
  const looking = fc.sample(viewers, { numRuns: 200, seed: 9 });
  const of = looking.map(
    (viewer, i) =>
      `SELECT ${i} AS viewer, r.position, ${ownedBy(viewer, "p.provider_id", bind)} AS own,
         ${visibleTo(viewer, "p.provider_id", bind)} AS visible, ${visibleRecords(viewer, "r", bind) ?? "true"} AS record
       FROM r JOIN program p ON p.id = r.program_id`,
  );
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  const { rows } = await client
    .query(
      `WITH r AS (
         SELECT position, "providerId" AS program_id, "memberId" AS member_id
         FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("providerId" uuid, "memberId" uuid))
           WITH ORDINALITY AS x ("providerId", "memberId", position)),
       program AS (SELECT DISTINCT program_id AS id, program_id AS provider_id FROM r)
       SELECT own, visible, record FROM (${of.join(" UNION ALL ")}) all_of_them ORDER BY viewer, position`,
      values,
    )
    .finally(() => client.end());
  expect(rows).toEqual(
    looking.flatMap((viewer) =>
      records.map((record) => ({
        own: actsFor(viewer, record.providerId),
        visible: seesOf(viewer, record.providerId),
        record: seesRecord(viewer, record),
      })),
    ),
  );
});
