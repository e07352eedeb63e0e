// An LMS reports who completed a course, and fetches the certificate.
// The key is the provider's, with PROGRAMS_READ, ATTENDANCE_WRITE and CERTIFICATES_READ.
import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { about, certificatesOf, enterRoster, lookAtRoster } from "../../packages/sdk/accrue.ts";
import { accrue, once } from "./accrue.ts";

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

// 1. What the key is, and whether the program takes attendance.
const { apiKey, program } = await accrue.ask(about, { program: PROGRAM });
console.log(apiKey?.name, "reports for", program?.name);

// 2. The roster, as a preview first: its errors are data. Line 2 is the first row.
const roster = { rows: [row], clientReference: "course 17" };
const { enterAttendances: preview } = await accrue.ask(enterRoster, { ...roster, preview: true });
if (preview?.status !== "PREVIEWED")
  throw new Error(preview?.errors.nodes.map(({ message }) => message).join("\n") || preview?.message);

// 3. For good. Sent again with the same Idempotency-Key, it is recorded once.
const { enterAttendances: sent } = await accrue.ask(enterRoster, { ...roster, preview: false }, once("roster", row));
if (!sent) throw new Error("There was no answer.");

// 4. A long roster is checked by a job: look on until it is done. A short one is at once.
for await (const { attendanceUpload } of accrue.look(lookAtRoster, { id: sent.id }))
  console.log(attendanceUpload?.status, attendanceUpload?.message);

// 5. Jobs make the certificate: ask until it is there.
async function waitForCertificate() {
  for (let pause = 1_000; pause < 120_000; pause *= 2) {
    const [found] = (await accrue.ask(certificatesOf, { program: PROGRAM, member: MEMBER })).certificates.nodes;
    if (found?.downloadUrl) return { ...found, downloadUrl: found.downloadUrl };
    await delay(pause);
  }
  throw new Error("There is no certificate yet.");
}
const certificate = await waitForCertificate();

// 6. The PDF. The address needs no key, and holds for ten minutes.
await writeFile("certificate.pdf", await accrue.download(certificate.downloadUrl));
console.log(`Certificate ${certificate.number} is in certificate.pdf.`);
