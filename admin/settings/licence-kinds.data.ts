import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const licenceKindsQuery = graphql(`
  query LicenceKinds {
    licenceKinds {
      id version code name mask checkDigit asksJurisdiction asksProfession asksExpiry isUnique sensitive onRosters printed active
    }
  }
`);

const saveMutation = graphql(`
  mutation SaveLicenceKind($id: ID, $version: Int, $input: LicenceKindInput!) {
    saveLicenceKind(id: $id, version: $version, input: $input) { id }
  }
`);

export type LicenceKind = ResultOf<typeof licenceKindsQuery>["licenceKinds"][number];

export const saveLicenceKind = (
  kind: Pick<LicenceKind, "id" | "version"> | null,
  input: VariablesOf<typeof saveMutation>["input"],
) => request(saveMutation, { id: kind?.id ?? null, version: kind?.version ?? null, input });
