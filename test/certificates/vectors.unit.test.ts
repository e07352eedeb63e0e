import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { issue } from "@digitalbazaar/vc";
import type { Evidence } from "../../packages/verify/check-credential.ts";
import { checkFile } from "../../packages/verify/check-file.ts";
import { loaderOf } from "../../packages/verify/contexts.ts";
import { byShape } from "../../server/certificates/credentials/shapes.ts";

/** What others published, so that we do not only agree with ourselves. */
const vectors = JSON.parse(readFileSync("test/data/credential-vectors.json", "utf8"));

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const decoded = (multibase: string, bytes = 34): Buffer => {
  const value = [...multibase.slice(1)].reduce((sum, digit) => sum * 58n + BigInt(base58.indexOf(digit)), 0n);
  return Buffer.from(value.toString(16).padStart(bytes * 2, "0"), "hex");
};

describe("W3C's vectors of eddsa-rdfc-2022", () => {
  const { publicKeyMultibase, privateKeyMultibase } = vectors.w3c.keyPair;
  const [x, d] = [publicKeyMultibase, privateKeyMultibase].map((key) => decoded(key).subarray(2).toString("base64url"));
  const privateKey = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x, d }, format: "jwk" });
  const method = `did:key:${publicKeyMultibase}#${publicKeyMultibase}`;
  // Words of the examples, which no package has: each means what it is called.
  const words = { "@context": { "@vocab": "https://www.w3.org/ns/credentials/examples#" } };
  const documentLoader = loaderOf(
    new Map<string, unknown>([
      ["https://www.w3.org/ns/credentials/examples/v2", words],
      [
        method,
        {
          "@context": "https://w3id.org/security/multikey/v1",
          id: method,
          type: "Multikey",
          controller: method.split("#")[0],
          publicKeyMultibase,
        },
      ],
      [
        `did:key:${publicKeyMultibase}`,
        {
          "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
          id: `did:key:${publicKeyMultibase}`,
          assertionMethod: [method],
        },
      ],
    ]),
  );

  test("what is signed of each, and its signature, are those that they give, by the way that certificates go too", async () => {
    const { signed, canonical } = vectors.w3c.alumni;
    const { proof, ...credential } = signed;
    for (const canonize of [cryptosuite.canonize, byShape(cryptosuite.canonize)]) {
      expect(await canonize(credential, { documentLoader, base: null, safe: true })).toBe(canonical);
      const suite = new DataIntegrityProof({
        cryptosuite: { ...cryptosuite, canonize },
        date: proof.created,
        signer: {
          algorithm: "Ed25519",
          id: method,
          sign: async ({ data }) => new Uint8Array(sign(null, data, privateKey)),
        },
      });
      const ours = await issue({ credential: { ...credential }, suite, documentLoader });
      expect(ours.proof).toMatchObject({ proofValue: proof.proofValue });
    }
  });

  test("is signed by the key over what we make of it, and not with a changed value", async () => {
    const { signed, canonical, canonicalProof } = vectors.w3c.alumni;
    const { proof, ...credential } = signed;
    const { proofValue, ...options } = proof;
    const given = { documentLoader, base: null, safe: true };
    const written = await cryptosuite.canonize({ "@context": credential["@context"], ...options }, given);
    expect(written).toBe(canonicalProof);
    const publicKey = createPublicKey(privateKey);
    const hashOf = (text: string) => createHash("sha256").update(text).digest();
    const holds = (text: string) =>
      verify(null, Buffer.concat([hashOf(written), hashOf(text)]), publicKey, decoded(proofValue, 64));
    expect(holds(canonical)).toBe(true);
    expect(holds(await cryptosuite.canonize({ ...credential, name: "Another" }, given))).toBe(false);
  });
});

describe("1EdTech's samples of Open Badges 3.0", () => {
  /** The keys of its issuers, which their samples name by what they are; of who is wrong in a sample the key is not there. */
  const keys = [
    "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
    "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv",
    "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs",
  ];
  const issuers = [
    "https://example.com/issuers/876543",
    "https://1edtech.edu/issuers/565049",
    "https://example.edu/issuers/565049",
  ].map((id) => ({
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id,
    verificationMethod: keys.map((key) => ({
      id: `${id}#${key}`,
      type: "Multikey",
      controller: id,
      publicKeyMultibase: key,
    })),
    assertionMethod: keys.map((key) => `${id}#${key}`),
  }));
  const evidence: Evidence = { asOf: "2026-12-01T00:00:00Z", issuers, statusLists: [] };
  const outcome = async (content: unknown): Promise<[string, string[]]> => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const { outcome: all, findings } = await checkFile(Buffer.from(text), evidence, new Date("2026-12-01T00:00:00Z"));
    return [all, findings.filter((each) => each.outcome !== "holds").map(({ part, said }) => `${part}: ${said}`)];
  };
  const named = (isError: boolean) =>
    Object.entries(vectors.ob30).filter(([name]) => name.includes("-err-") === isError);

  test.each(named(true))("%s fails", async (_name, content) => {
    expect((await outcome(content))[0]).toBe("fails");
  });

  test.each(named(false))("%s holds", async (_name, content) => {
    expect(await outcome(content)).toEqual(["holds", []]);
  });

  test("a PNG that carries one is read as the SVG is; one without, or cut, is none", async () => {
    const chunk = (type: string, data: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
      const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
      length.writeUInt32BE(data.length);
      sum.writeUInt32BE(crc32(body));
      return Buffer.concat([length, body, sum]);
    };
    const text = JSON.stringify(vectors.ob30["simple.json"]);
    const baked = Buffer.concat([Buffer.from("openbadgecredential\0\0\0\0\0", "latin1"), Buffer.from(text)]);
    const begin = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
    const png = Buffer.concat([
      begin,
      chunk("IHDR", Buffer.alloc(13)),
      chunk("tEXt", Buffer.from("a\0b")),
      chunk("iTXt", baked),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    const check = async (bytes: Buffer) => (await checkFile(bytes, evidence, new Date("2026-12-01T00:00:00Z"))).outcome;
    expect(await check(png)).toBe("holds");
    expect(await check(Buffer.concat([begin, chunk("IHDR", Buffer.alloc(13)), chunk("IEND", Buffer.alloc(0))]))).toBe(
      "fails",
    );
    for (const at of [8, 12, 40, 70, 200, png.length - 20]) expect(await check(png.subarray(0, at))).toBe("fails");
  });
});
