import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const outsideCreditsQuery = graphql(`
  query MemberOutsideCredits($memberId: ID!) {
    outsideCredits(memberId: $memberId) {
      id version title issuer number format startsOn completedOn credits creditUnit status createdAt acceptedAt endedAt decision
      looksCounted proofUrl availableActions kinds { name unit credits }
    }
  }
`);

const decideMutation = graphql(`
  mutation DecideOutsideCredit($id: ID!, $version: Int!, $accept: Boolean!, $decision: String) {
    decideOutsideCredit(id: $id, version: $version, accept: $accept, decision: $decision) { id }
  }
`);

export type OutsideCredit = ResultOf<typeof outsideCreditsQuery>["outsideCredits"][number];

export const decideOutsideCredit = (
  { id, version }: Pick<OutsideCredit, "id" | "version">,
  accept: boolean,
  decision: string | null,
) => request(decideMutation, { id, version, accept, decision });
