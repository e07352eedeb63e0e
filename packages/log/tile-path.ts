/** Where a tile stands under its log: `012`, `x001/x234/067`. Format: c2sp.org/tlog-tiles. */
export function showTileNumber(n: number): string {
  const parts = [String(n % 1000).padStart(3, "0")];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    parts.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  return parts.join("/");
}

/** A tile, and how many of its hashes or entries are asked for: 256 of a full one. */
export interface TilePlace {
  /** Null: a bundle of entries. */
  level: number | null;
  number: number;
  width: number;
}

/** Null: no tile has this path, which is as in `0/x001/067.p/12` or `entries/003`. */
export function readTilePath(path: string): TilePlace | null {
  const [, kind = "", digits = "", partial] =
    /^(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  const number = Number(digits.replace(/[x/]/g, ""));
  const width = partial === undefined ? 256 : Number(partial);
  if (!kind || width > 256 || (partial !== undefined && width === 256) || showTileNumber(number) !== digits)
    return null;
  return { level: kind === "entries" ? null : Number(kind), number, width };
}
