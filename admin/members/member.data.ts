import { graphql, type OrderFieldOf, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const searchQuery = graphql(`
  query MemberSearch($first: Int!, $offset: Int!, $filter: MemberFilter!, $orderBy: [MemberOrder!]) {
    members(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id memberNumber firstName lastName name membership role city state zip county email active }
    }
  }
`);

const showQuery = graphql(`
  query MemberPage($id: ID!) {
    member(id: $id) {
      id memberNumber firstName lastName suffix name membership role city state zip county active erasedAt formerNumbers
      emailAddresses { id address isPrimary verifiedAt lastFailedAt }
      account { id secondFactorSince } availableActions
      registrations { id programId name startsOn email verified registrationType }
      creditsByYear { year creditUnit credits awards }
    }
  }
`);

/** A member's newest certificates. */
export const memberCertificatesQuery = graphql(`
  query MemberCertificates($memberNumber: String!) {
    certificates(first: 10, filter: { memberNumber: $memberNumber }) {
      totalCount
      nodes { id number title credits creditUnit completedOn status }
    }
  }
`);

/** The newest mails to a member, by whichever address. */
export const memberMailsQuery = graphql(`
  query MailsToMember($id: ID!) {
    mails(first: 10, filter: { memberId: $id }) {
      totalCount
      nodes { id toAddress subject status lastError createdAt }
    }
  }
`);

export type MemberPage = NonNullable<ResultOf<typeof showQuery>["member"]>;

/** The server wants a condition of two letters: without one there is nothing to ask. */
const canSearch = (filter: Record<string, unknown>): boolean =>
  Object.values(filter).some((value) => typeof value === "string" && value.trim().length >= 2);

export const memberData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    if (!canSearch(filter)) return { data: [], total: 0 };
    const { members } = await request(
      searchQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"Member">>(sort) },
      signal,
    );
    return { data: members.nodes, total: members.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showQuery, { id }, signal)).member,
} satisfies ResourceData;
