import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkCredential, type Evidence } from "./check-credential.ts";

/**
 * `npm run verify -- FILE --bundle BUNDLE`: checks a credential (`.json` or `.jwt`) against a kept `/credentials/bundle.json`, without a network. Ends with 0 where it
 * holds, 1 where it does not, 2 where not everything could be checked.
 */
const usage =
  "Say which: npm run verify -- FILE [--bundle BUNDLE]. A bundle is what SERVER/credentials/bundle.json answers.";

const nothingKnown: Evidence = { asOf: "never", issuers: [], statusLists: [] };

const endings = { holds: 0, fails: 1, unknown: 2 } as const;
const verdicts = {
  holds: "VALID",
  fails: "NOT VALID",
  unknown: "NOT CHECKED WHOLLY",
} as const;
const marks = { holds: "yes", fails: "NO ", unknown: " ? " } as const;

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
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
    return { ...nothingKnown, ...JSON.parse(read(file)) };
  } catch {
    return end(`${file} is no bundle: it is not JSON.`);
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { bundle: { type: "string" } } });
const [file] = positionals;
if (!file) end(usage);
const evidence = values.bundle ? readBundle(values.bundle) : nothingKnown;
const { outcome, findings, credential } = await checkCredential(read(file), evidence, new Date());
console.log(`${verdicts[outcome]}: ${credential?.name ?? file}`);
console.log(`Checked against what was known as of ${evidence.asOf}.`);
for (const finding of findings) console.log(`[${marks[finding.outcome]}] ${finding.part}: ${finding.said}`);
process.exitCode = endings[outcome];
