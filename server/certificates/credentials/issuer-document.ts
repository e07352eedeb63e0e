import type { Context } from "../../core/context.ts";
import { issuerOf } from "./issuer.ts";
import { allKeys, keyAddress } from "./signing-keys.ts";

/**
 * What the issuer's DID stands for, at `/.well-known/did.json`: every key that ever signed, in both spellings that checkers look for. Keys that
 * were retired stay, since what they signed holds.
 */
export async function issuerDocument({ db, config }: Pick<Context, "db" | "config">): Promise<Record<string, unknown>> {
  const { fromJwk } = await import("@digitalbazaar/ed25519-multikey");
  const id = issuerOf(config.publicUrl);
  const verificationMethod = await Promise.all(
    (await allKeys(db)).map(async (key) => {
      const publicKeyJwk = { kty: "OKP", crv: "Ed25519", x: key.publicKey };
      const { publicKeyMultibase } = await (await fromJwk({ jwk: publicKeyJwk })).export({ publicKey: true });
      return { id: keyAddress({ config }, key.id), type: "Multikey", controller: id, publicKeyMultibase };
    }),
  );
  return {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id,
    alsoKnownAs: [config.publicUrl],
    verificationMethod,
    assertionMethod: verificationMethod.map((method) => method.id),
  };
}
