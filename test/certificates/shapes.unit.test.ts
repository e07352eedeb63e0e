import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import fc from "fast-check";
import { loaderOf } from "../../packages/verify/contexts.ts";
import { type CredentialFacts, openBadge } from "../../server/certificates/credentials/open-badge.ts";
import { byShape } from "../../server/certificates/credentials/shapes.ts";
import { defaultLanguage } from "../../server/core/messages/sentence.ts";

const options = { documentLoader: loaderOf(), base: null, safe: true };

/** Texts as people write them, and such as could be taken for something else. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    "urn:value:0",
    "urn:value:12",
    "https://x.org",
    "_:b0",
    '"\\\n\t<>',
    "type",
    "@id",
    "name",
    "1",
    "قُرْآن",
    "ja:x",
  ),
);
const cents = fc.integer({ min: 1, max: 100_00 }).map((n) => (n / 100).toFixed(2));

const facts: fc.Arbitrary<CredentialFacts> = fc.record({
  certificateId: fc.uuid(),
  number: text,
  verificationCode: fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/),
  issuedAt: fc.date({ min: new Date("2009-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
  recipientName: text,
  memberNumber: text,
  title: text,
  programId: fc.uuid(),
  programNumber: text,
  providerId: fc.uuid(),
  providerName: text,
  accreditorName: text,
  credits: cents,
  creditUnit: text,
  completedOn: fc.constantFrom("2024-03-10", "2024-12-31"),
  beganOn: fc.constantFrom("2024-03-10", "2024-01-01"),
  kinds: fc.array(fc.record({ kindId: fc.uuid(), name: text, unit: text, credits: cents }), { maxLength: 4 }),
  timeZone: fc.constantFrom("America/Chicago", "Asia/Kolkata", "UTC"),
  language: fc.constant(defaultLanguage),
  pagesHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
});

const badge = (given: CredentialFacts) =>
  openBadge(
    given,
    { list: 1, position: 77 },
    { issuer: "did:web:ce.example.org", publicUrl: "https://ce.example.org" },
  );

test("what is signed is what the cryptosuite itself makes of it, whatever a certificate says", async () => {
  const canonize = byShape(cryptosuite.canonize);
  await fc.assert(
    fc.asyncProperty(facts, async (given) => {
      const claims = badge(given);
      expect(await canonize(claims, options)).toBe(await cryptosuite.canonize(claims, options));
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
});

test("lists of status and proofs are the same as well", async () => {
  const canonize = byShape(cryptosuite.canonize);
  const contexts = ["https://www.w3.org/ns/credentials/v2"];
  for (const encodedList of ["uH4sIAAAAAAAAA", "uH4sIAAAAAAAAB"])
    for (const document of [
      {
        "@context": contexts,
        id: "https://ce.example.org/credentials/status/revocation/1",
        type: ["VerifiableCredential", "BitstringStatusListCredential"],
        issuer: "did:web:ce.example.org",
        validFrom: "2024-03-10T00:00:00Z",
        credentialSubject: {
          id: "https://ce.example.org/credentials/status/revocation/1#list",
          type: "BitstringStatusList",
          statusPurpose: "revocation",
          encodedList,
        },
      },
      {
        "@context": contexts,
        type: "DataIntegrityProof",
        cryptosuite: "eddsa-rdfc-2022",
        created: "2024-03-10T00:00:00Z",
        verificationMethod: "did:web:ce.example.org#one",
        proofPurpose: "assertionMethod",
      },
    ])
      expect(await canonize(document, options)).toBe(await cryptosuite.canonize(document, options));
});

describe("a shape", () => {
  const one = fc.sample(facts, { seed: 7, numRuns: 1 })[0] as CredentialFacts;
  const counted = () => {
    let worked = 0;
    const canonize = byShape((document, given) => {
      worked++;
      return cryptosuite.canonize(document, given);
    });
    return { canonize, worked: () => worked };
  };

  test("is worked out once, for as many as ask at once, whatever else its values are", async () => {
    const { canonize, worked } = counted();
    const texts = { title: "T", number: "N", programNumber: "P", recipientName: "R", accreditorName: "A" };
    const many = Array.from({ length: 20 }, (_, i) =>
      badge({
        ...one,
        ...texts,
        kinds: [],
        providerName: "V",
        creditUnit: "U",
        title: `Night ${i}`,
        recipientName: `Ann ${i}`,
      }),
    );
    await Promise.all(many.map((claims) => canonize(claims, options)));
    expect(worked()).toBe(1);
    // Another number is another shape; so are two texts that are the same.
    await canonize(
      badge({ ...one, ...texts, credits: "3.33", kinds: [], providerName: "V", creditUnit: "U" }),
      options,
    );
    expect(worked()).toBe(2);
  });

  test("that fails is tried again, and what is no address is worked out as it is", async () => {
    let fails = true;
    const canonize = byShape(async (document, given) => {
      if (fails) throw new Error("away");
      return cryptosuite.canonize(document, given);
    });
    const claims = badge(one);
    await expect(canonize(claims, options)).rejects.toThrow("away");
    fails = false;
    expect(await canonize(claims, options)).toBe(await cryptosuite.canonize(claims, options));
    const relative = { ...claims, id: "somewhere" };
    const refused = await cryptosuite.canonize(relative, options).then(String, (error) => error.message);
    expect(await canonize(relative, options).then(String, (error) => error.message)).toBe(refused);
  });
});
