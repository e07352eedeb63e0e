import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFRawStream } from "@cantoo/pdf-lib";
import { attachCredential, attachedCredential } from "../../packages/verify/attached-credential.ts";
import { unbaked } from "../../packages/verify/baked-badge.ts";
import { checkCertificate } from "../../packages/verify/check-certificate.ts";
import { checkCredential, type Evidence } from "../../packages/verify/check-credential.ts";
import { bakedBadge } from "../../server/certificates/credentials/baked-badge.ts";
import { rotateSigningKey, sealSigningKeyAnew } from "../../server/certificates/credentials/signing-keys.ts";
import { sealKeyOf } from "../../server/core/seal.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "./pdf-reader.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
  await roster.world.upload(roster.provider.token, uploadDocument, { providerId: roster.provider.id }, csv(sampleRows));
  await roster.world.runJobs();
});
afterAll(() => roster.world.stop());

interface Listed {
  id: string;
  number: string;
  recipientName: string;
  memberNumber: string;
  credits: string;
}

const listed = async (): Promise<Listed[]> =>
  (
    await roster.world.ok(
      roster.staff.token,
      "{ certificates { nodes { id number recipientName memberNumber credits } } }",
    )
  ).certificates.nodes;

/** The five certificates of the roster: the first is John's. Tests take different ones. */
async function five(): Promise<[Listed, Listed, Listed, Listed, Listed]> {
  const all = await listed();
  expect(all.length).toBe(5);
  const isJohn = ({ recipientName }: Listed) => recipientName === "John Smith";
  return [...all.filter(isJohn), ...all.filter((certificate) => !isJohn(certificate))] as never;
}

const get = (path: string, token: string | null = roster.staff.token) => roster.world.fetch(path, { token });

const text = async (id: string, extension = "json"): Promise<string> =>
  (await get(`/certificates/${id}/credential.${extension}`)).text();

const pdfOf = async (id: string): Promise<Buffer> =>
  Buffer.from(await (await get(`/certificates/${id}.pdf`)).arrayBuffer());

let minutes = 0;

/** Never asks for the status that was kept for a minute. */
async function bundle(): Promise<Evidence> {
  minutes += 2;
  roster.world.setClock(new Date(Date.now() + minutes * 60_000).toISOString());
  return (await get("/credentials/bundle.json", null)).json() as Promise<Evidence>;
}

const later = () => new Date(Date.now() + 3_600_000);
const outcome = async (credential: string, evidence: Evidence): Promise<string> =>
  (await checkCredential(credential, evidence, later())).outcome;

test("who may not see a certificate finds no credential, and many who ask at once get the same", async () => {
  const [{ id }] = await five();
  const stranger = await roster.world.signIn("jane.jones@example.test");
  expect((await get(`/certificates/${id}/credential.json`, stranger)).status).toBe(404);
  expect((await get(`/certificates/${id}/credential.jwt`, null)).status).toBe(401);
  expect((await get("/certificates/nonsense/credential.json")).status).toBe(404);
  const all = await Promise.all(Array.from({ length: 20 }, () => text(id)));
  expect(new Set(all).size).toBe(1);
  expect(await roster.world.sql("SELECT count(*)::int AS n FROM signing_key")).toEqual([{ n: 1 }]);
});

test("a certificate is a credential that proves itself, in both spellings, and says what the certificate says", async () => {
  const [{ id, number, memberNumber }] = await five();
  const [first, again] = await Promise.all([text(id), text(id)]);
  expect(again).toBe(first);
  const credential = JSON.parse(first);
  expect(credential).toMatchObject({
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    credentialSubject: {
      licenseNumber: number,
      creditsEarned: 1,
      achievement: { achievementType: "CertificateOfCompletion", name: credential.name },
      result: [{ value: "1.00" }],
    },
  });
  expect(first).not.toContain(memberNumber);
  const pdf = await pdfOf(id);
  expect(attachedCredential(pdf)).toMatchObject({ credential: first, isAsAttached: true });
  const evidence = await bundle();
  expect(await checkCredential(first, evidence, later())).toMatchObject({
    outcome: "holds",
    findings: [{ part: "form" }, { part: "period" }, { part: "signature" }, { part: "status" }, { part: "status" }],
  });
  expect(await outcome(await text(id, "jwt"), evidence)).toBe("holds");
  // The token is the claims, signed another way: one proof each.
  const { proof: _, ...claimed } = credential;
  const [, payload = ""] = (await text(id, "jwt")).split(".");
  const { iss, jti, nbf, ...inToken } = JSON.parse(Buffer.from(payload, "base64url").toString());
  expect([inToken, iss, jti]).toEqual([claimed, credential.issuer.id, credential.id]);
  expect(nbf).toBe(Date.parse(credential.validFrom) / 1_000);
  expect(await outcome(first, { ...evidence, issuers: [] })).toBe("unknown");
  expect(await outcome(first, { ...evidence, statusLists: [] })).toBe("unknown");
});

