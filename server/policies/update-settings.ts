import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { localDay } from "../core/local-day.ts";
import { assertVersion } from "../core/transitions.ts";
import { loadSettings } from "./load-settings.ts";
import { AccreditorSettings } from "./settings.entity.ts";
import type { SettingsInput } from "./settings.input.ts";

/** The audit log names things by ID, and there is one row of settings. */
export const settingsId = "00000000-0000-0000-0000-000000000001";

/**
 * Changes what the accreditor has set, for everything from now on: programs keep the credit rule that they began with.
 * @param version what the caller read
 * @throws STALE_VERSION; BAD_INPUT for a time zone that the database does not know, or a credit rule that is not in force
 */
export async function updateSettings(ctx: Context, version: number, input: SettingsInput): Promise<AccreditorSettings> {
  const set = Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]),
  ) as Partial<AccreditorSettings>;
  if (set.timeZone) await assertTimeZone(ctx, set.timeZone);
  return inTransaction(ctx, async (tx) => {
    await tx.query("SELECT FROM accreditor_settings FOR NO KEY UPDATE");
    const before = await loadSettings(tx);
    assertVersion("page of settings", before.version, version);
    const { creditRuleCode } = set;
    if (creditRuleCode) {
      const codes: { code: string }[] = await tx.query(
        "SELECT DISTINCT code FROM credit_rule WHERE starts_on <= $1 ORDER BY code",
        [localDay(ctx.now(), before.timeZone)],
      );
      if (!codes.some(({ code }) => code === creditRuleCode))
        throw new DomainError(
          ErrorCode.BAD_INPUT,
          `There is no such credit rule: choose ${codes.map(({ code }) => code).join(" or ")}.`,
          { field: "input.creditRuleCode" },
        );
    }
    await tx.update(AccreditorSettings, 1, { ...set, version: version + 1 });
    await audit(tx, ctx, "settings.update", ["settings", settingsId], {
      before: Object.fromEntries(Object.keys(set).map((name) => [name, before[name as keyof AccreditorSettings]])),
      after: { ...set },
    });
    return loadSettings(tx);
  });
}

/** On a connection of its own, since a refusal would end the transaction. */
async function assertTimeZone(ctx: Context, timeZone: string): Promise<void> {
  try {
    await ctx.db.query("SELECT now() AT TIME ZONE $1", [timeZone]);
  } catch {
    throw new DomainError(ErrorCode.BAD_INPUT, `There is no time zone "${timeZone}".`, { field: "input.timeZone" });
  }
}
