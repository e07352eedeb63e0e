import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import type { ListParams, ResourceData } from "../data/resource-data.ts";

const searchDocument = graphql(`
  query MemberSearch($first: Int!, $offset: Int!, $filter: MemberFilter!) {
    members(first: $first, offset: $offset, filter: $filter) {
      totalCount
      nodes { id memberNumber firstName lastName membership role city state zip county email active }
    }
  }
`);

const showDocument = graphql(`
  query MemberPage($id: ID!) {
    member(id: $id) {
      id memberNumber firstName lastName membership role city state zip county active erasedAt formerNumbers
      emailAddresses { id address isPrimary verifiedAt lastFailedAt }
    }
    transcript(memberId: $id) {
      pdfUrl
      totals { creditUnit credits }
      lines { completedOn title sessionTitle programNumber providerName credits creditUnit certificateNumber }
    }
  }
`);

const mailsDocument = graphql(`
  query MailsToAddress($address: String!) {
    mails(first: 10, filter: { toAddress: $address }) { nodes { id subject status createdAt } }
  }
`);

export type MemberPage = NonNullable<ResultOf<typeof showDocument>["member"]> & {
  transcript: ResultOf<typeof showDocument>["transcript"];
};

export { mailsDocument };

/** The server wants a condition of two letters: without one there is nothing to ask. */
const canSearch = (filter: Record<string, unknown>): boolean =>
  Object.values(filter).some((value) => typeof value === "string" && value.trim().length >= 2);

export const memberData = {
  async getList({ first, offset, filter, signal }: ListParams) {
    if (!canSearch(filter)) return { data: [], total: 0 };
    const { members } = await request(searchDocument, { first, offset, filter }, signal);
    return { data: members.nodes, total: members.totalCount };
  },
  async getOne(id: string, signal?: AbortSignal): Promise<MemberPage | null> {
    const { member, transcript } = await request(showDocument, { id }, signal);
    return member && { ...member, transcript };
  },
} satisfies ResourceData;