test("its PDF proves itself: whichever byte is changed, dropped or added, it does not hold", async () => {
  const [{ id }, another] = await five();
  const [pdf, evidence] = [await pdfOf(id), await bundle()];
  const parts = async (file: Buffer) =>
    (await checkCertificate(file, evidence, later())).findings.flatMap(({ part, outcome: how }) =>
      how === "holds" ? [] : [`${part} ${how}`],
    );
  expect(await checkCertificate(pdf, evidence, later())).toMatchObject({
    outcome: "holds",
    credential: { credentialSubject: { creditsEarned: 1 } },
  });
  const { pages = pdf, credential = "" } = attachedCredential(pdf) ?? {};
  const behind = pdf.length - pages.length;
  expect(behind).toBeGreaterThan(3_000);
  const flip = (at: number): Buffer => {
    const flipped = Buffer.from(pdf);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    return flipped;
  };
  // Each place behind the pages, and many of the pages.
  const places = [
    ...Array.from({ length: 150 }, (_, i) => Math.floor((i * pages.length) / 150)),
    ...Array.from({ length: behind }, (_, i) => pages.length + i).filter((at) => at % 7 === 0 || at > pdf.length - 400),
  ];
  for (const at of places) {
    const said = await parts(flip(at));
    expect([at, said]).toEqual([at, expect.arrayContaining([expect.stringMatching(/ fails$/)])]);
    // Where it says: one on the pages is no fault of what is attached, but for what the attachment is made from (the catalog, the names, the table).
    if (at < pages.length - 6) expect([at, said]).toEqual([at, expect.arrayContaining(["pages fails"])]);
    if (at < pages.length / 2) expect([at, said]).toEqual([at, ["pages fails"]]);
  }
  const other = attachedCredential(await pdfOf(another.id));
  for (const [file, said] of [
    [pdf.subarray(0, pdf.length - 1), ["attachment fails"]],
    [Buffer.concat([pdf, Buffer.from("\n")]), ["attachment fails"]],
    [Buffer.concat([pdf, pdf.subarray(pages.length)]), ["attachment fails", "pages fails"]],
    [attachCredential(other?.pages ?? pdf, credential ?? ""), ["pages fails"]],
    [attachCredential(pages, other?.credential ?? ""), ["pages fails"]],
    [pages, ["attachment unknown"]],
  ] as [Buffer, string[]][])
    expect([file.length, await parts(file)]).toEqual([file.length, said]);
});

test("its PDF is one that others read: a valid file with a file in it, and pages as they were", async () => {
  const [{ id }] = await five();
  const pdf = await pdfOf(id);
  const read = await PDFDocument.load(pdf);
  const names = read.catalog.lookup(PDFName.of("Names"), PDFDict).lookup(PDFName.of("EmbeddedFiles"), PDFDict);
  const file = read.catalog.lookup(PDFName.of("AF"), PDFArray).lookup(0, PDFDict);
  expect(names.lookup(PDFName.of("Names"), PDFArray).lookup(1)).toBe(file);
  expect(file.lookup(PDFName.of("AFRelationship"))).toBe(PDFName.of("Data"));
  const { contents } = file.lookup(PDFName.of("EF"), PDFDict).lookup(PDFName.of("UF")) as PDFRawStream;
  expect(Buffer.from(contents).toString("utf8")).toBe(await text(id));
  const { pages } = await readPdf(pdf);
  expect(pages).toEqual((await readPdf(attachedCredential(pdf)?.pages ?? pdf)).pages);
});

