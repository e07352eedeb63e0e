import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const settingsDocument = graphql(`
  query ConsoleSettings {
    settingsPage {
      subjectId version accreditorName memberIdLabel programLetter timeZone reportingDays creditRuleCode signatoryName
      signatoryTitle claimsFromYear presentersMayClaim retentionYears
      creditRules { code name unit }
    }
  }
`);

const updateDocument = graphql(`
  mutation UpdateSettings($version: Int!, $input: SettingsInput!) {
    updateSettings(version: $version, input: $input) { version }
  }
`);

export type SettingsValues = ResultOf<typeof settingsDocument>["settingsPage"];

export const updateSettings = (version: number, input: VariablesOf<typeof updateDocument>["input"]) =>
  request(updateDocument, { version, input });
