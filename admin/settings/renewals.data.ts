import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const renewalsQuery = graphql(`
  query RenewalRequirements {
    renewalRequirements {
      id version code name body sourceUrl startsOn total creditUnit kind { code name } months opensDays lateDays outsideMaximum licenceKindId
      parts { kind { code name } minimum maximum }
    }
    creditKinds { code name isDefault }
    licenceKinds { id name asksExpiry }
  }
`);

const saveMutation = graphql(`
  mutation SaveRenewalRequirement($id: ID, $version: Int, $input: RenewalRequirementInput!) {
    saveRenewalRequirement(id: $id, version: $version, input: $input) { id }
  }
`);

export type RenewalRequirement = ResultOf<typeof renewalsQuery>["renewalRequirements"][number];
export type RenewalChoices = Pick<ResultOf<typeof renewalsQuery>, "creditKinds" | "licenceKinds">;

export const saveRenewalRequirement = (
  row: Pick<RenewalRequirement, "id" | "version"> | null,
  input: VariablesOf<typeof saveMutation>["input"],
) => request(saveMutation, { id: row?.id ?? null, version: row?.version ?? null, input });

/** What boards have published, to begin with: staff read the board's page and say which kinds of credit its areas are. */
export const published: Pick<
  RenewalRequirement,
  "code" | "name" | "body" | "sourceUrl" | "startsOn" | "total" | "creditUnit" | "months" | "opensDays" | "lateDays"
>[] = [
  {
    code: "BRPT",
    name: "Registered Polysomnographic Technologist",
    body: "Board of Registered Polysomnographic Technologists",
    sourceUrl: "https://www.brpt.org/recertify/",
    startsOn: "2010-01-01",
    total: "50.00",
    creditUnit: "CEC",
    months: 60,
    opensDays: 180,
    lateDays: 90,
  },
  {
    code: "CASC",
    name: "Certified Administrator Surgery Center",
    body: "Board of Ambulatory Surgery Certification",
    sourceUrl: "https://aboutcasc.org/recertification/",
    startsOn: "2019-01-01",
    total: "30.00",
    creditUnit: "AEU",
    months: 36,
    opensDays: null,
    lateDays: 0,
  },
];