test("a badge is a picture that carries the credential, whatever is on the certificate", async () => {
  const [{ id }] = await five();
  const response = await get(`/certificates/${id}/credential.svg`);
  expect(response.headers.get("content-type")).toContain("image/svg+xml");
  expect(response.headers.get("content-disposition")).toMatch(/attachment; filename="?certificate-C\d+\.svg/);
  const svg = await response.text();
  const evidence = await bundle();
  expect(await outcome(svg, evidence)).toBe("holds");
  expect(await outcome(svg.replace("John Smith", "Jane Smith"), evidence)).toBe("holds");
  expect(await outcome(svg.replaceAll("John Smith", "Jane Smith"), evidence)).toBe("fails");
  expect(await outcome("<svg></svg>", evidence)).toBe("fails");
  const token = await text(id, "jwt");
  expect(await outcome(`<svg><openbadges:credential verify="${token}"/></svg>`, evidence)).toBe("holds");
  // Nothing of a name or a title leaves its place.
  const named = JSON.parse(await text(id));
  for (const words of [
    "a ]]> b </openbadges:credential><script>1</script>\"'&",
    "睡眠".repeat(40),
    "x".repeat(300),
    "",
  ]) {
    const document = JSON.stringify({ ...named, name: words, issuer: { ...named.issuer, name: words } });
    const badge = bakedBadge({ document });
    const drawn = badge.slice(0, badge.indexOf("<![CDATA[")) + badge.slice(badge.indexOf("]]>"));
    expect(drawn.match(/<\/?(?:script|openbadges:credential)/g)).toEqual([
      "<openbadges:credential",
      "</openbadges:credential",
    ]);
    expect(JSON.parse(unbaked(badge) ?? "null")).toEqual(JSON.parse(document));
  }
});

/** Every way to a value of a document. */
const paths = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, each]) => paths(each, [...path, Array.isArray(value) ? Number(key) : key]))
    : [path];

test("whichever of its values is changed, it does not hold; nor what another key signed in its issuer's name", async () => {
  const [{ id }] = await five();
  const [document, token, evidence] = [await text(id), await text(id, "jwt"), await bundle()];
  const changes = paths(JSON.parse(document)).map((path) => {
    const changed = JSON.parse(document);
    const last = path.at(-1) as string;
    // biome-ignore lint/suspicious/noExplicitAny: any part of a document
    const holder = path.slice(0, -1).reduce((part: any, key) => part[key], changed);
    const value = holder[last];
    holder[last] =
      typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : value === "1" ? "2" : `${value}x`;
    return JSON.stringify(changed);
  });
  expect(changes.length).toBeGreaterThan(40);
  const outcomes = await Promise.all(changes.map((changed) => outcome(changed, evidence)));
  // Another key or list may be one that is not in the evidence.
  expect(outcomes.filter((each) => each === "holds")).toEqual([]);
  const [head = "", payload = "", signature = ""] = token.split(".");
  const forged = JSON.parse(Buffer.from(payload, "base64url").toString());
  forged.credentialSubject.creditsEarned = 2;
  const other = Buffer.from(JSON.stringify(forged)).toString("base64url");
  expect(await outcome(`${head}.${other}.${signature}`, evidence)).toBe("fails");
});

