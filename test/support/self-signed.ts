import { generateKeyPairSync, sign } from "node:crypto";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519 from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { issue } from "@digitalbazaar/vc";
import { loaderOf } from "../../packages/verify/contexts.ts";

/** A credential whose issuer's DID is its key, as anybody can make one; and the same with a changed value. */
export async function signedByItsKey(): Promise<{ credential: string; changed: string }> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const jwk = { ...publicKey.export({ format: "jwk" }), alg: "EdDSA" };
  const { publicKeyMultibase } = await (await Ed25519.fromJwk({ jwk })).export({ publicKey: true });
  const issuer = `did:key:${publicKeyMultibase}`;
  const signed = await issue({
    credential: {
      "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
      ],
      id: "urn:uuid:2f6b6f3e-5f0b-4d6e-9a51-6a2ad3a7c0de",
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      name: "A name",
      issuer: { id: issuer, type: "Profile", name: "An issuer" },
      validFrom: "2026-01-01T00:00:00Z",
      credentialSubject: {
        type: "AchievementSubject",
        achievement: {
          id: "urn:uuid:0b1b0a8e-3b44-4b1c-8f39-1d2c3b4a5f60",
          type: "Achievement",
          name: "A name",
          description: "What was learnt.",
          criteria: { narrative: "Being there." },
        },
      },
    },
    suite: new DataIntegrityProof({
      cryptosuite,
      signer: {
        algorithm: "Ed25519",
        id: `${issuer}#${publicKeyMultibase}`,
        sign: async ({ data }) => new Uint8Array(sign(null, data, privateKey)),
      },
    }),
    documentLoader: loaderOf(),
  });
  const credential = JSON.stringify(signed);
  return { credential, changed: credential.replace("Being there.", "Being here.") };
}
