// An LMS reports who completed a course, and fetches the certificate.
// The key is the provider's, with PROGRAMS_READ, ATTENDANCE_WRITE and CERTIFICATES_READ.
import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import aboutQuery, { type lmsDocumentsAboutQuery } from "./__generated__/lmsDocumentsAboutQuery.graphql.ts";
import enterMutation, { type lmsDocumentsEnterMutation } from "./__generated__/lmsDocumentsEnterMutation.graphql.ts";
import findQuery, { type lmsDocumentsFindQuery } from "./__generated__/lmsDocumentsFindQuery.graphql.ts";
import { ask, change, download, environmentOf, key } from "./accrue.ts";

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
const accrue = environmentOf(key);

// 1. What the key is, and whether the program takes attendance.
const { apiKey, program } = await ask<lmsDocumentsAboutQuery>(accrue, aboutQuery, { program: PROGRAM });
console.log(apiKey?.name, "reports for", program?.name);

// 2. The roster, as a preview first: its errors are data. Line 2 is the first row.
const enter = (preview: boolean) => change<lmsDocumentsEnterMutation>(accrue, enterMutation, { rows: [row], preview });
const { enterAttendances: tried } = await enter(true);
if (tried?.status !== "PREVIEWED")
  throw new Error(tried?.errors.nodes.map((error) => error.message).join("\n") || tried?.message);

// 3. For good. Sent again with the same Idempotency-Key, it is recorded once.
const { enterAttendances: sent } = await enter(false);
console.log(sent?.status, sent?.message);

// 4. Jobs make the certificate: ask until it is there.
async function waitForCertificate() {
  for (let pause = 1_000; pause < 120_000; pause *= 2) {
    const variables = { program: PROGRAM, member: MEMBER };
    const [found] = (await ask<lmsDocumentsFindQuery>(accrue, findQuery, variables)).certificates.nodes;
    if (found) return found;
    await delay(pause);
  }
  throw new Error("There is no certificate yet.");
}
const certificate = await waitForCertificate();

// 5. The PDF. The address needs no key, and holds for ten minutes.
await writeFile("certificate.pdf", await download(certificate.downloadUrl));
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
