// What `lms.ts` asks. The compiler reads this file and nobody runs it: an app whose build has Babel writes these where they are used.
import { graphql } from "relay-runtime";

graphql`
  query lmsDocumentsAboutQuery($program: String!) {
    apiKey { name expiresAt }
    program(number: $program) { id name status }
  }
`;

graphql`
  mutation lmsDocumentsEnterMutation($rows: [AttendanceRowInput!]!, $preview: Boolean!) {
    enterAttendances(rows: $rows, preview: $preview, clientReference: "course 17") {
      id
      status
      message
      errors(first: 5) { nodes { line column code message } }
    }
  }
`;

graphql`
  query lmsDocumentsFindQuery($program: String!, $member: String!) {
    certificates(filter: { programNumber: $program, memberNumber: $member }, first: 1) {
      nodes { id number verifyUrl downloadUrl(minutes: 10) }
    }
  }
`;
