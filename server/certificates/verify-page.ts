import type { Finding } from "../../packages/verify/check-credential.ts";
import { type SentenceCode, sentences } from "../../packages/verify/sentences.ts";
import { groupedCode } from "../core/crockford.ts";
import { defineHtmlPage, escapeHtml } from "../core/html-page.ts";
import { Message, type MessageKey, type NameIn, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { sandboxPath } from "../core/sandbox.ts";
import { CertificateStatus } from "./certificate.status.ts";
import type { VerifiedCertificate } from "./verify-certificate.ts";

/** What /verify shows. */
export type VerifyAnswer =
  /** The form alone. */
  | { kind: "ask" }
  | {
      kind: "found";
      certificate: VerifiedCertificate;
      /** Where this is shown; null of one that was issued elsewhere. */
      url: string | null;
    }
  | { kind: "unknown"; typed: string; help: string | null }
  /** Too many tries: the sentence says how long to wait. */
  | { kind: "refused"; typed: string; said: Message };

const page = defineHtmlPage(`
.sheet{margin:0 0 2rem;padding:1.5rem 1.25rem;border:1.5px solid var(--ink);outline:1px solid var(--gold);outline-offset:-7px;background:var(--sheet)}
.state{margin:0 0 1.25rem;padding:.8rem 1rem;border-inline-start:4px solid currentColor}
.state strong{display:block;font-size:1.2rem}
.good{background:var(--good-wash);color:var(--good)}.bad{background:var(--bad-wash);color:var(--bad)}.warn{background:var(--warn-wash);color:var(--warn)}
.state a{color:inherit;font-weight:600;white-space:nowrap}
dl{display:grid;gap:.9rem;margin:0}dt{color:var(--soft);font-size:.9375rem}dd{margin:0;overflow-wrap:anywhere}
.name{font-size:1.75rem}.title{font-size:1.35rem}.credits{font-size:1.6rem}
.share{margin:0 0 2rem}.share h2{margin:0 0 .3rem;font-size:1.15rem}.share p{margin:0 0 .5rem;overflow-wrap:anywhere}
label{display:block;margin-bottom:.3rem;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.75rem}
input{flex:1 1 14rem;min-width:0;min-height:3rem;padding:.5rem .8rem;border:1.5px solid var(--edge);border-radius:.6rem;background:var(--sheet);color:var(--text);font:600 1.0625rem/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.03em}
button{flex:1 1 7rem;min-height:3rem;padding:.5rem 1.5rem;border:1.5px solid transparent;border-radius:.6rem;background:var(--ink);color:var(--on-action);font-family:inherit;font-size:1rem;font-weight:600;cursor:pointer}
#check{margin-top:2rem;padding:1.25rem;border:1.5px dashed var(--edge);border-radius:.6rem}#check.over{border-color:var(--gold);background:var(--sheet)}
#check h2{margin:0 0 .75rem;color:var(--ink);font:500 1.35rem/1.2 "Iowan Old Style",Georgia,"Times New Roman",serif}
input[type=file]{width:100%;font:inherit;letter-spacing:0}
[role=status]{overflow-wrap:anywhere}[role=status]:not(:empty){margin-top:1.25rem}
`);

/** For a Content-Security-Policy that allows this page its own style and nothing else. */
export const verifyPageStyleHash = page.styleHash;

/** The whole page, which works without scripts. It shows neither e-mail address nor member ID. */
export function verifyPage(
  answer: VerifyAnswer,
  language: Language,
  { isSandbox = false, isRehearsal = false, script = null as string | null } = {},
): string {
  const words: Words = (message) => escapeHtml(sentence(message, language));
  const typed = answer.kind === "found" ? "" : answer.kind === "ask" ? "" : answer.typed.slice(0, 64);
  return page.render(
    language,
    words((isSandbox || isRehearsal) && answer.kind === "found" ? say("verify.sample") : headline(answer)),
    `${isSandbox ? sampleNote(words) : isRehearsal ? rehearsalNote(words) : ""}${body(answer, words, { isSandbox, isRehearsal })}
<form action="${isSandbox ? sandboxPath : ""}/verify" method="get">
<label for="code">${words(answer.kind === "ask" ? say("certificate.code") : say("verify.another"))}</label>
<p class="soft" id="hint">${words(say("verify.hint"))}</p>
<div class="row">
<input id="code" name="code" value="${escapeHtml(typed)}" required maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint">
<button>${words(say("verify.verify"))}</button>
</div>
</form>${script ? fileCheck(language, words) : ""}`,
    script ? `<script type="module" src="${script}"></script>\n` : "",
  );
}

/** Where a file is dropped: shown by the script, which finds its sentences here, their facts still in braces. */
function fileCheck(language: Language, words: Words): string {
  const open = (key: MessageKey, facts: readonly string[] = []) => [
    key,
    sentence(new Message(key, Object.fromEntries(facts.map((fact) => [fact, `{${fact}}`]))), language),
  ];
  const texts = Object.fromEntries([
    ...(Object.keys(sentences) as SentenceCode[]).map((code) =>
      open(
        `credentialCheck.${code}`,
        [...sentences[code].matchAll(/\{(\w+)\}/g)].map(([, fact = ""]) => fact),
      ),
    ),
    ...(Object.entries(factsOfCheck) as [NameIn<"checkFile">, string[]][]).map(([name, facts]) =>
      open(`checkFile.${name}`, facts),
    ),
    ...parts.map((part) => open(`checkPart.${part}`)),
    ...outcomes.map((outcome) => open(`checkOutcome.${outcome}`)),
  ]);
  return `
<section id="check" aria-labelledby="check-title" hidden>
<h2 id="check-title">${words(say("checkFile.title"))}</h2>
<label for="file">${words(say("checkFile.choose"))}</label>
<p class="soft" id="file-hint">${words(say("checkFile.hint"))}</p>
<input type="file" id="file" accept=".pdf,.json,.jwt,.svg,.png" aria-describedby="file-hint">
<div role="status"></div>
<script type="application/json">${JSON.stringify(texts).replace(/</g, "\\u003c")}</script>
</section>`;
}

/** What the script says beside the findings, with the facts in it. */
const factsOfCheck = {
  checking: ["file"],
  empty: ["file"],
  tooLarge: ["file"],
  notPossible: [],
  holds: [],
  fails: [],
  unknown: [],
  otherIssuer: ["issuer"],
  against: ["file", "server", "asOf"],
  notTheLog: [],
} satisfies Partial<Record<NameIn<"checkFile">, string[]>>;

/** The parts that a file is checked by have a word each, which the compiler sees: the log and its witnesses are not looked at here. */
const parts = Object.keys({
  form: true,
  period: true,
  signature: true,
  issuer: true,
  status: true,
  attachment: true,
  pages: true,
} satisfies Record<Exclude<Finding["part"], "log" | "witness">, true>) as NameIn<"checkPart">[];
const outcomes = ["holds", "fails", "unknown"] as const;

/** A message as HTML. */
type Words = (message: Message) => string;

function headline(answer: VerifyAnswer): Message {
  if (answer.kind === "ask") return say("verify.ask");
  if (answer.kind === "unknown") return say("verify.unknown");
  if (answer.kind === "refused") return say("verify.refused");
  return say(`verifyStatus.${answer.certificate.status}`);
}

/** Stands above everything that is said of a sample. */
const sampleNote = (words: Words): string =>
  `<p class="state bad" role="alert"><strong>${words(say("verify.sandbox"))}</strong> ${words(say("verify.certifiesNothing"))}</p>`;

const rehearsalNote = (words: Words): string =>
  `<p class="state bad" role="alert"><strong>${words(say("verify.rehearsal"))}</strong> ${words(say("verify.rehearsalMeaning"))}</p>`;

function body(
  answer: VerifyAnswer,
  words: Words,
  { isSandbox, isRehearsal }: { isSandbox: boolean; isRehearsal: boolean },
): string {
  if (answer.kind === "ask") return `<p class="soft">${words(say("verify.about"))}</p>`;
  if (answer.kind === "refused") return `<p class="state warn" role="alert">${words(answer.said)}</p>`;
  if (answer.kind === "unknown")
    return `<p class="state bad" role="alert"><strong>${words(say("verify.notFound"))}</strong> ${words(say("verify.compare"))}${answer.help ? ` ${words(say("help.ask", { address: answer.help }))}` : ""}</p>`;
  const { certificate } = answer;
  const { credits, creditUnit: unit, completedOn, number, issuedAt } = certificate;
  const fact = (term: Message, text: string, kind = "") =>
    `<div><dt>${words(term)}</dt><dd${kind ? ` class="display ${kind}" dir="auto"` : ""}>${text}</dd></div>`;
  return `<article class="sheet">
${(isSandbox || isRehearsal) && certificate.status === CertificateStatus.ISSUED ? "" : state(certificate, words, isSandbox)}
<dl>
${fact(say("verify.name"), escapeHtml(certificate.recipientName), "name")}
${fact(say("transcript.activity"), escapeHtml(certificate.title), "title")}
${fact(say("certificate.creditsHeading"), words(say("certificate.credits", { credits, unit })), "credits")}
${fact(say("transcript.completed"), words(say("verify.day", { day: completedOn })))}
${certificate.providerName ? fact(say("verify.providedBy"), escapeHtml(certificate.providerName)) : ""}
${certificate.jointProviders.length > 0 ? fact(say("verify.jointlyWith"), certificate.jointProviders.map(escapeHtml).join("<br>")) : ""}
${fact(say(certificate.issuedElsewhere ? "verify.issuedBy" : "verify.accreditedBy"), escapeHtml(certificate.accreditorName))}
${fact(say("transcript.certificate"), issuedAt ? words(say("verify.numberIssued", { number, issuedAt })) : escapeHtml(number))}
${certificate.issuedElsewhere || isSandbox || isRehearsal ? "" : fact(say("verify.publicLog"), logged(certificate, words))}
</dl>
</article>
${certificate.status === CertificateStatus.ISSUED && !isSandbox && !isRehearsal ? share(certificate, answer.url, words) : ""}`;
}

/** The address, and a way to a profile where people show what they have learnt (LinkedIn's form of it). */
function share(
  { title, accreditorName, number, issuedAt }: VerifiedCertificate,
  url: string | null,
  words: Words,
): string {
  if (!url || !issuedAt) return "";
  const profile = new URLSearchParams({
    startTask: "CERTIFICATION_NAME",
    name: title,
    organizationName: accreditorName,
    issueYear: String(issuedAt.getUTCFullYear()),
    issueMonth: String(issuedAt.getUTCMonth() + 1),
    certUrl: url,
    certId: number,
  });
  return `<section class="share">
<h2>${words(say("verify.share"))}</h2>
<p class="soft">${words(say("verify.shareMeaning"))}</p>
<p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>
<p><a href="${escapeHtml(`https://www.linkedin.com/profile/add?${profile}`)}" rel="noopener noreferrer">${words(say("verify.toLinkedIn"))}</a></p>
</section>`;
}

function logged({ loggedAt, proofUrl }: VerifiedCertificate, words: Words): string {
  if (!loggedAt || !proofUrl) return words(say("verify.notLoggedYet"));
  return `${words(say("verify.loggedSince", { loggedAt }))} <a href="${escapeHtml(new URL(proofUrl).pathname)}" download>${words(say("verify.keepProof"))}</a>`;
}

function state(
  { status, supersededByCode, revokedAt, issuedElsewhere }: VerifiedCertificate,
  words: Words,
  isSandbox: boolean,
): string {
  if (status === CertificateStatus.ISSUED)
    return `<p class="state good"><strong>${words(say("verify.valid"))}</strong> ${words(say(issuedElsewhere ? "verify.issuedElsewhere" : "verify.onRecord"))}</p>`;
  const code = supersededByCode && groupedCode(supersededByCode);
  const successor = code
    ? ` ${words(say("verify.later"))} <a href="${isSandbox ? sandboxPath : ""}/verify/${code}">${code}</a>`
    : "";
  if (status === CertificateStatus.REVOKED) {
    const revoked = revokedAt ? say("verify.revokedSince", { revokedAt }) : say("verify.revoked");
    return `<p class="state bad"><strong>${words(revoked)}</strong> ${words(say("verify.noLongerHolds"))}${successor}</p>`;
  }
  return `<p class="state warn"><strong>${words(say("verify.superseded"))}</strong> ${words(say("verify.noLongerCounts"))}${successor}</p>`;
}
