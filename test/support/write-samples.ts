import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as Ed25519 from "@digitalbazaar/ed25519-multikey";
import { createCredential, createList } from "@digitalbazaar/vc-bitstring-status-list";
import { entryOf, eventText, type LoggedEvent } from "../../packages/log/certificate-event.ts";
import { checkpointText } from "../../packages/log/checkpoint.ts";
import { showProof } from "../../packages/log/log-proof.ts";
import { leafHash, Tree } from "../../packages/log/merkle.ts";
import { showKey, signNote } from "../../packages/log/signed-note.ts";
import { attachCredential } from "../../packages/verify/attached-credential.ts";
import { bakedBadge } from "../../server/certificates/credentials/baked-badge.ts";
import { statusListLength } from "../../server/certificates/credentials/certificate-credential.entity.ts";
import { signCredential } from "../../server/certificates/credentials/data-integrity.ts";
import { signToken } from "../../server/certificates/credentials/issue-credential.ts";
import { openBadge, statusListUrl, statusPurposes } from "../../server/certificates/credentials/open-badge.ts";
import { logKeyOf } from "../../server/certificates/log/read-log.ts";
import { drawings, drawnIn, draw as drawOne, NAMES } from "../certificates/sample-drawings.ts";

/**
 * `npm run samples -- FOLDER`: one of each document, of each script, and of what belongs to a certificate, for whoever holds them against a standard with
 * tools that do not run here. Everything is made up, and signed with a key of the moment.
 */
const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where: npm run samples -- FOLDER");
  process.exit(2);
}

const publicUrl = "https://ce.example.org";
const at = new Date("2024-03-12T15:00:00Z");
await mkdir(folder, { recursive: true });
const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content);
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

for (const [kind, each] of Object.entries(drawings))
  for (const [i, one] of each.entries()) {
    const name = each.length > 1 ? `${kind}-${i + 1}` : kind;
    await write(`${name}.pdf`, await drawOne(one));
    await write(`${name}-sample.pdf`, await drawOne(one, { isSample: true }));
  }
for (const [script, names] of Object.entries(NAMES))
  for (const [i, recipientName] of names.entries())
    await write(`certificate-${script.toLowerCase()}-${i + 1}.pdf`, await drawOne(drawnIn(recipientName)));

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const { x = "" } = publicKey.export({ format: "jwk" });
const multikey = await Ed25519.fromJwk({ jwk: { kty: "OKP", crv: "Ed25519", x } });
const { publicKeyMultibase } = await multikey.export({ publicKey: true });
// An issuer whose name is its key: whoever has the file has what it takes to check it.
const issuer = `did:key:${publicKeyMultibase}`;
const key = { id: "sample", address: `${issuer}#${publicKeyMultibase}`, publicKey: x, privateKey };

const pages = await drawOne(drawnIn("Sally Johnson"));
const claims = openBadge(
  {
    certificateId: "018e332c-5480-7000-8000-000000000001",
    number: "C24-000123",
    verificationCode: "7K3MQ9XT2VWB8HNP",
    issuedAt: at,
    recipientName: "Sally Johnson",
    memberNumber: "100099",
    title: "Advances in Polysomnography",
    programId: "018e332c-5480-7000-8000-000000000002",
    programNumber: "A24164",
    providerId: "018e332c-5480-7000-8000-000000000003",
    providerName: "Lakeshore Sleep Institute",
    accreditorName: "Association of Sleep Technologists",
    credits: "4.00",
    creditUnit: "CEC",
    completedOn: "2024-03-04",
    beganOn: "2024-03-03",
    kinds: [{ kindId: "018e332c-5480-7000-8000-000000000004", name: "Ethics", unit: "hours", credits: "1.50" }],
    timeZone: "America/Chicago",
    language: "en",
    pagesHash: createHash("sha256").update(pages).digest(),
  },
  { list: 1, position: 4_711 },
  { issuer, publicUrl },
);
const document = JSON.stringify(await signCredential(claims, key, at));
const pdf = attachCredential(pages, document);
await write("certificate-with-credential.pdf", pdf);
await write("credential.json", document);
await write("credential.jwt", await signToken(claims, key));
await write("credential.svg", bakedBadge({ document }));

const statusLists = await Promise.all(
  statusPurposes.map(async (statusPurpose) => {
    const id = statusListUrl(publicUrl, statusPurpose, 1);
    const list = await createCredential({ id, list: await createList({ length: statusListLength }), statusPurpose });
    return signCredential({ ...list, issuer, validFrom: "2024-03-12T15:00:00Z" }, key, at);
  }),
);
for (const [i, list] of statusLists.entries()) await write(`status-list-${statusPurposes[i]}.json`, json(list));

const origin = "ce.example.org/log/1";
const event: LoggedEvent = {
  event: "issued",
  number: "C24-000123",
  at: "2024-03-12T15:00:00.000000Z",
  sha256: createHash("sha256").update(pdf).digest("hex"),
  salt: randomBytes(16).toString("hex"),
};
const others = Array.from({ length: 6 }, (_, i) => leafHash(createHash("sha256").update(`another ${i}`).digest()));
const leaves = [...others.slice(0, 4), leafHash(entryOf(event)), ...others.slice(4)];
const tree = new Tree(async (_level, from, count) => leaves.slice(from, from + count));
const noteKey = logKeyOf({ origin }, x);
const head = checkpointText(origin, { size: leaves.length, root: await tree.root(leaves.length) });
const checkpoint = `${head}\n${signNote(head, noteKey, privateKey)}`;
await write("log-checkpoint.txt", checkpoint);
await write(
  "certificate-with-credential.tlog-proof",
  showProof(Buffer.from(eventText(event)), 4, await tree.inclusion(4, leaves.length), checkpoint),
);
const logs = [{ origin, keys: [showKey(noteKey)] }];
await write("bundle.json", json({ asOf: "2024-03-12T15:00:00Z", issuers: [{ id: issuer }], statusLists, logs }));
await write(
  "README.md",
  `# Samples

Made by \`npm run samples\`: nobody is certified anything by them, and the key that signed them is gone.

- Each kind of document: \`certificate\`, \`transcript\`, \`invoice\`, \`leaflet\`, \`badges\`, \`proofPack\`, and the same with \`-sample\` as it is where nothing counts.
- \`certificate-SCRIPT-N.pdf\`: certificates of names in ${Object.keys(NAMES).length} scripts.
- \`certificate-with-credential.pdf\`: with \`credential.json\` within, which stands beside it, as a token (\`.jwt\`) and as a baked badge (\`.svg\`).
- \`status-list-….json\`, \`log-checkpoint.txt\`, \`….tlog-proof\`, \`bundle.json\`: what it is checked against.

    npm run verify -- certificate-with-credential.pdf --bundle bundle.json --proof certificate-with-credential.tlog-proof
    verapdf --flavour 3a *.pdf
    verapdf --flavour ua1 *.pdf

Proof packs claim no standard: they bind PDFs of others.
`,
);
console.log(`The samples are in ${folder}.`);
process.exit(0);
