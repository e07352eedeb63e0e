import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type NoteKey, readKey } from "../log/signed-note.ts";
import { type Evidence, type Finding, outcomeOf } from "./check-credential.ts";
import { checkFile } from "./check-file.ts";
import { checkLogProof } from "./check-log-proof.ts";
import { checkPack } from "./check-pack.ts";

/**
 * `npm run verify -- FILE --bundle BUNDLE`: checks a certificate (`.pdf`) or a credential (`.json`, `.jwt`, `.svg` or `.png`) against a kept `/credentials/bundle.json`, without a
 * network; an audit pack (`.zip`) with all that is in it; with `--proof PROOF` also that the file stands in the issuer's log. Ends with 0 where it
 * holds, 1 where it does not, 2 where not everything could be checked.
 */
const usage = `Say which: accrue-verify FILE [--bundle BUNDLE] [--proof PROOF [--witness KEY]…]
FILE is a certificate (.pdf), a credential (.json, .jwt, .svg, .png) or an audit pack (.zip).
BUNDLE is what SERVER/credentials/bundle.json answers, PROOF what SERVER/verify/CODE/proof does, KEY what a witness prints.`;

const nothingKnown: Evidence = { asOf: "never", issuers: [], statusLists: [] };

const endings = { holds: 0, fails: 1, unknown: 2 } as const;
const verdicts = {
  holds: "VALID",
  fails: "NOT VALID",
  unknown: "NOT CHECKED WHOLLY",
} as const;
const marks = { holds: "yes", fails: "NO ", unknown: " ? " } as const;

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    return end(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}.`);
  }
}

function end(message: string): never {
  console.error(message);
  process.exit(2);
}

function readBundle(file: string): Evidence {
  try {
    return { ...nothingKnown, ...JSON.parse(read(file).toString("utf8")) };
  } catch {
    return end(`${file} is no bundle: it is not JSON.`);
  }
}

/** Checks an audit pack, with what it brings along where no bundle is given. */
async function endWithPack(pack: string): Promise<never> {
  const given = values.bundle ? readBundle(values.bundle) : null;
  const report = await checkPack(pack, given, (values.witness ?? []).map(keyOf), new Date());
  if (!report) return end(`${pack} is no audit pack: no ZIP of one folder with a bagit.txt.`);
  const { findings, counts, asOf } = report;
  const outcome = outcomeOf(findings as Finding[]);
  console.log(`${verdicts[outcome]}: ${pack}`);
  console.log(
    `${counts.files} files, ${counts.certificates} certificates, ${counts.credentials} credentials, ${counts.proofs} proofs.`,
  );
  console.log(
    `Checked against ${given ? "the given bundle" : "what the pack brings along"}, as of ${asOf ?? "never"}.${given ? "" : " Give the issuer's own with --bundle."}`,
  );
  for (const { outcome: how, file: name, part, said } of findings)
    if (how !== "holds") console.log(`[${marks[how]}] ${name}: ${part}: ${said}`);
  process.exit(endings[outcome]);
}

const keyOf = (line: string): NoteKey => readKey(line) ?? end(`${line} is no key of a witness.`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bundle: { type: "string" }, proof: { type: "string" }, witness: { type: "string", multiple: true } },
});
const [file] = positionals;
if (!file) end(usage);
if (/\.zip$/i.test(file)) await endWithPack(file);
const bytes = read(file);
const evidence = values.bundle ? readBundle(values.bundle) : nothingKnown;
const checked = await checkFile(bytes, evidence, new Date());
const findings = [
  // One that carries no credential has its proof instead.
  ...(checked.isPdf && !checked.credential && values.proof
    ? checked.findings.filter(({ outcome: how }) => how === "fails")
    : checked.findings),
  ...(values.proof
    ? checkLogProof(bytes, read(values.proof).toString("utf8"), evidence, (values.witness ?? []).map(keyOf))
    : []),
];
const outcome = outcomeOf(findings);
console.log(`${verdicts[outcome]}: ${checked.credential?.name ?? file}`);
console.log(`Checked against what was known as of ${evidence.asOf}.`);
for (const finding of findings) console.log(`[${marks[finding.outcome]}] ${finding.part}: ${finding.said}`);
if (checked.isPdf && !checked.credential)
  console.log("Whether the certificate still holds is not in its proof: ask the issuer's page for its code.");
process.exitCode = endings[outcome];
