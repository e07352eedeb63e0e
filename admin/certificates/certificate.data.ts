import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import type { ListParams, ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query CertificateList($first: Int!, $offset: Int!, $filter: CertificateFilter) {
    certificates(first: $first, offset: $offset, filter: $filter) {
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

export const certificateData = {
  async getList({ first, offset, filter, signal }: ListParams) {
    const { certificates } = await request(listDocument, { first, offset, filter }, signal);
    return { data: certificates.nodes, total: certificates.totalCount };
  },
} satisfies ResourceData;

export const resendCertificate = (id: string) => request(resendDocument, { id });
export const revokeCertificate = (id: string, reason: string) => request(revokeDocument, { id, reason });
