// The association's website: what is on, and on a member's own page all their credit and certificates.
// The key is the accreditor's, with MEMBERS_READ and CERTIFICATES_READ. It stays on the website's server.
import { writeFile } from "node:fs/promises";
import { gql, type TypedDocumentNode } from "@apollo/client";
import { clientOf, download, given, key } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;
const accrue = clientOf(key);

// 1. What is on: open to everybody, so without the key.
interface Entry {
  startsOn: string;
  title: string;
  credits: string;
  creditUnit: string;
}
const calendar: TypedDocumentNode<{ calendar: Entry[] }> =
  gql`query Calendar { calendar(first: 5) { programNumber title startsOn place credits creditUnit } }`;
for (const { startsOn, title, credits, creditUnit } of given(await clientOf(null).query({ query: calendar })).calendar)
  console.log(startsOn, title, credits, creditUnit);

// 2. The member's page, in one request: who it is, all credit, and the certificates with links that can be followed.
interface Page {
  member: { name: string; active: boolean } | null;
  transcript: { totals: { creditUnit: string; credits: string }[] } | null;
  certificates: { nodes: { number: string; verificationCode: string; downloadUrl: string }[] };
}
const page: TypedDocumentNode<Page, { member: string }> = gql`
  query Page($member: String!) {
    member(number: $member) { id name active }
    transcript(memberNumber: $member) { totals { creditUnit credits } lines { completedOn title credits } }
    certificates(filter: { memberNumber: $member, status: [ISSUED] }, first: 20) {
      nodes { id number title verificationCode verifyUrl downloadUrl(minutes: 10) }
    }
  }`;
const { member, transcript, certificates } = given(await accrue.query({ query: page, variables: { member: MEMBER } }));
console.log(member?.name, transcript?.totals.map(({ credits, creditUnit }) => `${credits} ${creditUnit}`).join(", "));
const [certificate] = certificates.nodes;
if (!certificate) throw new Error("The member has no certificate.");

// 3. A certificate's PDF, as the member's browser fetches it.
await writeFile("certificate.pdf", await download(certificate.downloadUrl));

// 4. What an employer does who was shown it: without a key.
const check: TypedDocumentNode<{ verifyCertificate: { status: string; recipientName: string } }, { code: string }> =
  gql`query Check($code: String!) { verifyCertificate(code: $code) { status recipientName } }`;
const variables = { code: certificate.verificationCode };
console.log(given(await clientOf(null).query({ query: check, variables })).verifyCertificate);

// 5. What happened since the last time. A real website keeps the cursor, and begins there tomorrow.
interface Feed {
  events: { nodes: { type: string }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}
const follow: TypedDocumentNode<Feed, { after: string | null }> = gql`
  query Follow($after: String) {
    events(after: $after, first: 100, types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]) {
      nodes { type certificate { certificateId memberId status } }
      pageInfo { endCursor hasNextPage }
    }
  }`;
const { events } = given(await accrue.query({ query: follow, variables: { after: null } }));
console.log(events.nodes.length, "events, to be followed from", events.pageInfo.endCursor);
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
