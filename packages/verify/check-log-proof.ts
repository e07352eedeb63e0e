import { createHash } from "node:crypto";
import { entryOf, type LoggedEvent, readEvent } from "../log/certificate-event.ts";
import { readProof } from "../log/log-proof.ts";
import { leafHash, provesInclusion } from "../log/merkle.ts";
import { checkSignature, type NoteKey, readKey } from "../log/signed-note.ts";
import { type Evidence, type Finding, failed, holds, unknown } from "./check-credential.ts";

/** What the log tells of an event, behind the certificate's number. */
const told: Record<LoggedEvent["event"], string> = {
  issued: "was issued",
  credential: "was made a credential",
  superseded: "was superseded",
  revoked: "was revoked",
  removed: "was removed when its years were over",
};

/**
 * Holds a file against a proof that it stands in its issuer's log of certificates, without a network: that the proof is about these bytes,
 * that it leads to the head, and that the issuer signed the head.
 * @param file the certificate's PDF, or its credential (`.json`)
 * @param witnesses whose signatures are wanted under the head
 */
export function checkLogProof(
  file: Uint8Array,
  text: string,
  { logs = [] }: Pick<Evidence, "logs">,
  witnesses: readonly NoteKey[] = [],
): Finding[] {
  const proof = readProof(text);
  const event = proof?.extra ? readEvent(proof.extra.toString("utf8")) : null;
  if (!proof || !event) return [failed("log", "This is no proof of the log.")];
  const { checkpoint, index, path } = proof;
  const hash = createHash("sha256").update(file).digest("hex");
  if (hash !== event.sha256)
    return [
      failed("log", `This is not the file that stands in the log as ${event.number}: it was changed, or is another.`),
    ];
  if (!provesInclusion(leafHash(entryOf(event)), index, checkpoint.size, checkpoint.root, path))
    return [failed("log", "The proof does not lead to the head: something in it was changed.")];
  const log = logs.find(({ origin }) => origin === checkpoint.origin);
  const signed = (log?.keys ?? [])
    .map(readKey)
    .map((key) => (key ? checkSignature(checkpoint.note, key).outcome : "absent"));
  const said = `${event.number} ${told[event.event]} at ${event.at}: it stands at place ${index} of the log ${checkpoint.origin}.`;
  const byIssuer = signed.includes("fails")
    ? failed("log", "The head does not bear the signature of the log's key: something in it was changed.")
    : signed.includes("holds")
      ? holds("log", said)
      : unknown("log", `No key of the log ${checkpoint.origin} that signed this head is in the evidence.`);
  return [
    byIssuer,
    ...witnesses.map((key): Finding => {
      const seen = checkSignature(checkpoint.note, key);
      if (seen.outcome === "fails") return failed("witness", `The signature of ${key.name} does not fit.`);
      if (seen.outcome === "absent") return unknown("witness", `${key.name} has not signed this head.`);
      return holds("witness", `${key.name} saw this head at ${seen.at?.toISOString()}.`);
    }),
  ];
}