test("what a key signed holds after it was exchanged, and nobody can sign with it again; no key and no credential is altered", async () => {
  const [, , , one, two] = await five();
  const before = await text(one.id);
  await rotateSigningKey(roster.world.ctx);
  // As of one that was issued before certificates carried their credentials: it is made when somebody asks for it.
  await roster.world.sql("DELETE FROM certificate_credential WHERE certificate_id = $1", [two.id]);
  await roster.world.sql("DELETE FROM credential_status WHERE certificate_id = $1", [two.id]);
  const asked = await Promise.all(Array.from({ length: 5 }, () => text(two.id)));
  const [after = ""] = asked;
  expect(new Set(asked).size).toBe(1);
  const evidence = await bundle();
  expect(JSON.parse(before).proof.verificationMethod).not.toBe(JSON.parse(after).proof.verificationMethod);
  expect([await outcome(before, evidence), await outcome(after, evidence)]).toEqual(["holds", "holds"]);
  expect(await text(one.id)).toBe(before);
  expect(
    await roster.world.sql("SELECT count(*)::int AS n FROM signing_key WHERE sealed_private_key IS NOT NULL"),
  ).toEqual([{ n: 1 }]);
  // Another key for all secrets: what is in force goes on signing, and opens with that one alone.
  const { secretsKey: old } = roster.world.config;
  Object.assign(roster.world.config, { secretsKey: sealKeyOf("another key"), previousSecretsKey: old });
  await sealSigningKeyAnew(roster.world.base);
  Object.assign(roster.world.config, { previousSecretsKey: null });
  expect((await bundle()).statusLists[0]?.proof).toMatchObject({
    verificationMethod: JSON.parse(after).proof.verificationMethod,
  });
  // Where the key for all secrets is lost, what cannot be signed waits for whoever runs the server.
  await rotateSigningKey(roster.world.ctx);
  Object.assign(roster.world.config, { secretsKey: sealKeyOf("not that one") });
  minutes += 2;
  roster.world.setClock(new Date(Date.now() + minutes * 60_000).toISOString());
  const refused = await get("/credentials/bundle.json", null);
  expect([refused.status, (await refused.json()).errors[0].extensions.code]).toEqual([503, "UNAVAILABLE"]);
  Object.assign(roster.world.config, { secretsKey: sealKeyOf("another key") });
  expect((await get("/credentials/bundle.json", null)).status).toBe(200);
  for (const change of [
    "UPDATE signing_key SET public_key = 'x'",
    "DELETE FROM signing_key",
    "UPDATE certificate_credential SET document = '{}'",
  ])
    await expect(roster.world.sql(change)).rejects.toThrow(/kept as they are|stays as it was signed/);
});

test("a list that is half full is followed by the next, from then on", async () => {
  const [, , , , { id }] = await five();
  await roster.world.sql(
    `INSERT INTO credential_status (list, position, ended, superseded)
     SELECT 1, n, false, false FROM generate_series(0, 131071, 2) n ON CONFLICT DO NOTHING`,
  );
  const lists: number[] = [];
  for (let i = 0; i < 30; i++) {
    await roster.world.sql("DELETE FROM certificate_credential WHERE certificate_id = $1", [id]);
    await roster.world.sql("UPDATE credential_status SET certificate_id = NULL WHERE certificate_id = $1", [id]);
    await text(id);
    const [{ list }] = await roster.world.sql("SELECT list FROM credential_status WHERE certificate_id = $1", [id]);
    lists.push(list);
  }
  expect(lists).toEqual(lists.toSorted((a, b) => a - b));
  expect(new Set(lists)).toContain(2);
  expect(Math.max(...lists)).toBe(2);
  expect(await outcome(await text(id), await bundle())).toBe("holds");
  await roster.world.sql("DELETE FROM credential_status WHERE certificate_id IS NULL");
});

test("revoked and superseded ones are marked in the public lists, which say nothing else; a place outlives its certificate", async () => {
  const [other, { id }, third] = await five();
  const [first, second] = [await text(id), await text(other.id)];
  await roster.world.ok(
    roster.staff.token,
    'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Mixed up.") { id } }',
    { id },
  );
  const evidence = await bundle();
  const report = await checkCredential(first, evidence, later());
  expect(report.findings.filter((finding) => finding.outcome === "fails")).toEqual([
    {
      part: "status",
      outcome: "fails",
      said: "It no longer holds: whoever issued it has ended it.",
      code: "revoked",
      facts: { purpose: "revocation" },
    },
  ]);
  expect(await outcome(second, evidence)).toBe("holds");
  // Asked for the first time after that, it is marked as well.
  await roster.world.ok(
    roster.staff.token,
    'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Mixed up.") { id } }',
    { id: third.id },
  );
  const ended = await text(third.id);
  expect(await outcome(ended, await bundle())).toBe("fails");
  const response = await get("/credentials/status/revocation/1", null);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect((await get("/credentials/status/revocation/3", null)).status).toBe(404);
  expect((await get("/credentials/status/nothing/1", null)).status).toBe(404);
  await roster.world.sql("UPDATE certificate SET superseded_by_id = NULL");
  await roster.world.sql("DELETE FROM certificate_credential");
  await roster.world.sql("DELETE FROM certificate WHERE id = $1", [id]);
  expect(await outcome(first, await bundle())).toBe("fails");
});
