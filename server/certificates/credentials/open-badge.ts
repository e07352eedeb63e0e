import { createHash, randomBytes } from "node:crypto";
import { DateTime } from "luxon";
import { groupedCode } from "../../core/crockford.ts";
import { say } from "../../core/messages/message.ts";
import { type Language, sentence } from "../../core/messages/sentence.ts";
import { instant } from "./data-integrity.ts";

/** What a certificate says, as it is frozen with it. */
export interface CredentialFacts {
  certificateId: string;
  number: string;
  issuedAt: Date;
  recipientName: string;
  memberNumber: string;
  title: string;
  programId: string;
  programNumber: string;
  providerId: string;
  providerName: string;
  accreditorName: string;
  credits: string;
  creditUnit: string;
  completedOn: string;
  /** The first day of what it lists. */
  beganOn: string;
  /** Of further kinds of credit. */
  kinds: { kindId: string; name: string; unit: string; credits: string }[];
  timeZone: string;
  language: Language;
  /** As it is kept, without dashes. */
  verificationCode: string;
  /** SHA-256 of the certificate's PDF, as it is before a credential is attached to it. */
  pagesHash: Buffer;
}

/** Where the credential's status stands. */
export interface StatusPlace {
  list: number;
  position: number;
}

/** What a status list tells, by the words of Bitstring Status List. */
export const statusPurposes = ["revocation", "refresh"] as const;
export type StatusPurpose = (typeof statusPurposes)[number];

export const statusListUrl = (publicUrl: string, purpose: StatusPurpose, list: number): string =>
  `${publicUrl}/credentials/status/${purpose}/${list}`;

const uuid = (id: string): string => `urn:uuid:${id}`;

/** A day's beginning where the accreditor is, so that every reader finds the same day in it. */
const dayAt = (day: string, zone: string): string =>
  DateTime.fromISO(day, { zone }).toISO({ suppressMilliseconds: true }) ?? day;

/**
 * The claims of a certificate as Open Badges 3.0 (an AchievementCredential of Verifiable Credentials 2.0). Whose it is, is said by the name and by the salted hash of the
 * member's number: who knows the number can compare it, who does not learns nothing.
 * @param issuer its DID
 */
export function openBadge(
  facts: CredentialFacts,
  place: StatusPlace,
  { issuer, publicUrl }: { issuer: string; publicUrl: string },
): JsonDocument {
  const { title, timeZone, language } = facts;
  const about = sentence(say("credential.description", { title, provider: facts.providerName }), language);
  const statusListCredential = statusListUrl(publicUrl, "revocation", place.list);
  const ofProof = sentence(say("credential.proofMeaning"), language);
  const salt = randomBytes(16).toString("base64url");
  const hash = createHash("sha256").update(`${facts.memberNumber}${salt}`).digest("hex");
  const amounts = [
    { id: uuid(facts.programId).concat("#credit"), name: facts.creditUnit, credits: facts.credits },
    ...facts.kinds.map(({ kindId, name, unit, credits }) => ({
      id: `${uuid(facts.programId)}#credit-${kindId}`,
      name: `${name} (${unit})`,
      credits,
    })),
  ];
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: uuid(facts.certificateId),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: title,
    issuer: { id: issuer, type: ["Profile"], name: facts.accreditorName, url: publicUrl },
    validFrom: instant(facts.issuedAt),
    credentialSubject: {
      type: ["AchievementSubject"],
      identifier: [
        { type: "IdentityObject", identityType: "name", hashed: false, identityHash: facts.recipientName },
        { type: "IdentityObject", identityType: "systemId", hashed: true, identityHash: `sha256$${hash}`, salt },
      ],
      activityStartDate: dayAt(facts.beganOn, timeZone),
      activityEndDate: dayAt(facts.completedOn, timeZone),
      creditsEarned: Number(facts.credits),
      licenseNumber: facts.number,
      source: { id: uuid(facts.providerId), type: ["Profile"], name: facts.providerName },
      result: amounts.map(({ id, credits }) => ({ type: ["Result"], resultDescription: id, value: credits })),
      achievement: {
        id: uuid(facts.programId),
        type: ["Achievement"],
        achievementType: "CertificateOfCompletion",
        name: title,
        humanCode: facts.programNumber,
        description: about,
        criteria: {
          narrative: sentence(say("credential.criteria", { accreditor: facts.accreditorName }), language),
        },
        creator: { id: uuid(facts.providerId), type: ["Profile"], name: facts.providerName },
        resultDescription: amounts.map(({ id, name }) => ({
          id,
          type: ["ResultDescription"],
          name,
          resultType: "ext:Credit",
        })),
      },
    },
    // Of what is issued now the proof is there within a minute: the address stays.
    evidence: [
      {
        id: `${publicUrl}/verify/${groupedCode(facts.verificationCode)}/proof`,
        type: ["Evidence"],
        name: sentence(say("credential.proof"), language),
        description: ofProof,
      },
    ],
    // The pages, by what they are instead of where (RFC 6920): they are for who holds the certificate.
    relatedResource: {
      id: `ni:///sha-256;${facts.pagesHash.toString("base64url")}`,
      digestSRI: `sha256-${facts.pagesHash.toString("base64")}`,
      mediaType: "application/pdf",
    },
    // One, as Open Badges have it. Its place in the list of those that were replaced is the same (`packages/verify` looks there too).
    credentialStatus: {
      id: `${statusListCredential}#${place.position}`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: String(place.position),
      statusListCredential,
    },
  };
}
