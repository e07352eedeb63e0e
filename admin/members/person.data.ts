import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const lookUpQuery = graphql(`
  query MergeCandidates($filter: MemberFilter!) {
    members(first: 10, filter: $filter) { nodes { id memberNumber name lastName email city } }
  }
`);

export const mergePreviewQuery = graphql(`
  query MergePreview($keepId: ID!, $mergeId: ID!) {
    mergePreview(keepId: $keepId, mergeId: $mergeId) {
      kept { memberNumber hasAccount }
      merged { memberNumber name hasAccount }
      moved { addresses devices providers apiKeys attendance claims certificates mails }
      doubled {
        dropped { memberNumber programNumber title sessionTitle completedOn credits creditUnit awarded }
        kept { memberNumber programNumber title sessionTitle credits creditUnit awarded }
      }
      endedCertificates { number status }
      newCertificates fingerprint
    }
  }
`);

export type MergePreview = ResultOf<typeof mergePreviewQuery>["mergePreview"];

const mergeMutation = graphql(`
  mutation MergeMembers($keepId: ID!, $mergeId: ID!, $fingerprint: String!, $reason: String!) {
    mergeMembers(keepId: $keepId, mergeId: $mergeId, fingerprint: $fingerprint, reason: $reason) { id }
  }
`);

export const mergeMembers = (keepId: string, mergeId: string, fingerprint: string, reason: string) =>
  request(mergeMutation, { keepId, mergeId, fingerprint, reason });

const eraseMutation = graphql(`
  mutation EraseMember($memberId: ID!, $reason: String!) { eraseMember(memberId: $memberId, reason: $reason) }
`);

export const eraseMember = (memberId: string, reason: string) => request(eraseMutation, { memberId, reason });
