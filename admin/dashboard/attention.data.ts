import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

/** The number in the menu. */
export const attentionCountQuery = graphql(`
  query AttentionCount { needsAttention { total } }
`);

export const attentionKindsQuery = graphql(`
  query AttentionKinds { needsAttention { kinds { kind count } } }
`);

const itemsQuery = graphql(`
  query AttentionItems($kind: AttentionKind, $after: String) {
    needsAttention {
      items(kind: $kind, first: 100, after: $after) {
        totalCount
        nodes {
          id kind since programId programNumber programName memberId memberNumber memberName
          otherMemberNumber otherMemberName mailId message availableActions
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export type AttentionKind = ResultOf<typeof attentionKindsQuery>["needsAttention"]["kinds"][number]["kind"];
export type AttentionItem = ResultOf<typeof itemsQuery>["needsAttention"]["items"]["nodes"][number];

export const readAttention = async (kind: AttentionKind | null, after: string | null, signal: AbortSignal) =>
  (await request(itemsQuery, { kind, after }, signal)).needsAttention.items;

const setAsideMutation = graphql(`
  mutation SetAttentionAside($id: ID!, $reason: String!) { setAttentionAside(id: $id, reason: $reason) }
`);
const retryJobMutation = graphql(`mutation RetryJob($id: ID!) { retryJob(id: $id) }`);
const retryCertificatesMutation = graphql(`
  mutation RetryCertificatesOfList($programId: ID!) { retryCertificates(programId: $programId) }
`);

export const setAttentionAside = (id: string, reason: string) => request(setAsideMutation, { id, reason });
export const retryJob = (id: string) => request(retryJobMutation, { id });
export const retryCertificates = (programId: string) => request(retryCertificatesMutation, { programId });
