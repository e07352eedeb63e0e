import { addDays } from "../../server/core/local-day.ts";
import { offering, programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
});
afterAll(() => world.stop());

const update = `mutation ($version: Int!, $input: SettingsInput!) {
  updateSettings(version: $version, input: $input) { version reportingDays accreditorName subjectId } }`;

test("staff change settings; what is left out stays, each change counts and is on record", async () => {
  const { token } = await world.staff();
  const { settingsPage } = await world.ok(
    token,
    "{ settingsPage { version accreditorName creditRules { code } creditRuleCode } }",
  );
  expect(settingsPage.creditRules.map((rule: { code: string }) => rule.code)).toContain(settingsPage.creditRuleCode);
  const changed = (await world.ok(token, update, { version: 1, input: { reportingDays: 60 } })).updateSettings;
  expect(changed).toMatchObject({ version: 2, reportingDays: 60, accreditorName: settingsPage.accreditorName });
  expect(await world.refused(token, update, { version: 1, input: { reportingDays: 30 } })).toBe("STALE_VERSION");
  const log = `query ($subjectId: ID!) { auditEntries(subjectId: $subjectId) { nodes { action changes { field before after } } } }`;
  expect((await world.ok(token, log, { subjectId: changed.subjectId })).auditEntries.nodes).toEqual([
    { action: "settings.update", changes: [{ field: "reportingDays", before: "45", after: "60" }] },
  ]);
  const provider = await world.provider();
  expect(await world.refused(provider.token, log, { subjectId: changed.subjectId })).toBe("FORBIDDEN");
  expect(await world.refused(provider.token, update, { version: 2, input: {} })).toBe("FORBIDDEN");
});

test("numbers begin with what is set from then on, go on running, and those that were given stay", async () => {
  const { token } = await world.staff();
  const set = async (input: object) => {
    const [{ version }] = await world.sql("SELECT version FROM accreditor_settings");
    await world.ok(token, update, { version, input });
  };
  const before = await world.provider();
  await set({ providerPrefix: "EP", certificatePrefix: "CEC" });
  const after = await world.provider();
  await set({ providerPrefix: "P" });
  const again = await world.provider();
  const running = Number(before.number.slice(1));
  const digits = (more: number) => String(running + more).padStart(4, "0");
  const { providers } = await world.ok(token, "{ providers(first: 100) { nodes { number } } }");
  const numbers = providers.nodes.map((provider: { number: string }) => provider.number);
  expect(numbers.filter((number: string) => Number(number.replace(/\D/g, "")) >= running)).toEqual([
    `EP${digits(1)}`,
    `P${digits(0)}`,
    `P${digits(2)}`,
  ]);
  expect([after.number, again.number]).toEqual([`EP${digits(1)}`, `P${digits(2)}`]);
});

test.each([
  { reportingDays: 0 },
  { reportingDays: 731 },
  { programLetter: "AB" },
  { programLetter: "a" },
  { providerPrefix: "" },
  { providerPrefix: "P1" },
  { certificatePrefix: "CERT" },
  { certificatePrefix: "c" },
  { timeZone: "Mars/Olympus" },
  { accreditorName: "  " },
  { creditRuleCode: "NONE" },
])("%j is refused", async (input) => {
  const { token } = await world.staff();
  const [{ version }] = await world.sql("SELECT version FROM accreditor_settings");
  expect(await world.refused(token, update, { version, input })).toBe("BAD_INPUT");
});

test("a shorter time to report closes no window that is open: what held when an offering ended holds for it", async () => {
  const { token } = await world.staff();
  const provider = await world.provider();
  world.setClock("2026-03-02T16:00:00Z");
  const held = (day: string) =>
    programIn(world, { provider, staff: { token } }, "APPROVED", {
      offerings: [offering({ startsOn: day, endsOn: day })],
    });
  const [ended, toCome] = [await held("2026-03-10"), await held("2026-04-20")];
  world.setClock("2026-04-10T16:00:00Z");
  const { settingsPage } = await world.ok(token, "{ settingsPage { version } }");
  await world.ok(token, update, { version: settingsPage.version, input: { reportingDays: 10 } });
  const window = async (id: string) =>
    (
      await world.ok(token, "query ($id: ID!) { program(id: $id) { offerings { reportingDueOn reportingOpen } } }", {
        id,
      })
    ).program.offerings;
  const before = Number(
    (
      await world.sql(
        "SELECT value FROM policy WHERE name = 'REPORTING_DAYS' AND starts_on <= '2026-03-10' ORDER BY starts_on DESC LIMIT 1",
      )
    )[0].value,
  );
  expect(before).toBeGreaterThan(30);
  const dueOn = addDays("2026-03-10", before);
  expect(await window(ended.id)).toEqual([{ reportingDueOn: dueOn, reportingOpen: true }]);
  expect(await window(toCome.id)).toEqual([{ reportingDueOn: "2026-04-30", reportingOpen: false }]);
});
