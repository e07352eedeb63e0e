import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { givenReason } from "../core/input-rules.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { forChangeSql } from "../core/locks.ts";
import { assertLanguage } from "../core/messages/assert-language.ts";
import { say } from "../core/messages/message.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { CreditKind } from "./credit-kind.entity.ts";
import { type Approved, inTransactionOfTwo } from "./in-transaction-of-two.ts";
import { loadSettings } from "./load-settings.ts";
import { setPolicy } from "./policy.queries.ts";
import { optionalRosterHeadings, otherRosterHeadings } from "./roster-headings.ts";
import { AccreditorSettings } from "./settings.entity.ts";
import type { SettingsInput } from "./settings.input.ts";
import { settingsId } from "./settings-page.object.ts";
import { RequestKind } from "./waiting-request.entity.ts";

/** Settings of which each value is a row that begins tomorrow. */
const dated = {
  reportingDays: "REPORTING_DAYS",
  closingDays: "CLOSING_DAYS",
  claimDays: "CLAIM_DAYS",
  retentionYears: "RETENTION_YEARS",
  printProviderAddress: "PROVIDER_ADDRESS",
} as const;

/**
 * Changes what the accreditor has set, for everything from now on: programs keep the credit rule that they began with.
 * @param version what the caller read
 * @param reason asked for where settings take two persons
 * @throws SECOND_PERSON_REQUIRED; REASON_REQUIRED; STALE_VERSION; BAD_INPUT for a time zone that the database does not know, a credit rule that is not in force, or a name
 *   of the member number that rosters could not tell from another heading
 */
export async function updateSettings(
  ctx: Context,
  version: number,
  input: SettingsInput,
  reason: string | null = null,
  approved: Approved | null = null,
): Promise<AccreditorSettings> {
  assertMay(ctx, staff, null);
  const set = Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value != null)
      .map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]),
  ) as Partial<Pick<AccreditorSettings, keyof SettingsInput>>;
  if (set.timeZone) await assertTimeZone(ctx, set.timeZone);
  if (set.language) assertLanguage(set.language, "input.language");
  if (set.memberIdLabel) assertDistinctHeading(set.memberIdLabel, []);
  const asked = {
    kind: RequestKind.UPDATE_SETTINGS,
    arguments: { version, input: { ...set } },
    memberIds: [],
    reason: givenReason(reason),
  };
  return inTransactionOfTwo(ctx, asked, approved, async (tx) => {
    await tx.query(`SELECT FROM accreditor_settings ${forChangeSql}`);
    const before = await loadSettings(tx);
    assertVersion("settings", before.version, version);
    if (set.memberIdLabel) {
      const kinds = await tx.find(CreditKind, { select: { code: true } });
      assertDistinctHeading(
        set.memberIdLabel,
        kinds.map(({ code }) => code),
      );
    }
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
    if (set.twoPersons && !before.twoPersons) await assertEnoughPersons(tx);
    await tx.update(AccreditorSettings, 1, { ...set, version: version + 1 });
    // From tomorrow on: an offering that ends today may have ended already, further east.
    const tomorrow = addDays(localDay(ctx.now(), before.timeZone), 1);
    for (const [setting, policy] of Object.entries(dated)) {
      const value = set[setting as keyof typeof dated];
      if (value !== undefined && value !== before[setting as keyof typeof dated])
        await setPolicy(tx, policy, tomorrow, Number(value));
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

/** Whoever turns it on must not be the only one who could ever approve anything, its turning off among it. */
async function assertEnoughPersons(tx: EntityManager): Promise<void> {
  const [{ administrators, registrars }] = await tx.query(
    `SELECT count(*) FILTER (WHERE 'ADMINISTRATOR' = ANY(staff_roles))::int AS administrators,
       count(*) FILTER (WHERE 'REGISTRAR' = ANY(staff_roles))::int AS registrars
     FROM account WHERE disabled_at IS NULL AND staff_roles <> '{}'`,
  );
  if (administrators < 2 || registrars < 2)
    throw new DomainError(ErrorCode.BAD_INPUT, "secondPerson.tooFew", { field: "input.twoPersons" });
}

/** Headings are compared by their letters and digits, and each stands for one column. */
function assertDistinctHeading(label: string, kinds: readonly string[]): void {
  const others = [...otherRosterHeadings, ...optionalRosterHeadings, ...kinds];
  const taken = others.find((heading) => fold(heading) === fold(label));
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
