import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { Context } from "../core/context.ts";
import { LocalDate } from "../core/scalars.ts";
import { type Policy, type PolicyName, policyNames } from "./policy.entity.ts";
import type { AccreditorSettings } from "./settings.entity.ts";
import { logoUrl, SettingsObject } from "./settings.object.ts";

const PolicyKind = Object.fromEntries(policyNames.map((name) => [name, name])) as { [N in PolicyName]: N };

@ObjectType("CreditRuleChoice", { description: "A credit rule that new programs may get.", simpleResolvers: true })
export class CreditRuleChoiceObject {
  @Field(() => String, { description: "Stable name, such as CONTACT_HOUR." }) code!: string;
  @Field(() => String, { description: "Name as people read it." }) name!: string;
  @Field(() => String, { description: "What one credit is called." }) unit!: string;
}

@ObjectType("SettingsPage", { description: "Everything that staff can set.", simpleResolvers: true })
export class SettingsPageObject
  extends SettingsObject
  implements
    Pick<
      AccreditorSettings,
      | "version"
      | "language"
      | "providerPrefix"
      | "certificatePrefix"
      | "creditRuleCode"
      | "signatoryName"
      | "signatoryTitle"
      | "presentersMayClaim"
      | "retentionYears"
      | "printProviderAddress"
      | "twoPersons"
      | "closingDays"
      | "mailSenderName"
      | "mailColour"
      | "mailAccentColour"
      | "mailSignOff"
      | "mailFooter"
      | "helpAddress"
      | "reportingHelpAddress"
    >
{
  @Field(() => ID, { description: "By which the audit log knows the settings." }) subjectId!: string;
  @Field(() => Int, { description: "Counts changes; updateSettings wants the one that was read." }) version!: number;
  @Field(() => String, {
    description: "BCP 47 tag of the language of certificates, and of mails to whoever has chosen none.",
  })
  language!: string;
  @Field(() => String, { description: "What the numbers of new providers begin with." }) providerPrefix!: string;
  @Field(() => String, { description: "What the numbers of new certificates begin with." }) certificatePrefix!: string;
  @Field(() => String, { description: "Code of the credit rule that new programs get." }) creditRuleCode!: string;
  @Field(() => String, { description: "Who signs certificates." }) signatoryName!: string;
  @Field(() => String, { description: "As what they sign." }) signatoryTitle!: string;
  @Field(() => Boolean, { description: "Whether speakers may claim their own sessions." })
  presentersMayClaim!: boolean;
  @Field(() => Int, {
    description: "Years for which records are kept after they were made, or last stood for something valid.",
  })
  retentionYears!: number;
  @Field(() => Boolean, {
    description: "Whether certificates print the provider's postal address, of what is completed from tomorrow on.",
  })
  printProviderAddress!: boolean;
  @Field(() => Boolean, {
    description: "Whether erasing a member, merging members and changing settings take a second person's approval.",
  })
  twoPersons!: boolean;
  @Field(() => Int, {
    description: "Days after the time to report is over at which an offering that nobody reported is closed.",
  })
  closingDays!: number;
  @Field(() => String, { description: "Whose name mails come from; empty: the accreditor's." }) mailSenderName!: string;
  @Field(() => String, { description: "Colour behind the head of mails." }) mailColour!: string;
  @Field(() => String, { description: "Colour of the button and the links of mails." }) mailAccentColour!: string;
  @Field(() => String, { description: "What stands above the accreditor's name at the end of mails." })
  mailSignOff!: string;
  @Field(() => String, { description: "What stands below it." }) mailFooter!: string;
  @Field(() => String, {
    description: "E-mail address for questions about accounts, numbers, applications and whatever else; empty: none.",
  })
  helpAddress!: string;
  @Field(() => String, { description: "E-mail address for questions about attendance; empty: helpAddress." })
  reportingHelpAddress!: string;
}

registerEnumType(PolicyKind, {
  name: "PolicyKind",
  description: "What is set by a number and dated.",
  valuesConfig: {
    REPORTING_DAYS: { description: "Days after an offering ends in which it may be reported." },
    CLOSING_DAYS: { description: "Days after that at which an offering that nobody reported is closed." },
    CLAIM_DAYS: { description: "Days after a conference in which its sessions may be claimed; 0: for ever." },
    PROVIDER_ADDRESS: {
      description: "Whether certificates of what is completed print the provider's postal address: 1, else 0.",
    },
    RETENTION_YEARS: { description: "Years for which records are kept." },
  },
});

@ObjectType("Policy", {
  description:
    "What is set from a day on: for offerings that end on it or later, for records that are made then, and for certificates of what is completed then.",
  simpleResolvers: true,
})
export class PolicyObject implements Policy {
  @Field(() => PolicyKind, { description: "What is set." }) name!: PolicyName;
  @Field(() => LocalDate, { description: "First day on which it holds; 0001-01-01: since ever." }) startsOn!: string;
  @Field(() => Int, { description: "Days, or years; of PROVIDER_ADDRESS 1 or 0." }) value!: number;
}

/** The audit log names things by ID, and there is one row of settings. */
export const settingsId = "00000000-0000-0000-0000-000000000001";

/** The settings as staff see them. */
export const settingsPageOf = (ctx: Context, settings: AccreditorSettings): SettingsPageObject => ({
  ...settings,
  subjectId: settingsId,
  logoUrl: logoUrl(ctx, settings),
});
