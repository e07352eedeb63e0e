import { graphql, type ResultOf } from "../api/graphql.ts";

export const CertificatesQuery = graphql(`
  query Certificates($after: String) {
    certificates(filter: { mine: true }, first: 100, after: $after) {
      nodes {
        id
        number
        verificationCode
        issuedAt
        recipientName
        title
        credits
        creditUnit
        completedOn
        status
        pdfUrl
        credentialUrl
        transcriptUrl
        lines { title attendedOn credits virtual asInstructor }
        kinds { name unit credits isPart }
        creditExplanations { activity sentences }
        supersededBy { id number }
      }
      pageInfo { endCursor hasNextPage }
    }
    conferences { id certificate { id } }
  }
`);

export const ResendCertificate = graphql(`
  mutation ResendCertificate($id: ID!) { resendCertificate(id: $id) { id } }
`);

export type Certificate = ResultOf<typeof CertificatesQuery>["certificates"]["nodes"][number];
