// An LMS reports who completed a course, and fetches the certificate.
// The key is the provider's, with PROGRAMS_READ, ATTENDANCE_WRITE and CERTIFICATES_READ.
import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { gql, type TypedDocumentNode } from "@apollo/client";
import { clientOf, download, given, key, once } from "./accrue.ts";

const { PROGRAM = "A09164", MEMBER = "100100", FIRST_NAME = "John", LAST_NAME = "Smith" } = process.env;
const { COMPLETED_ON = "2009-04-10", CREDITS = "1" } = process.env;
const row = {
  programNumber: PROGRAM,
  memberNumber: MEMBER,
  firstName: FIRST_NAME,
  lastName: LAST_NAME,
  completionDate: COMPLETED_ON,
  credits: CREDITS,
};
const accrue = clientOf(key);

// 1. What the key is, and whether the program takes attendance.
const about: TypedDocumentNode<
  { apiKey: { name: string }; program: { name: string; status: string } | null },
  { program: string }
> = gql`query About($program: String!) { apiKey { name expiresAt } program(number: $program) { id name status } }`;
const { apiKey, program } = given(await accrue.query({ query: about, variables: { program: PROGRAM } }));
console.log(apiKey.name, "reports for", program?.name);

// 2. The roster, as a preview first: its errors are data. Line 2 is the first row.
interface Upload {
  enterAttendances: {
    status: string;
    message: string;
    errors: { nodes: { line: number; column: string; code: string; message: string }[] };
  };
}
const enter: TypedDocumentNode<Upload, { rows: (typeof row)[]; preview: boolean }> = gql`
  mutation Enter($rows: [AttendanceRowInput!]!, $preview: Boolean!) {
    enterAttendances(rows: $rows, preview: $preview, clientReference: "course 17") {
      id
      status
      message
      errors(first: 5) { nodes { line column code message } }
    }
  }`;
const preview = given(await accrue.mutate({ mutation: enter, variables: { rows: [row], preview: true } }));
if (preview.enterAttendances.status !== "PREVIEWED") {
  const { errors, message } = preview.enterAttendances;
  throw new Error(errors.nodes.map((error) => error.message).join("\n") || message);
}

// 3. For good. Sent again with the same Idempotency-Key, it is recorded once.
const sent = given(
  await accrue.mutate({ mutation: enter, variables: { rows: [row], preview: false }, context: once("roster", row) }),
);
console.log(sent.enterAttendances.status, sent.enterAttendances.message);

// 4. Jobs make the certificate: ask until it is there.
const find: TypedDocumentNode<
  { certificates: { nodes: { number: string; downloadUrl: string }[] } },
  { program: string; member: string }
> = gql`
  query Find($program: String!, $member: String!) {
    certificates(filter: { programNumber: $program, memberNumber: $member }, first: 1) {
      nodes { id number verifyUrl downloadUrl(minutes: 10) }
    }
  }`;
async function waitForCertificate() {
  for (let pause = 1_000; pause < 120_000; pause *= 2) {
    const variables = { program: PROGRAM, member: MEMBER };
    const [found] = given(await accrue.query({ query: find, variables, fetchPolicy: "network-only" })).certificates
      .nodes;
    if (found) return found;
    await delay(pause);
  }
  throw new Error("There is no certificate yet.");
}
const certificate = await waitForCertificate();

// 5. The PDF. The address needs no key, and holds for ten minutes.
await writeFile("certificate.pdf", await download(certificate.downloadUrl));
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
