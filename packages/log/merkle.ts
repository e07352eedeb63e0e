import { createHash } from "node:crypto";

/*
 * The tree of RFC 6962, section 2.1: SHA-256 over leaves and nodes, whatever their number. Sizes and places are whole numbers that JavaScript
 * counts exactly.
 */

/** Length of each hash, in bytes. */
export const hashBytes = 32;

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const ofLeaf = Uint8Array.of(0);
const ofNode = Uint8Array.of(1);

export const leafHash = (entry: Uint8Array): Buffer => sha256(ofLeaf, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(ofNode, left, right);

/** The root of a tree without leaves. */
export const emptyRoot = sha256();

/** Hashes of neighbours that are a power of two in number, as the one of the node above them all. */
export function foldHashes(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) row = row.flatMap((hash, i) => (i % 2 === 0 ? [nodeHash(hash, row[i + 1] as Buffer)] : []));
  return row[0] as Buffer;
}

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** The largest power of two below `n`, which is 2 at least. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The root that a leaf at `index` of a tree of `size` has by a proof. Source: RFC 9162, section 2.1.3.2.
 * @returns null where the proof has another length than one for this place
 */
export function rootByProof(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Buffer | null {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return null;
  let [place, last] = [index, size - 1];
  let root: Uint8Array = leaf;
  for (const hash of proof) {
    if (last === 0 || hash.length !== hashBytes) return null;
    if (isOdd(place) || place === last) {
      root = nodeHash(hash, root);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else root = nodeHash(root, hash);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? Buffer.from(root) : null;
}

/** Whether a proof shows that the leaf is in the tree with this root, at this place. */
export const provesInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => leaf.length === hashBytes && rootByProof(index, size, leaf, proof)?.equals(root) === true;

/** A tree by its number of leaves and its root. */
export interface TreeHead {
  size: number;
  root: Uint8Array;
}

/** Whether a proof shows that the later tree begins with all of the earlier one. Source: RFC 9162, section 2.1.4.2. */
export function provesConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Uint8Array[]): boolean {
  const heads = [earlier, later];
  if (!heads.every(({ size, root }) => Number.isSafeInteger(size) && size >= 0 && root.length === hashBytes))
    return false;
  if (heads.some(({ size, root }) => size === 0 && !emptyRoot.equals(root))) return false;
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && Buffer.from(earlier.root).equals(later.root);
  if (earlier.size === 0) return proof.length === 0;
  if (proof.some((hash) => hash.length !== hashBytes)) return false;
  let [place, last] = [earlier.size - 1, later.size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  const path = [...proof];
  // An earlier tree that is a power of two is a node of the later one: it begins the path by itself.
  const first = place === 0 ? earlier.root : path.shift();
  if (!first || path.length === 0) return false;
  let [before, now] = [first, first];
  for (const hash of path) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      before = nodeHash(hash, before);
      now = nodeHash(hash, now);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else now = nodeHash(now, hash);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && Buffer.from(before).equals(earlier.root) && Buffer.from(now).equals(later.root);
}

/**
 * Reads hashes of nodes that stand above 256 to the power of `level` leaves each: `count` of them from the one at `from` on, all of one tile.
 */
export type ReadHashes = (level: number, from: number, count: number) => Promise<readonly Buffer[]>;

/** How many hashes a tile has, and how many levels of the tree lie between two of tiles. */
export const tileWidth = 256;
const tileHeight = 8;

/** Makes roots and proofs of a tree out of the tiles that it is kept in. */
export class Tree {
  constructor(private readonly read: ReadHashes) {}

  root(size: number): Promise<Buffer> {
    return size === 0 ? Promise.resolve(emptyRoot) : this.hashOf(0, size);
  }

  /** From the leaf's neighbour up to the root's child. */
  async inclusion(index: number, size: number): Promise<Buffer[]> {
    const proof: Buffer[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      proof.unshift(await (index < middle ? this.hashOf(middle, to) : this.hashOf(from, middle)));
      if (index < middle) to = middle;
      else from = middle;
    }
    return proof;
  }

  async consistency(earlier: number, later: number): Promise<Buffer[]> {
    if (earlier === 0 || earlier === later) return [];
    const proof: Buffer[] = [];
    let [from, to] = [0, later];
    while (to > earlier) {
      const middle = from + splitOf(to - from);
      proof.unshift(await (earlier <= middle ? this.hashOf(middle, to) : this.hashOf(from, middle)));
      if (earlier <= middle) to = middle;
      else from = middle;
    }
    // What is left is the end of the earlier tree; whoever checks knows it where it is all of that tree.
    return from === 0 ? proof : [await this.hashOf(from, to), ...proof];
  }

  /** The hash over the leaves from one place up to another. */
  private async hashOf(from: number, to: number): Promise<Buffer> {
    const leaves = to - from;
    const height = Math.log2(leaves);
    if (!Number.isInteger(height)) {
      const middle = from + splitOf(leaves);
      return nodeHash(await this.hashOf(from, middle), await this.hashOf(middle, to));
    }
    const level = Math.floor(height / tileHeight);
    return foldHashes(await this.read(level, from / tileWidth ** level, 2 ** (height % tileHeight)));
  }
}
