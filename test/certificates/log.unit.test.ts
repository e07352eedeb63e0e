import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { verifyMerkleInclusion } from "@sigstore/verify/dist/tlog/merkle.js";
import fc from "fast-check";
import { certificateEvents, entryOf, eventText, readEvent } from "../../packages/log/certificate-event.ts";
import { checkpointText, readCheckpoint } from "../../packages/log/checkpoint.ts";
import { readProof, showProof } from "../../packages/log/log-proof.ts";
import {
  emptyRoot,
  foldHashes,
  leafHash,
  nodeHash,
  provesConsistency,
  provesInclusion,
  type ReadHashes,
  Tree,
  tileWidth,
} from "../../packages/log/merkle.ts";
import {
  checkSignature,
  cosign,
  KeyType,
  type NoteKey,
  readKey,
  readNote,
  type SignedNote,
  showKey,
  signNote,
} from "../../packages/log/signed-note.ts";
import { readTilePath, showTileNumber } from "../../packages/log/tile-path.ts";

const bytes = (text: string | null) => Buffer.from(text ?? "", "base64");

/** As RFC 6962 says it, word by word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash("sha256").digest();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const middle = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(naiveRoot(leaves.slice(0, middle)), naiveRoot(leaves.slice(middle)));
}

/** Tiles over leaves, made the plain way. */
const tilesOver =
  (leaves: readonly Buffer[]): ReadHashes =>
  async (level, from, count) => {
    const width = tileWidth ** level;
    expect(Math.floor(from / tileWidth)).toBe(Math.floor((from + count - 1) / tileWidth));
    return Array.from({ length: count }, (_, i) => {
      const below = leaves.slice((from + i) * width, (from + i + 1) * width);
      expect(below).toHaveLength(width);
      return foldHashes(below);
    });
  };

const leaf = (n: number) => leafHash(Buffer.from(String(n)));
const manyLeaves = Array.from({ length: 66_000 }, (_, n) => leaf(n));

describe("the tree", () => {
  const vectors = JSON.parse(readFileSync("test/data/merkle-proofs.json", "utf8"));

  test("agrees with what others published of proofs, right ones and wrong ones", () => {
    for (const { desc, file, leafIdx, treeSize, leafHash: hash, proof, root, wantErr } of vectors.inclusion)
      expect([
        file,
        desc,
        provesInclusion(bytes(hash), leafIdx, treeSize, bytes(root), (proof ?? []).map(bytes)),
      ]).toEqual([file, desc, !wantErr]);
    for (const { desc, file, size1, size2, root1, root2, proof, wantErr } of vectors.consistency) {
      const heads = [
        { size: size1, root: bytes(root1) },
        { size: size2, root: bytes(root2) },
      ] as const;
      // Where they don't care for the root, it is none.
      const right = !wantErr && heads.every(({ root }) => root.length === 32);
      expect([file, desc, provesConsistency(...heads, (proof ?? []).map(bytes))]).toEqual([file, desc, right]);
    }
  });

  test("of any size has the root of the definition, and proofs that hold for their own place alone", async () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 1_500 }),
      fc.constantFrom(256, 257, 512),
    );
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (n, a, b) => {
        const leaves = manyLeaves.slice(0, n);
        const tree = new Tree(tilesOver(leaves));
        const root = await tree.root(n);
        expect(root).toEqual(naiveRoot(leaves));
        const index = a % n;
        const path = await tree.inclusion(index, n);
        expect(provesInclusion(leaf(index), index, n, root, path)).toBe(true);
        expect(provesInclusion(leaf(index + 1), index, n, root, path)).toBe(false);
        if (n > 1) expect(provesInclusion(leaf(index), (index + 1) % n, n, root, path)).toBe(false);
        const earlier = { size: b % (n + 1), root: naiveRoot(leaves.slice(0, b % (n + 1))) };
        const proof = await tree.consistency(earlier.size, n);
        expect(provesConsistency(earlier, { size: n, root }, proof)).toBe(true);
        const other = { ...earlier, root: leaf(-1) };
        expect(provesConsistency(other, { size: n, root }, proof)).toBe(false);
        for (let i = 0; i < proof.length; i++) {
          const changed = proof.map((hash, j) => (i === j ? leaf(-2) : hash));
          expect(provesConsistency(earlier, { size: n, root }, changed)).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
    expect(await new Tree(tilesOver([])).root(0)).toEqual(emptyRoot);
    // Three storeys of tiles.
    const tree = new Tree(tilesOver(manyLeaves));
    const root = await tree.root(manyLeaves.length);
    const path = await tree.inclusion(65_600, manyLeaves.length);
    expect(provesInclusion(leaf(65_600), 65_600, manyLeaves.length, root, path)).toBe(true);
  });

  test("gives proofs that Sigstore's verifier takes, and none that were changed", async () => {
    const taken = (index: number, size: number, rootHash: Buffer, hashes: readonly Buffer[]): boolean => {
      const proof = { logIndex: String(index), treeSize: String(size), rootHash, hashes: [...hashes] };
      try {
        verifyMerkleInclusion(
          { canonicalizedBody: Buffer.from(String(index)), inclusionProof: proof } as Parameters<
            typeof verifyMerkleInclusion
          >[0],
          { logSize: BigInt(size), logHash: rootHash } as Parameters<typeof verifyMerkleInclusion>[1],
        );
        return true;
      } catch {
        return false;
      }
    };
    const tree = new Tree(tilesOver(manyLeaves));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3_000 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const index = a % size;
        const root = await tree.root(size);
        const path = await tree.inclusion(index, size);
        expect(taken(index, size, root, path)).toBe(true);
        const changed = path.map((hash, at) => (at === b % path.length ? leaf(-1) : hash));
        if (path.length > 0) expect(taken(index, size, root, changed)).toBe(false);
        expect(taken(index, size, leaf(-1), path)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test("has tiles where the format says", () => {
    expect(showTileNumber(1_234_067)).toBe("x001/x234/067");
    expect(readTilePath("0/x001/x234/067")).toEqual({ level: 0, number: 1_234_067, width: 256 });
    expect(readTilePath("entries/003.p/112")).toEqual({ level: null, number: 3, width: 112 });
    for (const path of [
      "64/000",
      "00/000",
      "0/1",
      "0/x000/001",
      "0/000.p/0",
      "0/000.p/256",
      "0/000.p/999",
      "0/000/",
      "x/000",
      "0/0000",
    ])
      expect([path, readTilePath(path)]).toEqual([path, null]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (n) => {
        expect(readTilePath(`2/${showTileNumber(n)}`)?.number).toBe(n);
      }),
    );
  });
});

