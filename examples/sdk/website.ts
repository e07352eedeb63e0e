// The association's website: what is on, and on a member's own page all their credit and certificates.
// The key is the accreditor's, with MEMBERS_READ and CERTIFICATES_READ. It stays on the website's server.
import { writeFile } from "node:fs/promises";
import { calendar, certificateEvents, memberPage, verifyCertificate } from "../../packages/sdk/accrue.ts";
import { accrue } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;
const everybody = accrue.as(null);

// 1. What is on: open to everybody, so without the key.
for (const { startsOn, title, credits, creditUnit } of (await everybody.ask(calendar, { first: 5 })).calendar)
  console.log(startsOn, title, credits, creditUnit);

// 2. The member's page, in one request: who it is, all credit, and the certificates with links that can be followed.
const { member, transcript, certificates } = await accrue.ask(memberPage, { member: MEMBER });
console.log(member?.name, transcript?.totals.map(({ credits, creditUnit }) => `${credits} ${creditUnit}`).join(", "));
const [certificate] = certificates.nodes;
if (!certificate?.downloadUrl) throw new Error("The member has no certificate.");

// 3. A certificate's PDF, as the member's browser fetches it.
await writeFile("certificate.pdf", await accrue.download(certificate.downloadUrl));

// 4. What an employer does who was shown it: without a key.
console.log((await everybody.ask(verifyCertificate, { code: certificate.verificationCode })).verifyCertificate);

// 5. What happened since the last time. A real website keeps the cursor, and begins there tomorrow.
const feed = await accrue.ask(certificateEvents, { after: null });
console.log(feed.events.nodes.length, "events, to be followed from", feed.events.pageInfo.endCursor);
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
