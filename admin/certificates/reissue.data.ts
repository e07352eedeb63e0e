import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

/** Which certificates would be issued anew, and what changes on paper. */
export const reissuePreviewQuery = graphql(`
  query ReissuePreview($scope: ReissueScopeInput!) {
    reissuePreview(scope: $scope) { mistakes { mistake count } certificates(first: 1) { totalCount } }
  }
`);

const reissueLinesQuery = graphql(`
  query ReissueLines($scope: ReissueScopeInput!, $after: String) {
    reissuePreview(scope: $scope) {
      certificates(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id number recipientName title changes { mistake before after } }
      }
    }
  }
`);

/** Reissues of a program's certificates, and how far they are. */
export const reissuesQuery = graphql(`
  query CertificateReissues($programId: ID) {
    certificateReissues(programId: $programId) { id programId reason requestedAt stoppedAt endedAt total done passed refused }
  }
`);

const reissueManyMutation = graphql(`
  mutation ReissueCertificates($scope: ReissueScopeInput!, $count: Int!, $reason: String!) {
    reissueCertificates(scope: $scope, count: $count, reason: $reason) { id }
  }
`);

const stopReissueMutation = graphql(`
  mutation StopReissue($id: ID!, $stopped: Boolean!) { stopReissue(id: $id, stopped: $stopped) { id } }
`);

export type ReissueScope = VariablesOf<typeof reissuePreviewQuery>["scope"];
export type ReissueRow = ResultOf<typeof reissuesQuery>["certificateReissues"][number];

export const readReissueLines = async (scope: ReissueScope, after: string | null, signal: AbortSignal) =>
  (await request(reissueLinesQuery, { scope, after }, signal)).reissuePreview.certificates;
export const reissueMany = (scope: ReissueScope, count: number, reason: string) =>
  request(reissueManyMutation, { scope, count, reason });
export const stopReissue = (id: string, stopped: boolean) => request(stopReissueMutation, { id, stopped });
