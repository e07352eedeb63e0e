// A conference app: the member who is signed in to it claims sessions and gets the certificate.
// The key is the accreditor's, with MEMBERS_ACT. It stays on the app's server; the phone gets the member's token at most.
import { writeFile } from "node:fs/promises";
import { conferences, createMemberToken, generateCertificate, saveClaims } from "../../packages/sdk/accrue.ts";
import { accrue, once } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;

// 1. A token for the member. Who it is, the app's server has made sure of. Everything from here on is asked as the member.
const { createMemberToken: made } = await accrue.ask(createMemberToken, {
  member: MEMBER,
  scopes: ["CONFERENCES", "CLAIMS", "CERTIFICATES"],
  minutes: 15,
});
const asMember = accrue.as(made?.token ?? null);

// 2. What the member can claim.
const [conference] = (await asMember.ask(conferences)).conferences;
const session = conference?.days.flatMap(({ sessions }) => sessions).find(({ eligible }) => eligible);
if (!conference || !session) throw new Error("There is nothing to claim.");

// 3. The whole choice, as a preview: `problems` says what would be refused.
const choice = {
  conference: conference.id,
  claims: [{ sessionId: session.id, attendedOn: session.attendedFrom }],
};
const { saveClaims: tried } = await asMember.ask(saveClaims, { ...choice, preview: true });
if (tried && tried.problems.length > 0) throw new Error(tried.problems.map(({ message }) => message).join("\n"));

// 4. For good. The answer has the conference as it then is.
const { saveClaims: saved } = await asMember.ask(
  saveClaims,
  { ...choice, preview: false },
  once("claims", MEMBER, choice),
);
console.log(saved?.conference?.claimedCredits, "claimed of", saved?.conference?.name);

// 5. The certificate of what is chosen. The same choice again gives the same certificate.
const variables = { conference: conference.id };
const { generateCertificate: certificate } = await asMember.ask(
  generateCertificate,
  variables,
  once("certificate", MEMBER, choice),
);
if (!certificate) throw new Error("There was no answer.");

// 6. Its PDF, with the member's token.
await writeFile("certificate.pdf", await asMember.download(certificate.pdfUrl, { withToken: true }));
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
