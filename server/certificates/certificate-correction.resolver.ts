import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { AttendanceChangeObject } from "../attendance/upload-change.object.ts";
import type { AttendanceChangeRow } from "../attendance/upload-change.queries.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import type { DomainError } from "../core/errors.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, keysWith, ShownTo, staff, staffOrProvider } from "../core/policy.ts";
import { Credits } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { CertificateConnection, CertificateObject } from "./certificate.object.ts";
import { certificateKeys } from "./certificate.policy.ts";
import type { CertificateRow } from "./certificate.queries.ts";
import {
  certificateOfRecord,
  correctionOfCertificate,
  outdatedCertificateList,
} from "./certificate-correction.queries.ts";
import { correctCertificates } from "./correct-certificates.ts";
import { reissueCertificate } from "./reissue-certificate.ts";

enum CertificateCorrectionEffect {
  NONE = "NONE",
  SUPERSEDE = "SUPERSEDE",
  REVOKE = "REVOKE",
}

registerEnumType(CertificateCorrectionEffect, {
  name: "CertificateCorrectionEffect",
  description: "What is to become of a certificate after what it stands on was corrected.",
  valuesConfig: {
    NONE: { description: "Nothing: it is right as it is." },
    SUPERSEDE: { description: "Another one takes its place." },
    REVOKE: { description: "Nothing of it counts any more." },
  },
});

@ShownTo(certificateKeys)
@ObjectType("CertificateCorrection", {
  description: "What is to become of a certificate that says otherwise than what it stands on by now.",
})
export class CertificateCorrectionObject {
  @Field(() => CertificateCorrectionEffect, { description: "What correctCertificates does with it." }) effect!: string;
  @Field(() => Credits, { description: "What it would be for." }) credits!: string;
  /** Made into a sentence by its resolver. */
  refused!: DomainError | null;
}

@Resolver(() => CertificateCorrectionObject)
export class CertificateRefusalResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Why no other one can be issued now, such as that it were above what is approved; null: it can.",
  })
  refusal(@Root() { refused }: CertificateCorrectionObject, @Ctx() ctx: Context): string | null {
    return refused?.in(ctx.request.language).message ?? null;
  }
}

@Resolver(() => CertificateObject)
export class CertificateCorrectionResolver {
  @Allow(staff, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => CertificateCorrectionObject, {
    description: "What is to become of it, where what it stands on was corrected since it was issued.",
  })
  async correction(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CertificateCorrectionObject> {
    const { effect, credits, refusal } = await correctionOfCertificate(ctx, certificate.id);
    return Object.assign(new CertificateCorrectionObject(), { effect, credits, refused: refusal });
  }

  @Allow(staff, keysWith(ApiScope.CERTIFICATES_WRITE), "FRESH_OF_PEOPLE", [StaffRole.REGISTRAR])
  @Mutation(() => Int, {
    description:
      "Puts every certificate of a program right that says otherwise than what it stands on by now: each is superseded or revoked by jobs, with the reason, and its member is told. Answers with how many. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, REASON_REQUIRED, NOTHING_CHANGED.",
  })
  correctCertificates(
    @Arg("programId", () => ID, { description: "The program: outdatedCertificates lists what it is about." })
    programId: string,
    @Arg("reason", () => String, { description: "Why; their members read it, and it stands in the audit log." })
    reason: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return correctCertificates(ctx, programId, reason);
  }

  @Allow(staff, keysWith(ApiScope.CERTIFICATES_WRITE), "FRESH_OF_PEOPLE", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateObject, {
    description:
      "Has the credit of a certificate count again that staff revoked: another one is issued, by a job where its attendance was reported. Answers with the revoked one. Errors: NOT_FOUND, REASON_REQUIRED, CERTIFICATE_NOT_VALID, ALREADY_RECORDED, CREDITS_ABOVE_MAXIMUM, OVERLAPPING_SESSION.",
  })
  reissueCertificate(
    @Arg("id", () => ID, { description: "The revoked certificate." }) id: string,
    @Arg("reason", () => String, { description: "Why; its member reads it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return reissueCertificate(ctx, id, reason);
  }
}

@Resolver(() => AttendanceChangeObject)
export class ChangedCertificateResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => CertificateObject, {
    nullable: true,
    description: "The certificate that the change touches: it is superseded, or revoked. Null: none was issued.",
  })
  async certificate(@Root() { recordId }: AttendanceChangeRow, @Ctx() ctx: Context): Promise<CertificateRow | null> {
    return recordId ? certificateOfRecord(ctx, recordId) : null;
  }
}

@Resolver(() => ProgramObject)
export class OutdatedCertificatesResolver {
  @Allow(staff, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => CertificateConnection, {
    description:
      "Certificates that hold and say otherwise than what they stand on since sessions or the approved credit were corrected.",
  })
  outdatedCertificates(
    @Root() program: ProgramObject,
    @Arg("first", () => Int, { defaultValue: 20, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor after which to go on." }) after: string | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<CertificateRow>> {
    return outdatedCertificateList.page(ctx, { programId: program.id }, PageArgs.of({ first, after }));
  }
}
