// What `conference-app.ts` asks. The compiler reads this file and nobody runs it: an app whose build has Babel writes these where they are used.
import { graphql } from "relay-runtime";

graphql`
  mutation conferenceAppDocumentsMakeTokenMutation($member: String!) {
    createMemberToken(memberNumber: $member, scopes: [CONFERENCES, CLAIMS, CERTIFICATES], expiresInMinutes: 15) { token }
  }
`;

graphql`
  query conferenceAppDocumentsListQuery {
    conferences {
      id
      name
      claimedCredits
      days { date sessions { id title credits eligible attendedFrom claim { attendedOn } } }
    }
  }
`;

graphql`
  mutation conferenceAppDocumentsSaveMutation($conference: ID!, $claims: [ClaimInput!]!, $preview: Boolean!) {
    saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) {
      problems { index code message }
      conference { id claimedCredits }
    }
  }
`;

graphql`
  mutation conferenceAppDocumentsGenerateMutation($conference: ID!) {
    generateCertificate(conferenceId: $conference) { id number credits verifyUrl pdfUrl }
  }
`;
