import type { Evidence } from "../../../../packages/verify/check-credential.ts";
import type { CheckedFile } from "../../../../packages/verify/check-file.ts";

/*
 * Lets a file be dropped on /verify, or chosen, and checks it here: nothing of it is sent anywhere. The page brings the sentences along in its
 * reader's language; without this script it has the code alone.
 */

/** A larger file is no certificate. In bytes. */
const largest = 10_000_000;

/** Facts that are instants. */
const instants = new Set(["asOf", "from", "until"]);

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
  className = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function begin(section: HTMLElement): void {
  const input = section.querySelector("input") as HTMLInputElement;
  const answer = section.querySelector('[role="status"]') as HTMLElement;
  const sentences: Readonly<Record<string, string>> = JSON.parse(section.querySelector("script")?.textContent ?? "{}");
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

  const shown = (name: string, fact: string): string => {
    const at = new Date(fact);
    return instants.has(name) && !Number.isNaN(at.getTime()) ? format.format(at) : fact;
  };
  const say = (key: string, facts: Readonly<Record<string, string>> = {}): string =>
    (sentences[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => shown(name, facts[name] ?? ""));

  let asked = 0;

  async function check(file: File): Promise<void> {
    asked++;
    const own = asked;
    answer.replaceChildren(element("p", say("checkFile.checking", { file: file.name })));
    const lines = await linesOf(file);
    // Another file may have come meanwhile.
    if (own === asked) answer.replaceChildren(...lines);
  }

  async function linesOf(file: File): Promise<HTMLElement[]> {
    if (file.size === 0) return [element("p", say("checkFile.empty", { file: file.name }), "state bad")];
    if (file.size > largest) return [element("p", say("checkFile.tooLarge", { file: file.name }), "state bad")];
    try {
      const [{ checkFile }, evidence, bytes] = await Promise.all([
        import("../../../../packages/verify/check-file.ts"),
        readBundle(),
        file.arrayBuffer(),
      ]);
      // A clock that is slow would have what the server has just signed be of the future.
      const now = new Date(Math.max(Date.now(), Date.parse(evidence.asOf) || 0));
      return reportOf(await checkFile(new Uint8Array(bytes), evidence, now), file.name, evidence.asOf);
    } catch {
      return [element("p", say("checkFile.notPossible"), "state warn")];
    }
  }

  function reportOf(checked: CheckedFile, file: string, asOf: string): HTMLElement[] {
    const { outcome } = checked;
    const head = element("p", "", `state ${{ holds: "good", fails: "bad", unknown: "warn" }[outcome]}`);
    const title = checked.credential?.name;
    head.append(element("strong", say(`checkFile.${outcome}`)), typeof title === "string" ? title : file);
    const list = document.createElement("dl");
    for (const { part, outcome: how, code, facts, said } of checked.findings) {
      const line = document.createElement("div");
      line.append(
        element("dt", `${say(`checkPart.${part}`)}: ${say(`checkOutcome.${how}`)}`),
        element("dd", code ? say(`credentialCheck.${code}`, facts) : said),
      );
      list.append(line);
    }
    return [
      head,
      ...(checked.credential && !checked.isKnownIssuer
        ? [element("p", say("checkFile.otherIssuer", { issuer: checked.issuer }), "state warn")]
        : []),
      element("p", say("checkFile.against", { file, server: location.host, asOf }), "soft"),
      list,
      element("p", say("checkFile.notTheLog"), "soft"),
    ];
  }

  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) check(file);
    // The same file may be chosen again, once it was changed.
    input.value = "";
  });
  // Wherever it falls: a browser would leave the page for it.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    section.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) section.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    section.classList.remove("over");
    const [file] = event.dataTransfer?.files ?? [];
    if (file) check(file);
  });
  section.hidden = false;
}

/** Asked for anew each time: what was revoked a minute ago is in it. */
async function readBundle(): Promise<Evidence> {
  const response = await fetch("/credentials/bundle.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`The bundle is answered with ${response.status}.`);
  return response.json();
}

const section = document.getElementById("check");
if (section) begin(section);
