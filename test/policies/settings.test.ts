import { ProviderStatus } from "../../server/core/viewer.ts";
import { nameHelp } from "../../server/http/name-help.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
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

describe("whom to write to", () => {
  const help = "{ settings { help(purpose: GENERAL) reporting: help(purpose: REPORTING) } }";
  const set = (helpAddress: string, reportingHelpAddress: string) =>
    world.sql("UPDATE accreditor_settings SET help_address = $1, reporting_help_address = $2", [
      helpAddress,
      reportingHelpAddress,
    ]);
  const page = async (path: string): Promise<string> => (await fetch(`${world.url}${path}`)).text();
  const mailTo = async (email: string): Promise<string | undefined> => {
    await world.ok(null, "mutation ($email: String!) { requestPasswordReset(email: $email) }", { email });
    await world.runJobs();
    return (await world.mails(MailKind.PASSWORD_RESET)).find(({ to }) => to === email)?.text;
  };
  afterEach(() => set("", ""));

  test("is asked by purpose, and where there is one address it is that for everything", async () => {
    expect(await world.ok(null, help)).toEqual({ settings: { help: null, reporting: null } });
    await set("info@example.test", "");
    expect(await world.ok(null, help)).toEqual({
      settings: { help: "info@example.test", reporting: "info@example.test" },
    });
    await set("info@example.test", "rosters@example.test");
    expect(await world.ok(null, help)).toEqual({
      settings: { help: "info@example.test", reporting: "rosters@example.test" },
    });
  });

  test("stands in mails and where nothing is found, and nowhere while nobody is named", async () => {
    const asks = "Questions? Write to info@example.test.";
    for (const isSet of [false, true]) {
      if (isSet) await set("info@example.test", "rosters@example.test");
      // Pages of the calendar are kept for a while.
      const pages = ["/verify/AAAA-BBBB-CCCC-DDDD", `/calendar?words=nothing-${isSet}`];
      const texts = [...(await Promise.all(pages.map(page))), await mailTo((await world.account()).email)];
      expect(texts.map((text) => text?.includes(asks))).toEqual([isSet, isSet, isSet]);
      expect(texts.join()).not.toContain("rosters@example.test");
    }
  });

  test("is told whom a refusal leaves stuck, by what it is about; staff, and who can help themselves, are not told", async () => {
    const search = '{ members(filter: { lastName: "Smith" }) { totalCount } }';
    const upload =
      "mutation ($providerId: ID!, $file: Upload!) { uploadAttendance(providerId: $providerId, file: $file) { id } }";
    const suspended = await world.provider({ status: ProviderStatus.SUSPENDED });
    const unapproved = await world.provider();
    const refusals = async () =>
      (
        await Promise.all([
          world.graphql(suspended.token, search),
          world.upload(unapproved.token, upload, { providerId: unapproved.id }, "Program ID\n"),
          world.graphql(unapproved.token, '{ members(filter: { lastName: "S" }) { totalCount } }'),
        ])
      ).map(({ errors: [error] }) => {
        const { code, help } = error!.extensions;
        return { code, help, says: error!.message.match(/Questions\?.*$/)?.[0] };
      });
    const codes = ["PROVIDER_NOT_ACTIVE", "NOTHING_TO_REPORT", "BAD_INPUT"];
    expect(await refusals()).toEqual(codes.map((code) => ({ code, help: undefined, says: undefined })));
    await set("info@example.test", "rosters@example.test");
    const told = ["info@example.test", "rosters@example.test"];
    expect(await refusals()).toEqual(
      codes.map((code, at) => ({ code, help: told[at], says: told[at] && `Questions? Write to ${told[at]}.` })),
    );
    const forStaff = [{ message: "No.", extensions: { code: "ADDRESS_TAKEN" } }];
    await nameHelp({ ...world.ctx, viewer: { ...world.ctx.viewer, isStaff: true } }, forStaff);
    expect(forStaff).toEqual([{ message: "No.", extensions: { code: "ADDRESS_TAKEN" } }]);
  });
});
