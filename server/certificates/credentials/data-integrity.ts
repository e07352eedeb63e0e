import { type OpenedKey, signerOf } from "./signing-keys.ts";

/** Loaded when the first one is signed: few processes do. */
async function load() {
  const [{ issue }, { DataIntegrityProof }, { cryptosuite }, { loaderOf }, { byShape }] = await Promise.all([
    import("@digitalbazaar/vc"),
    import("@digitalbazaar/data-integrity"),
    import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite"),
    import("../../../packages/verify/contexts.ts"),
    import("./shapes.ts"),
  ]);
  const suite = { ...cryptosuite, canonize: byShape(cryptosuite.canonize) };
  return { issue, DataIntegrityProof, cryptosuite: suite, documentLoader: loaderOf() };
}
let loaded: ReturnType<typeof load> | undefined;

/**
 * Signs a credential (Data Integrity, eddsa-rdfc-2022).
 * @param at stands in the proof, to the second
 */
export async function signCredential(credential: JsonDocument, key: OpenedKey, at: Date): Promise<JsonDocument> {
  loaded ??= load();
  const { issue, DataIntegrityProof, cryptosuite, documentLoader } = await loaded;
  const suite = new DataIntegrityProof({ signer: signerOf(key), date: instant(at), cryptosuite });
  // The package writes the proof into what it is given: what was claimed stays without one.
  return issue({ credential: { ...credential }, suite, documentLoader });
}

/** A moment as XML Schema writes it, to the second. */
export const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");
