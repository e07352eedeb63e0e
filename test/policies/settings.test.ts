import { creditRuleInForce } from "../../server/policies/credit-rule.queries.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test("anybody may read the settings, and nothing of them that is not meant for all", async () => {
  await world.sql("UPDATE accreditor_settings SET accreditor_name = 'AAST', member_id_label = 'AAST ID'");
  const query = "{ settings { accreditorName memberIdLabel programLetter timeZone reportingDays } }";
  expect(await world.ok(null, query)).toEqual({
    settings: {
      accreditorName: "AAST",
      memberIdLabel: "AAST ID",
      programLetter: "A",
      timeZone: "America/Chicago",
      reportingDays: 45,
    },
  });
  expect(await world.refused(null, "{ settings { signatoryName } }")).toBe("BAD_INPUT");
});

test("the credit rule in force is the latest that has begun", async () => {
  await world.sql(
    `INSERT INTO credit_rule (code, name, unit, starts_on, minutes_per_unit, step, rounding)
     VALUES ('DATED', 'First', 'A', '2020-01-01', 60, 1, 'DOWN'), ('DATED', 'Third', 'C', '2022-01-01', 60, 1, 'DOWN'),
            ('DATED', 'Second', 'B', '2021-01-01', 60, 1, 'DOWN')`,
  );
  const inForce = async (day: string) => (await creditRuleInForce(world.base.db.manager, "DATED", day)).name;
  expect(await inForce("2020-01-01")).toBe("First");
  expect(await inForce("2020-12-31")).toBe("First");
  expect(await inForce("2021-01-01")).toBe("Second");
  expect(await inForce("2999-12-31")).toBe("Third");
  await expect(inForce("2019-12-31")).rejects.toThrow("DATED");
});
