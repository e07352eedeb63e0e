// A conference app: the member who is signed in to it claims sessions and gets the certificate.
// The key is the accreditor's, with MEMBERS_ACT. It stays on the app's server; the phone gets the member's token at most.
import { writeFile } from "node:fs/promises";
import { gql, type TypedDocumentNode } from "@apollo/client";
import { clientOf, download, given, key, once } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;

// 1. A token for the member. Who it is, the app's server has made sure of.
const makeToken: TypedDocumentNode<{ createMemberToken: { token: string } }, { member: string }> = gql`
  mutation MakeToken($member: String!) {
    createMemberToken(memberNumber: $member, scopes: [CONFERENCES, CLAIMS, CERTIFICATES], expiresInMinutes: 15) { token }
  }`;
const made = given(await clientOf(key).mutate({ mutation: makeToken, variables: { member: MEMBER } }));
const { token } = made.createMemberToken;
const accrue = clientOf(token);

// 2. What the member can claim. Everything from here on is asked as the member.
interface Session {
  id: string;
  eligible: boolean;
  attendedFrom: string;
}
interface Conference {
  id: string;
  name: string;
  claimedCredits: string;
  days: { sessions: Session[] }[];
}
const list: TypedDocumentNode<{ conferences: Conference[] }> = gql`
  query Conferences {
    conferences {
      id
      name
      claimedCredits
      days { date sessions { id title credits eligible attendedFrom claim { attendedOn } } }
    }
  }`;
const [conference] = given(await accrue.query({ query: list })).conferences;
const session = conference?.days.flatMap(({ sessions }) => sessions).find(({ eligible }) => eligible);
if (!conference || !session) throw new Error("There is nothing to claim.");

// 3. The whole choice, as a preview: `problems` says what would be refused. A preview is not what is: the cache does not keep it.
interface Saved {
  saveClaims: { problems: { message: string }[]; conference: Pick<Conference, "id" | "claimedCredits"> | null };
}
interface Choice {
  conference: string;
  claims: { sessionId: string; attendedOn: string }[];
  preview: boolean;
}
const save: TypedDocumentNode<Saved, Choice> = gql`
  mutation Save($conference: ID!, $claims: [ClaimInput!]!, $preview: Boolean!) {
    saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) {
      problems { index code message }
      conference { id claimedCredits }
    }
  }`;
const choice = {
  conference: conference.id,
  claims: [{ sessionId: session.id, attendedOn: session.attendedFrom }],
};
const tried = given(
  await accrue.mutate({ mutation: save, variables: { ...choice, preview: true }, fetchPolicy: "no-cache" }),
);
if (tried.saveClaims.problems.length > 0)
  throw new Error(tried.saveClaims.problems.map(({ message }) => message).join("\n"));

// 4. For good. The answer has the conference as it then is, by which the cache knows its new sum without asking again.
await accrue.mutate({
  mutation: save,
  variables: { ...choice, preview: false },
  context: once("claims", MEMBER, choice),
});
const [claimed] = accrue.readQuery({ query: list })?.conferences ?? [];
console.log(claimed?.claimedCredits, "claimed of", claimed?.name);

// 5. The certificate of what is chosen. The same choice again gives the same certificate.
const generate: TypedDocumentNode<{ generateCertificate: { number: string; pdfUrl: string } }, { conference: string }> =
  gql`mutation Generate($conference: ID!) {
    generateCertificate(conferenceId: $conference) { id number credits verifyUrl pdfUrl }
  }`;
const { generateCertificate } = given(
  await accrue.mutate({
    mutation: generate,
    variables: { conference: conference.id },
    context: once("certificate", MEMBER, choice),
  }),
);

// 6. Its PDF, with the member's token.
await writeFile("certificate.pdf", await download(generateCertificate.pdfUrl, token));
console.log(`Certificate ${generateCertificate.number} is in certificate.pdf.`);