const newKey = (name: string, type: KeyType) => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = Buffer.from(privateKey.export({ format: "jwk" }).x ?? "", "base64url");
  return { key: { name, type, publicKey } satisfies NoteKey, privateKey };
};

describe("a signed note", () => {
  const log = newKey("accreditor.example/log/1", KeyType.NOTE);
  const witness = newKey("witness.example", KeyType.COSIGNATURE);
  const text = checkpointText(log.key.name, { size: 3, root: leaf(1) });
  const note = `${text}\n${signNote(text, log.key, log.privateKey)}${cosign(text, witness.key, witness.privateKey, new Date(1_700_000_000_999))}`;

  test("is read back, and says who signed it and when it was seen", () => {
    const read = readNote(note) as SignedNote;
    expect(checkSignature(read, log.key)).toEqual({ outcome: "holds", at: null });
    expect(checkSignature(read, witness.key)).toEqual({ outcome: "holds", at: new Date(1_700_000_000_000) });
    expect(checkSignature(read, newKey(log.key.name, KeyType.NOTE).key)).toEqual({ outcome: "absent" });
    expect(readCheckpoint(note)).toMatchObject({ origin: log.key.name, size: 3, root: leaf(1) });
    for (const { key } of [log, witness]) expect(readKey(showKey(key))).toEqual(key);
  });

  test("of others is read: the example of the standard", () => {
    const example =
      "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    expect(readNote(example)).toMatchObject({
      text: expect.stringMatching(/sole:\n\ned è subito sera\.\n$/),
      signatures: [{ name: "quasimodo.example/salvatore", keyId: "367ba04b" }],
    });
  });

  test("that was changed anywhere says so, or is none", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: note.length - 1 }),
        fc.constantFrom("A", "0", "\n", "+", " ", "\u2014"),
        (at, put) => {
          const changed = note.slice(0, at) + put + note.slice(at + 1);
          fc.pre(changed !== note);
          const read = readNote(changed);
          if (!read) return;
          // A line that was spoilt is one of another key; what the line of one key says, the other's does not.
          const outcomes = [log.key, witness.key].map((key) => checkSignature(read, key).outcome);
          expect(outcomes).not.toEqual(["holds", "holds"]);
          if (at < text.length) expect(outcomes).not.toContain("holds");
        },
      ),
      { numRuns: 300 },
    );
  });

  test("as a proof is read back byte by byte", () => {
    const extra = Buffer.from("what it is about");
    const proof = showProof(extra, 2, [leaf(1), leaf(2)], note);
    expect(readProof(proof)).toMatchObject({ extra, index: 2, path: [leaf(1), leaf(2)], checkpoint: { size: 3 } });
    for (const changed of [
      proof.slice(1),
      proof.replace("@v1", "@v2"),
      proof.replace("index 2", "index 02"),
      proof.replace("\n\n", "\n"),
      proof.replace("extra ", "extra !"),
    ])
      expect(readProof(changed)).toBeNull();
  });
});

test("an event is a text that is read back, and every part of it makes another entry", () => {
  const event = {
    event: "issued",
    number: "C000123",
    at: "2026-11-29T12:00:00.000001Z",
    sha256: "a".repeat(64),
    salt: "b".repeat(32),
  } as const;
  expect(readEvent(eventText(event))).toEqual(event);
  const others = [
    ...certificateEvents.slice(1).map((name) => ({ ...event, event: name })),
    { ...event, number: "C000124" },
    { ...event, at: "2026-11-29T12:00:00.000002Z" },
    { ...event, sha256: "c".repeat(64) },
    { ...event, salt: "d".repeat(32) },
  ];
  expect(new Set([event, ...others].map((each) => entryOf(each).toString("hex"))).size).toBe(9);
  for (const text of [eventText(event).slice(1), `${eventText(event)}\n`, eventText(event).replace("C000123", "")])
    expect(readEvent(text)).toBeNull();
});
