import type { KeyObject } from "node:crypto";
import { readCheckpoint, readCount } from "../log/checkpoint.ts";
import { emptyRoot, hashBytes, provesConsistency } from "../log/merkle.ts";
import { checkSignature, cosign, type NoteKey, readBase64 } from "../log/signed-note.ts";

/** What a witness remembers of a log: the last head that it signed. */
export interface Seen {
  size: number;
  /** Base64. */
  root: string;
}

/** What a witness keeps what it has seen in. It must be there again after any end of the process. */
export interface Memory {
  recall(origin: string): Promise<Seen | undefined>;
  /** Settles once it is kept for good. */
  keep(origin: string, seen: Seen): Promise<void>;
}

export interface Answer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  type: string;
  text: string;
}

/** Most hashes of a proof. Source: c2sp.org/tlog-witness. */
const longestProof = 63;

const plain = (status: Answer["status"], text: string): Answer => ({ status, type: "text/plain; charset=utf-8", text });

/**
 * Signs heads of logs that extend what it signed before, and nothing else (c2sp.org/tlog-witness, v1.0.0). Who has its signature under a
 * head knows that everybody was shown the same log.
 */
export class Witness {
  readonly #logs = new Map<string, NoteKey[]>();
  #busy: Promise<unknown> = Promise.resolve();

  /**
   * @param key its own, of type COSIGNATURE
   * @param logs keys of the logs that it follows, by whose names it knows them
   */
  constructor(
    private readonly key: NoteKey,
    private readonly privateKey: KeyObject,
    logs: readonly NoteKey[],
    private readonly memory: Memory,
    private readonly now: () => Date = () => new Date(),
  ) {
    for (const log of logs) this.#logs.set(log.name, [...(this.#logs.get(log.name) ?? []), log]);
  }

  /** Answers `POST add-checkpoint`. One after the other: what one has signed the next one has to extend. */
  addCheckpoint(body: string): Promise<Answer> {
    const answer = this.#busy.then(() => this.#add(body));
    this.#busy = answer.catch(() => {});
    return answer;
  }

  async #add(body: string): Promise<Answer> {
    const end = body.indexOf("\n\n");
    const [first = "", ...lines] = body.slice(0, Math.max(0, end)).split("\n");
    const old = first.startsWith("old ") ? readCount(first.slice("old ".length)) : null;
    const proof = lines.map(readBase64);
    const checkpoint = readCheckpoint(body.slice(end + 2));
    if (old === null || !checkpoint || proof.length > longestProof) return plain(400, "This is no checkpoint.\n");
    const whole = proof.filter((hash): hash is Buffer => hash?.length === hashBytes);
    if (whole.length < proof.length) return plain(400, "The proof is not one of hashes.\n");
    const keys = this.#logs.get(checkpoint.origin);
    if (!keys) return plain(404, "This log is not followed here.\n");
    const signed = keys.map((key) => checkSignature(checkpoint.note, key).outcome);
    if (signed.includes("fails") || !signed.includes("holds")) return plain(403, "It is not signed by the log.\n");
    if (old > checkpoint.size) return plain(400, "The old size is above that of the checkpoint.\n");
    const seen = await this.memory.recall(checkpoint.origin);
    if (old !== (seen?.size ?? 0)) return { status: 409, type: "text/x.tlog.size", text: `${seen?.size ?? 0}\n` };
    const earlier = { size: old, root: seen ? Buffer.from(seen.root, "base64") : emptyRoot };
    if (!provesConsistency(earlier, checkpoint, whole))
      return plain(422, "It does not extend what was signed before.\n");
    await this.memory.keep(checkpoint.origin, {
      size: checkpoint.size,
      root: Buffer.from(checkpoint.root).toString("base64"),
    });
    return plain(200, cosign(checkpoint.note.text, this.key, this.privateKey, this.now()));
  }
}
