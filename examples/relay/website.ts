// The association's website: what is on, and on a member's own page all their credit and certificates.
// The key is the accreditor's, with MEMBERS_READ and CERTIFICATES_READ. It stays on the website's server.
import { writeFile } from "node:fs/promises";
import calendarQuery, {
  type websiteDocumentsCalendarQuery,
} from "./__generated__/websiteDocumentsCalendarQuery.graphql.ts";
import checkQuery, { type websiteDocumentsCheckQuery } from "./__generated__/websiteDocumentsCheckQuery.graphql.ts";
import followQuery, { type websiteDocumentsFollowQuery } from "./__generated__/websiteDocumentsFollowQuery.graphql.ts";
import pageQuery, { type websiteDocumentsPageQuery } from "./__generated__/websiteDocumentsPageQuery.graphql.ts";
import { ask, download, environmentOf, key } from "./accrue.ts";

const { MEMBER = "100100" } = process.env;
const accrue = environmentOf(key);
const nobody = environmentOf(null);

// 1. What is on: open to everybody, so without the key.
const { calendar } = await ask<websiteDocumentsCalendarQuery>(nobody, calendarQuery, {});
for (const { startsOn, title, credits, creditUnit } of calendar) console.log(startsOn, title, credits, creditUnit);

// 2. The member's page, in one request: who it is, all credit, and the certificates with links that can be followed.
const page = await ask<websiteDocumentsPageQuery>(accrue, pageQuery, { member: MEMBER });
const { member, transcript, certificates } = page;
console.log(member?.name, transcript?.totals.map(({ credits, creditUnit }) => `${credits} ${creditUnit}`).join(", "));
const [certificate] = certificates.nodes;
if (!certificate) throw new Error("The member has no certificate.");

// 3. A certificate's PDF, as the member's browser fetches it.
await writeFile("certificate.pdf", await download(certificate.downloadUrl));

// 4. What an employer does who was shown it: without a key.
const code = certificate.verificationCode;
console.log((await ask<websiteDocumentsCheckQuery>(nobody, checkQuery, { code })).verifyCertificate);

// 5. What happened since the last time. A real website keeps the cursor, and begins there tomorrow.
const { events } = await ask<websiteDocumentsFollowQuery>(accrue, followQuery, { after: null });
console.log(events.nodes.length, "events, to be followed from", events.pageInfo.endCursor);
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
