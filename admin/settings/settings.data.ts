import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const settingsQuery = graphql(`
  query ConsoleSettings {
    settingsPage {
      subjectId version logoUrl accreditorName language memberIdLabel programLetter providerPrefix certificatePrefix timeZone reportingDays closingDays claimDays creditRuleCode signatoryName
      signatoryTitle claimsFromYear presentersMayClaim retentionYears printProviderAddress twoPersons mailSenderName mailColour mailAccentColour mailSignOff mailFooter
      helpAddress reportingHelpAddress olderClaimsUrl
      creditRules { code name unit }
    }
  }
`);

export const mailPreviewQuery = graphql(`
  query MailPreview($kind: MailKind!, $input: SettingsInput!, $dark: Boolean!) {
    mailPreview(kind: $kind, input: $input, dark: $dark) { from subject text html }
  }
`);

const updateMutation = graphql(`
  mutation UpdateSettings($version: Int!, $input: SettingsInput!, $reason: String) {
    updateSettings(version: $version, input: $input, reason: $reason) { version }
  }
`);

const uploadLogoMutation = graphql(`
  mutation UploadLogo($version: Int!, $file: Upload!) { uploadLogo(version: $version, file: $file) { version } }
`);

const removeLogoMutation = graphql(`
  mutation RemoveLogo($version: Int!) { removeLogo(version: $version) { version } }
`);

export const policiesQuery = graphql(`
  query ConsolePolicies {
    programTypeRows {
      id version code name form datesRequired minimumMinutes maximumMinutes position active
      repeatRules { startsOn scope cycleYears cycleFrom }
      instructorRules { startsOn multiple firstTimeOnly }
      documentRules { startsOn kinds }
      checklist { text required }
      reviewersRequired
    }
    policyRows { name startsOn value }
    creditRuleRows {
      id code name unit startsOn minutesPerUnit step rounding minimumMinutes minimumCredits firstUnitWhole
    }
    creditKinds {
      id version code name unit isDefault ruleCode approvingBody professions startsOn endsOn position
      partOf { code name }
    }
  }
`);

export const ruleTrialQuery = graphql(`
  query RuleTrial($trial: CreditRuleTrialInput!) {
    tryCreditRule(trial: $trial) { totals { of kind unit looked differ gained lost largest } }
  }
`);

const ruleDifferencesQuery = graphql(`
  query RuleDifferences($trial: CreditRuleTrialInput!, $after: String) {
    tryCreditRule(trial: $trial) {
      differences(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { of id kind unit number title day credits would }
      }
    }
  }
`);

export const retentionQuery = graphql(`
  query RetentionForecast($on: LocalDate) { retentionForecast(on: $on) { kind count oldestOn samples } }
`);

const saveTypeMutation = graphql(`
  mutation SaveProgramType($id: ID, $version: Int, $input: ProgramTypeInput!) {
    saveProgramType(id: $id, version: $version, input: $input) { id }
  }
`);

const saveKindMutation = graphql(`
  mutation SaveCreditKind($id: ID, $version: Int, $input: CreditKindInput!) {
    saveCreditKind(id: $id, version: $version, input: $input) { id }
  }
`);

const addRuleMutation = graphql(`
  mutation AddCreditRule($input: CreditRuleInput!) { addCreditRule(input: $input) { id } }
`);

export type SettingsValues = ResultOf<typeof settingsQuery>["settingsPage"];

export type MailKind = VariablesOf<typeof mailPreviewQuery>["kind"];

/** What of the settings mails look by. */
export type MailSettings = Pick<
  SettingsValues,
  | "accreditorName"
  | "mailSenderName"
  | "mailColour"
  | "mailAccentColour"
  | "mailSignOff"
  | "mailFooter"
  | "helpAddress"
  | "reportingHelpAddress"
>;

export type SettingsInput = VariablesOf<typeof updateMutation>["input"];

export const updateSettings = (version: number, input: SettingsInput, reason: string | null) =>
  request(updateMutation, { version, input, reason });

export const uploadLogo = (version: number, file: File) => request(uploadLogoMutation, { version, file });
export const removeLogo = (version: number) => request(removeLogoMutation, { version });

export type ProgramTypeRow = ResultOf<typeof policiesQuery>["programTypeRows"][number];
export type CreditRuleRow = ResultOf<typeof policiesQuery>["creditRuleRows"][number];
export type PolicyRow = ResultOf<typeof policiesQuery>["policyRows"][number];

export const saveProgramType = (
  type: Pick<ProgramTypeRow, "id" | "version"> | null,
  input: VariablesOf<typeof saveTypeMutation>["input"],
) => request(saveTypeMutation, { id: type?.id ?? null, version: type?.version ?? null, input });

export type CreditKindRow = ResultOf<typeof policiesQuery>["creditKinds"][number];

export const saveCreditKind = (
  kind: Pick<CreditKindRow, "id" | "version"> | null,
  input: VariablesOf<typeof saveKindMutation>["input"],
) => request(saveKindMutation, { id: kind?.id ?? null, version: kind?.version ?? null, input });

export const addCreditRule = (input: VariablesOf<typeof addRuleMutation>["input"]) =>
  request(addRuleMutation, { input });

export type RuleTrial = VariablesOf<typeof ruleTrialQuery>["trial"];

export const readDifferences = async (trial: RuleTrial, after: string | null, signal: AbortSignal) =>
  (await request(ruleDifferencesQuery, { trial, after }, signal)).tryCreditRule.differences;
