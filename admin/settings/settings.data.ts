import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const settingsDocument = graphql(`
  query ConsoleSettings {
    settingsPage {
      subjectId version logoUrl accreditorName memberIdLabel programLetter providerPrefix certificatePrefix timeZone reportingDays creditRuleCode signatoryName
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

const uploadLogoDocument = graphql(`
  mutation UploadLogo($version: Int!, $file: Upload!) { uploadLogo(version: $version, file: $file) { version } }
`);

const removeLogoDocument = graphql(`
  mutation RemoveLogo($version: Int!) { removeLogo(version: $version) { version } }
`);

export const policiesDocument = graphql(`
  query ConsolePolicies {
    programTypeRows { id version code name minimumMinutes maximumMinutes position active }
    creditRuleRows {
      id code name unit startsOn minutesPerUnit step rounding minimumMinutes minimumCredits firstUnitWhole
    }
  }
`);

const saveTypeDocument = graphql(`
  mutation SaveProgramType($id: ID, $version: Int, $input: ProgramTypeInput!) {
    saveProgramType(id: $id, version: $version, input: $input) { id }
  }
`);

const addRuleDocument = graphql(`
  mutation AddCreditRule($input: CreditRuleInput!) { addCreditRule(input: $input) { id } }
`);

export type SettingsValues = ResultOf<typeof settingsDocument>["settingsPage"];

export const updateSettings = (version: number, input: VariablesOf<typeof updateDocument>["input"]) =>
  request(updateDocument, { version, input });

export const uploadLogo = (version: number, file: File) => request(uploadLogoDocument, { version, file });
export const removeLogo = (version: number) => request(removeLogoDocument, { version });

export type ProgramTypeRow = ResultOf<typeof policiesDocument>["programTypeRows"][number];
export type CreditRuleRow = ResultOf<typeof policiesDocument>["creditRuleRows"][number];

export const saveProgramType = (
  type: Pick<ProgramTypeRow, "id" | "version"> | null,
  input: VariablesOf<typeof saveTypeDocument>["input"],
) => request(saveTypeDocument, { id: type?.id ?? null, version: type?.version ?? null, input });

export const addCreditRule = (input: VariablesOf<typeof addRuleDocument>["input"]) =>
  request(addRuleDocument, { input });
