import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query CertificateList($first: Int!, $offset: Int!, $filter: CertificateFilter, $orderBy: [CertificateOrder!]) {
    certificates(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id number recipientName title credits creditUnit completedOn issuedAt status supersededBy { number } }
    }
  }
`);

const resendDocument = graphql(`
  mutation ResendCertificate($id: ID!) { resendCertificate(id: $id) { id } }
`);

const revokeDocument = graphql(`
  mutation RevokeCertificate($id: ID!, $reason: String!) { revokeCertificate(id: $id, reason: $reason) { id } }
`);

export type ListedCertificate = ResultOf<typeof listDocument>["certificates"]["nodes"][number];

/** The columns that the list can be sorted by, by their source. */
export const certificateOrders = {
  number: "NUMBER",
  recipientName: "RECIPIENT",
  title: "TITLE",
  completedOn: "COMPLETED_ON",
  credits: "CREDITS",
  issuedAt: "ISSUED_AT",
  status: "STATUS",
} as const;

export const certificateData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { certificates } = await request(
      listDocument,
      { first, offset, filter, orderBy: orderByOf(sort, certificateOrders) },
      signal,
    );
    return { data: certificates.nodes, total: certificates.totalCount };
  },
} satisfies ResourceData;

export const resendCertificate = (id: string) => request(resendDocument, { id });
export const revokeCertificate = (id: string, reason: string) => request(revokeDocument, { id, reason });
