// Prints what CHANGELOG.md says of one version, such as 0.1.0, for the notes of its release.
import { readFileSync } from "node:fs";

const [, , version] = process.argv;
const sections = readFileSync("CHANGELOG.md", "utf8").split(/^(?=## \[)/m);
const section = sections.find((text) => text.startsWith(`## [${version}]`));
if (!section) {
  console.error(`CHANGELOG.md says nothing of ${version}: move what stands under Unreleased there.`);
  process.exit(1);
}
console.log(section.replace(/^.*\n/, "").trim());
