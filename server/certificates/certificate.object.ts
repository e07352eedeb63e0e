import { ArrayMaxSize, MaxLength } from "class-validator";
import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, PlainLine } from "../core/input-rules.ts";
import { changedSinceDescription } from "../core/lists/changes.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { Allow, everyKey, ShownTo, staff } from "../core/policy.ts";
import { Credits, DateTime, LocalDate } from "../core/scalars.ts";
import { CertificateAction, certificateKeys, heldCertificateKeys } from "./certificate.policy.ts";
import type { CertificateConditions, CertificateRow } from "./certificate.queries.ts";
import { CertificateStatus } from "./certificate.status.ts";
import type { VerifiedCertificate } from "./verify-certificate.ts";

registerEnumType(CertificateStatus, {
  name: "CertificateStatus",
  description: "Whether a certificate holds.",
  valuesConfig: {
    ISSUED: { description: "It holds." },
    SUPERSEDED: { description: "A later one replaces it." },
    REVOKED: { description: "It was taken back, with a reason." },
  },
});

registerEnumType(CertificateAction, {
  name: "CertificateAction",
  description: "What a viewer can do with a certificate.",
  valuesConfig: {
    RESEND: { description: "Mail it again to its member." },
    REVOKE: { description: "Take it back, with a reason." },
    REISSUE: { description: "Issue it again after staff revoked it: reissueCertificate." },
  },
});

@ShownTo(heldCertificateKeys)
@ObjectType("Certificate", {
  implements: NodeObject,
  description: "Issued once, never altered.",
  simpleResolvers: true,
})
export class CertificateObject
  implements
    Pick<
      CertificateRow,
      | "id"
      | "number"
      | "verificationCode"
      | "issuedAt"
      | "recipientName"
      | "licences"
      | "title"
      | "providerName"
      | "providerAddress"
      | "jointProviders"
      | "programNumber"
      | "memberNumber"
      | "credits"
      | "creditUnit"
      | "completedOn"
      | "status"
      | "changedAt"
      | "revokedAt"
      | "revocationReason"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Running number: C000123." }) number!: string;
  @Field(() => String, { description: "Whoever has it can verify the certificate." }) verificationCode!: string;
  @Field(() => DateTime, { description: "When it was issued." }) issuedAt!: Date;
  @Field(() => String, { description: "The name on it." }) recipientName!: string;
  @Field(() => [String], { description: "The recipient's licences on it." }) licences!: string[];
  @Field(() => String, { description: "The activity on it." }) title!: string;
  @Field(() => String, { description: "Who held the activity, as printed on it." }) providerName!: string;
  @Field(() => String, { description: "The provider's postal address on it; empty: it has none." })
  providerAddress!: string;
  @Field(() => [String], { description: "Those who provided it together with the provider, as printed on it." })
  jointProviders!: string[];
  @Field(() => String, { description: "The Program ID on it." }) programNumber!: string;
  @Field(() => String, { description: "The member ID on it." }) memberNumber!: string;
  @Field(() => Credits, { description: "The credits on it." }) credits!: string;
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => LocalDate, { description: "Day on which the activity was completed." }) completedOn!: string;
  @Field(() => CertificateStatus, { description: "Whether it holds." }) status!: CertificateStatus;
  @Field(() => DateTime, {
    description:
      "When it last changed: issued, superseded, revoked, its holder's number or its transcript another one.",
  })
  changedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "Since when it is revoked." }) revokedAt!: Date | null;
  @Allow(staff, certificateKeys)
  @Field(() => String, { simple: false, nullable: true, description: "Why it was revoked, in the words of staff." })
  revocationReason!: string | null;
}

export const CertificateConnection = connectionOf("Certificate", () => CertificateObject);

@InputType({ description: "Which certificates: all conditions must hold." })
export class CertificateFilter implements CertificateConditions {
  @Field(() => [ID], { nullable: true, description: "One of these, at most 100." })
  @ArrayMaxSize(100)
  ids?: string[] | null;
  @Field(() => String, { nullable: true, description: "The whole number; case doesn't matter." })
  @MaxLength(50)
  @PlainLine()
  number?: string | null;
  @Field(() => String, { nullable: true, description: "The whole verification code, as people type it." })
  @MaxLength(64)
  @PlainLine()
  verificationCode?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Part of the name on it; case, accents, spaces and punctuation don't matter.",
  })
  @MaxLength(100)
  @PlainLine()
  recipientName?: string | null;
  @Field(() => String, { nullable: true, description: "The whole Program ID." })
  @MaxLength(50)
  @PlainLine()
  programNumber?: string | null;
  @Field(() => String, { nullable: true, description: "The whole member ID." })
  @MaxLength(50)
  @PlainLine()
  memberNumber?: string | null;
  @Field(() => DateTime, { nullable: true, description: changedSinceDescription }) changedSince?: Date | null;
  @Field(() => [CertificateStatus], { nullable: true, description: "Any of these." })
  status?: CertificateStatus[] | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Issued on this day or later, in the accreditor's time zone.",
  })
  @EventDay()
  issuedFrom?: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Issued on this day or earlier, in the accreditor's time zone.",
  })
  @EventDay()
  issuedTo?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Only the viewer's own." }) mine?: boolean | null;
}

@ShownTo(everyKey)
@ObjectType("CertificateVerification", {
  description: "What anyone who has a code may know of its certificate.",
  simpleResolvers: true,
})
export class CertificateVerificationObject {
  @Field(() => Boolean, { description: "Whether a certificate with this code exists and holds." }) valid!: boolean;
  @Field(() => CertificateStatus, { nullable: true, description: "Null: no certificate has this code." })
  status!: CertificateStatus | null;
  @Field(() => Boolean, { description: "Whether another system issued it, before the accreditor moved in." })
  issuedElsewhere!: boolean;
  @Field(() => String, { nullable: true, description: "Its running number." }) number!: string | null;
  @Field(() => String, { nullable: true, description: "The name on it." }) recipientName!: string | null;
  @Field(() => String, { nullable: true, description: "The activity on it." }) title!: string | null;
  @Field(() => String, { nullable: true, description: "Who held the activity." }) providerName!: string | null;
  @Field(() => [String], { nullable: true, description: "Who provided it together with them." })
  jointProviders!: string[] | null;
  @Field(() => Credits, { nullable: true, description: "The credits on it." }) credits!: string | null;
  @Field(() => String, { nullable: true, description: "What one credit is called." }) creditUnit!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Day on which the activity was completed." })
  completedOn!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was issued." }) issuedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "Since when it is revoked." }) revokedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "The code of the certificate that replaces it." })
  supersededByCode!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Address of the proof that it stands in the public log of certificates, to keep beside it. Null until the next head of the log is signed, within a minute.",
  })
  proofUrl!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was entered there." }) loggedAt!: Date | null;

  static of(found: VerifiedCertificate | null): CertificateVerificationObject {
    return Object.assign(new CertificateVerificationObject(), found, {
      valid: found?.status === CertificateStatus.ISSUED,
      issuedElsewhere: found?.issuedElsewhere ?? false,
    });
  }
}
