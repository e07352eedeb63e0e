import { graphql, type OrderFieldOf, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";
import { loadSignedIn } from "../data/viewer.ts";

const listQuery = graphql(`
  query CertificateList($first: Int!, $offset: Int!, $filter: CertificateFilter, $orderBy: [CertificateOrder!]) {
    certificates(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id number recipientName title credits creditUnit completedOn issuedAt status supersededBy { number } }
    }
  }
`);

const showQuery = graphql(`
  query CertificatePage($id: ID!, $staff: Boolean!) {
    certificate(id: $id) {
      id number verificationCode recipientName licences memberNumber title providerName providerAddress jointProviders programNumber completedOn issuedAt credits
      creditUnit status availableActions revokedAt revocationReason @include(if: $staff)
      supersededBy { id number }
      supersedes { id number issuedAt }
      transcriptUrl
      lines { title attendedOn credits virtual asInstructor }
      creditExplanations { activity kind sentences }
      kinds { name unit credits isPart approvingBody approvalNumber }
    }
  }
`);

/** What chosen certificates come to. */
export const certificateTotalsQuery = graphql(`
  query CertificateTotals($ids: [ID!]!) {
    totals: certificateTotals(ids: $ids) { held people credits { creditUnit credits } }
  }
`);

/** Mails that brought a certificate, the newest first. */
export const certificateMailsQuery = graphql(`
  query CertificateMails($id: ID!) {
    mails(first: 20, filter: { subjectId: $id }) {
      totalCount
      nodes { id toAddress status lastError createdAt }
    }
  }
`);

/** How many of a program's certificates hold. */
export const programCertificatesQuery = graphql(`
  query ProgramCertificates($programNumber: String!) {
    certificates(first: 1, filter: { programNumber: $programNumber, status: [ISSUED] }) { totalCount }
  }
`);

/** A program's certificates that could not be made. */
export const unmadeCertificatesQuery = graphql(`
  query UnmadeCertificates($programId: ID!) {
    unmadeCertificates(programId: $programId) { recordId memberNumber message }
  }
`);

const retryMutation = graphql(`
  mutation RetryCertificates($programId: ID!) { retryCertificates(programId: $programId) }
`);

const resendMutation = graphql(`
  mutation ResendCertificate($id: ID!) { resendCertificate(id: $id) { id } }
`);

const revokeMutation = graphql(`
  mutation RevokeCertificate($id: ID!, $reason: String!) { revokeCertificate(id: $id, reason: $reason) { id } }
`);

const reissueMutation = graphql(`
  mutation ReissueCertificate($id: ID!, $reason: String!) { reissueCertificate(id: $id, reason: $reason) { id } }
`);

const correctMutation = graphql(`
  mutation CorrectCertificates($programId: ID!, $reason: String!) {
    correctCertificates(programId: $programId, reason: $reason)
  }
`);

/** The certificates of a program that say otherwise than what they stand on by now. */
export const outdatedCertificatesQuery = graphql(`
  query OutdatedCertificates($id: ID!, $after: String) {
    program(id: $id) {
      outdatedCertificates(first: 20, after: $after) {
        totalCount
        pageInfo { endCursor hasNextPage }
        nodes { id number recipientName credits creditUnit correction { effect credits refusal } }
      }
    }
  }
`);

export type CertificatePage = NonNullable<ResultOf<typeof showQuery>["certificate"]>;

export const certificateData = {
  async getOne(id: string, signal?: AbortSignal) {
    const staff = (await loadSignedIn())?.viewer.isStaff ?? false;
    return (await request(showQuery, { id, staff }, signal)).certificate;
  },
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { certificates } = await request(
      listQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"Certificate">>(sort) },
      signal,
    );
    return { data: certificates.nodes, total: certificates.totalCount };
  },
} satisfies ResourceData;

export const resendCertificate = (id: string) => request(resendMutation, { id });
export const reissueCertificate = (id: string, reason: string) => request(reissueMutation, { id, reason });
export const correctCertificates = (programId: string, reason: string) =>
  request(correctMutation, { programId, reason });
export const revokeCertificate = (id: string, reason: string) => request(revokeMutation, { id, reason });
export const retryCertificates = (programId: string) => request(retryMutation, { programId });
