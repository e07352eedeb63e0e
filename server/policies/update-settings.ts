import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { forChangeSql } from "../core/locks.ts";
import { assertLanguage } from "../core/messages/assert-language.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { loadSettings } from "./load-settings.ts";
import { setPolicy } from "./policy.queries.ts";
import { otherRosterHeadings } from "./roster-headings.ts";
import { AccreditorSettings } from "./settings.entity.ts";
import type { SettingsInput } from "./settings.input.ts";
import { settingsId } from "./settings-page.object.ts";

/** Settings of which each value is a row that begins tomorrow. */
const dated = {
  reportingDays: "REPORTING_DAYS",
  closingDays: "CLOSING_DAYS",
  claimDays: "CLAIM_DAYS",
  retentionYears: "RETENTION_YEARS",
} as const;

/**
 * Changes what the accreditor has set, for everything from now on: programs keep the credit rule that they began with.
 * @param version what the caller read
 * @throws STALE_VERSION; BAD_INPUT for a time zone that the database does not know, a credit rule that is not in force, or a name
 *   of the member number that rosters could not tell from another heading
 */
export async function updateSettings(ctx: Context, version: number, input: SettingsInput): Promise<AccreditorSettings> {
  assertMay(ctx, staff, null);
  const set = Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]),
  ) as Partial<Pick<AccreditorSettings, keyof SettingsInput>>;
  if (set.timeZone) await assertTimeZone(ctx, set.timeZone);
  if (set.language) assertLanguage(set.language, "input.language");
  if (set.memberIdLabel) assertDistinctHeading(set.memberIdLabel);
  return inTransaction(ctx, async (tx) => {
    await tx.query(`SELECT FROM accreditor_settings ${forChangeSql}`);
    const before = await loadSettings(tx);
    assertVersion("settings", before.version, version);
    const { creditRuleCode } = set;
    if (creditRuleCode) {
      const codes: { code: string }[] = await tx.query(
        "SELECT DISTINCT code FROM credit_rule WHERE starts_on <= $1 ORDER BY code",
        [localDay(ctx.now(), before.timeZone)],
      );
      if (!codes.some(({ code }) => code === creditRuleCode))
        throw new DomainError(ErrorCode.BAD_INPUT, "policies.noRule", {
          field: "input.creditRuleCode",
          possible: codes.map(({ code }) => code),
        });
    }
    await tx.update(AccreditorSettings, 1, { ...set, version: version + 1 });
    // From tomorrow on: an offering that ends today may have ended already, further east.
    const tomorrow = addDays(localDay(ctx.now(), before.timeZone), 1);
    for (const [setting, policy] of Object.entries(dated)) {
      const value = set[setting as keyof typeof dated];
      if (value !== undefined && value !== before[setting as keyof typeof dated])
        await setPolicy(tx, policy, tomorrow, value);
    }
    await audit(tx, ctx, "settings.update", ["settings", settingsId], {
      before: Object.fromEntries(
        Object.keys(set).map((name) => [name, before[name as keyof AccreditorSettings]]),
      ) as typeof set,
      after: { ...set },
    });
    return loadSettings(tx);
  });
}

/** Headings are compared by their letters and digits, and each stands for one column. */
function assertDistinctHeading(label: string): void {
  const taken = otherRosterHeadings.find((heading) => fold(heading) === fold(label));
  if (!taken && fold(label) !== "") return;
  throw new DomainError(
    ErrorCode.BAD_INPUT,
    taken ? say("policies.headingTaken", { heading: taken }) : say("policies.headingBlank"),
    { field: "input.memberIdLabel" },
  );
}

/** On a connection of its own, since a refusal would end the transaction. */
async function assertTimeZone(ctx: Context, timeZone: string): Promise<void> {
  try {
    await ctx.db.query("SELECT now() AT TIME ZONE $1", [timeZone]);
  } catch {
    throw new DomainError(ErrorCode.BAD_INPUT, "policies.noTimeZone", { field: "input.timeZone", timeZone });
  }
}
