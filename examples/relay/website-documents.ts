// What `website.ts` asks. The compiler reads this file and nobody runs it: an app whose build has Babel writes these where they are used.
import { graphql } from "relay-runtime";

graphql`
  query websiteDocumentsCalendarQuery {
    calendar(first: 5) { programNumber title startsOn place credits creditUnit }
  }
`;

graphql`
  query websiteDocumentsPageQuery($member: String!) {
    member(number: $member) { id name active }
    transcript(memberNumber: $member) { totals { creditUnit credits } lines { completedOn title credits } }
    certificates(filter: { memberNumber: $member, status: [ISSUED] }, first: 20) {
      nodes { id number title verificationCode verifyUrl downloadUrl(minutes: 10) }
    }
  }
`;

graphql`
  query websiteDocumentsCheckQuery($code: String!) {
    verifyCertificate(code: $code) { status recipientName }
  }
`;

graphql`
  query websiteDocumentsFollowQuery($after: String) {
    events(after: $after, first: 100, types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]) {
      nodes { type certificate { certificateId memberId status } }
      pageInfo { endCursor hasNextPage }
    }
  }
`;
