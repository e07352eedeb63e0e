import { type OpenedKey, signerOf } from "./signing-keys.ts";

/**
 * Signs a credential (Data Integrity, eddsa-rdfc-2022). What it needs is loaded when the first one is signed: few requests do.
 * @param at stands in the proof, to the second
 */
export async function signCredential(credential: JsonDocument, key: OpenedKey, at: Date): Promise<JsonDocument> {
  const [{ issue }, { DataIntegrityProof }, { cryptosuite }, { loaderOf }] = await Promise.all([
    import("@digitalbazaar/vc"),
    import("@digitalbazaar/data-integrity"),
    import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite"),
    import("../../../packages/verify/contexts.ts"),
  ]);
  const suite = new DataIntegrityProof({ signer: signerOf(key), date: instant(at), cryptosuite });
  return issue({ credential, suite, documentLoader: loaderOf() });
}

/** A moment as XML Schema writes it, to the second. */
export const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");
