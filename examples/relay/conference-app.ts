// A conference app: the member who is signed in to it claims sessions and gets the certificate.
// The key is the accreditor's, with MEMBERS_ACT. It stays on the app's server; the phone gets the member's token at most.
import { writeFile } from "node:fs/promises";
import generateMutation, {
  type conferenceAppDocumentsGenerateMutation,
} from "./__generated__/conferenceAppDocumentsGenerateMutation.graphql.ts";
import listQuery, {
  type conferenceAppDocumentsListQuery,
} from "./__generated__/conferenceAppDocumentsListQuery.graphql.ts";
import makeTokenMutation, {
  type conferenceAppDocumentsMakeTokenMutation,
} from "./__generated__/conferenceAppDocumentsMakeTokenMutation.graphql.ts";
import saveMutation, {
  type conferenceAppDocumentsSaveMutation,
} from "./__generated__/conferenceAppDocumentsSaveMutation.graphql.ts";
import { ask, change, download, environmentOf, key, known } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;

// 1. A token for the member. Who it is, the app's server has made sure of.
const made = await change<conferenceAppDocumentsMakeTokenMutation>(environmentOf(key), makeTokenMutation, {
  member: MEMBER,
});
const token = made.createMemberToken?.token;
if (!token) throw new Error("There is no token.");
const accrue = environmentOf(token);

// 2. What the member can claim. Everything from here on is asked as the member.
const [conference] = (await ask<conferenceAppDocumentsListQuery>(accrue, listQuery, {})).conferences;
const session = conference?.days.flatMap(({ sessions }) => sessions).find(({ eligible }) => eligible);
if (!conference || !session) throw new Error("There is nothing to claim.");

// 3. The whole choice, as a preview: `problems` says what would be refused. A preview is not what is: it goes into a store of its own.
const choice = {
  conference: conference.id,
  claims: [{ sessionId: session.id, attendedOn: session.attendedFrom }],
};
const tried = await change<conferenceAppDocumentsSaveMutation>(environmentOf(token), saveMutation, {
  ...choice,
  preview: true,
});
const problems = tried.saveClaims?.problems ?? [];
if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));

// 4. For good. The answer has the conference as it then is, by which the store knows its new sum without asking again.
await change<conferenceAppDocumentsSaveMutation>(accrue, saveMutation, { ...choice, preview: false });
const [claimed] = known<conferenceAppDocumentsListQuery>(accrue, listQuery, {}).conferences;
console.log(claimed?.claimedCredits, "claimed of", claimed?.name);

// 5. The certificate of what is chosen. The same choice again gives the same certificate.
const { generateCertificate: certificate } = await change<conferenceAppDocumentsGenerateMutation>(
  accrue,
  generateMutation,
  { conference: conference.id },
);
if (!certificate) throw new Error("There is no certificate.");

// 6. Its PDF, with the member's token.
await writeFile("certificate.pdf", await download(certificate.pdfUrl, token));
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
