import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { ConferenceObject } from "../claims/claim.object.ts";
import type { RegisteredConference } from "../claims/claimable.queries.ts";
import { ConferenceAttendeeObject } from "../claims/conference-attendee.object.ts";
import type { ConferenceAttendeeRow } from "../claims/conference-attendee.queries.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { Allow, holdsCredit, keysWith, peopleOnly, signedIn, staff, staffOrProvider } from "../core/policy.ts";
import { LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { canViewMember } from "../members/member.policy.ts";
import { CertificateObject } from "./certificate.object.ts";
import { transcriptReaders } from "./certificate.policy.ts";
import type { CertificateRow } from "./certificate.queries.ts";
import type { CertificateCredit } from "./certificate-credit.entity.ts";
import { creditsOfCertificate } from "./certificate-credits.ts";
import {
  type CertificateLineRow,
  certificateOfAttendee,
  certificateOfConference,
  linesOfCertificate,
} from "./conference-certificate.queries.ts";
import { generateCertificate, generateCertificateFor } from "./generate-certificate.ts";
import {
  CertificateCreditObject,
  CertificateLineObject,
  TranscriptLineObject,
  TranscriptObject,
} from "./transcript.object.ts";
import { findTranscript, type Transcript, type TranscriptRow } from "./transcript.queries.ts";

@Resolver(() => TranscriptObject)
export class TranscriptResolver {
  @Allow(signedIn, transcriptReaders)
  @Query(() => TranscriptObject, {
    description: "All credit of a member over a period, for the member and for staff. Errors: NOT_FOUND, BAD_INPUT.",
  })
  transcript(
    @Arg("memberId", () => ID, { nullable: true, description: "Whose; none, and no number: the viewer's own." })
    memberId: string | null,
    @Arg("memberNumber", () => String, {
      nullable: true,
      description: "Whose, by the whole number, or by one that the member had before members were merged.",
    })
    memberNumber: string | null,
    @Arg("from", () => LocalDate, { nullable: true, description: "First day; none: from the first." })
    from: string | null,
    @Arg("to", () => LocalDate, { nullable: true, description: "Last day; none: to the last." }) to: string | null,
    @Arg("asOf", () => LocalDate, {
      nullable: true,
      description: "As it was known at the end of this day; none: now. Names of the member are those of now.",
    })
    asOf: string | null,
    @Ctx() ctx: Context,
  ): Promise<Transcript> {
    return findTranscript(ctx, { memberId, memberNumber }, { from, to, asOf });
  }

  @FieldResolver(() => String, { description: "Where it is served as a PDF, with the viewer's token." })
  pdfUrl(@Root() { memberId, from, to, asOf }: Transcript, @Ctx() ctx: Context): string {
    const query = new URLSearchParams({ memberId, ...(from && { from }), ...(to && { to }), ...(asOf && { asOf }) });
    return `${ctx.config.publicUrl}/transcript.pdf?${query}`;
  }
}

@Resolver(() => TranscriptLineObject)
export class TranscriptLineResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Where the PDF of a certificate that was issued elsewhere is served as it came, with the viewer's token; null: none came, or it was issued here.",
  })
  issuedElsewherePdfUrl(@Root() { outsidePdfOf }: TranscriptRow, @Ctx() ctx: Context): string | null {
    return outsidePdfOf && `${ctx.config.publicUrl}/certificates/elsewhere/${outsidePdfOf}.pdf`;
  }
}

@Resolver(() => ConferenceObject)
export class ConferenceCertificateResolver {
  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => CertificateObject, {
    description:
      "Issues the certificate of what the viewer has claimed. The same choice again gives the same certificate; another one supersedes it. Certificate and transcript are mailed to every verified address. Errors: NOT_FOUND, REGISTRATION_CLAIMED, CONFERENCE_NOT_ENDED, SESSION_NOT_CLAIMABLE, CLAIMS_CLOSED, NOTHING_CLAIMED, DOCUMENTS_MISSING, EVALUATION_MISSING, LEARNING_CHECK_MISSING, PRESENCE_NOT_SHOWN, ALREADY_RECORDED, CERTIFICATE_NOT_VALID, STAFF_DECIDES, ATTENDED_ON_OUT_OF_RANGE, OVERLAPPING_SESSION, RECORDING_OF_CLAIMED, MEMBER_INACTIVE.",
  })
  generateCertificate(
    @Arg("conferenceId", () => ID, { description: "The conference." }) conferenceId: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return generateCertificate(ctx, conferenceId);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateObject, {
    description:
      "Staff issue the certificate of what a member has claimed, also once the time to claim is over. Errors: those of generateCertificate; REASON_REQUIRED, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION.",
  })
  generateCertificateFor(
    @Arg("memberId", () => ID, { description: "Whose." }) memberId: string,
    @Arg("conferenceId", () => ID, { description: "The conference." }) conferenceId: string,
    @Arg("reason", () => String, { description: "Why staff do it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return generateCertificateFor(ctx, conferenceId, { memberId, reason });
  }

  @FieldResolver(() => CertificateObject, {
    nullable: true,
    description: "The viewer's current certificate of it: issued, or revoked. Null: none yet.",
  })
  certificate(@Root() conference: RegisteredConference, @Ctx() ctx: Context): Promise<CertificateRow | null> {
    return certificateOfConference(ctx, conference.id);
  }
}

@Resolver(() => ConferenceAttendeeObject)
export class ConferenceAttendeeCertificateResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => CertificateObject, {
    nullable: true,
    description: "Their current certificate of it: issued, or revoked. Null: none yet.",
  })
  certificate(
    @Root() { memberId, programId }: ConferenceAttendeeRow,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return certificateOfAttendee(ctx, { memberId, programId });
  }
}

@Resolver(() => CertificateObject)
export class CertificateLinesResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The transcript that was mailed with a conference certificate, with the viewer's token; for the member and staff.",
  })
  transcriptUrl(@Root() { id, memberId, hasTranscript }: CertificateRow, @Ctx() ctx: Context): string | null {
    return hasTranscript && canViewMember(ctx.viewer, { id: memberId })
      ? `${ctx.config.publicUrl}/certificates/${id}/transcript.pdf`
      : null;
  }

  @FieldResolver(() => [CertificateCreditObject], {
    description: "What it says of further kinds of credit, as they are printed; none: of the default one alone.",
  })
  kinds(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CertificateCredit[]> {
    return creditsOfCertificate(ctx, certificate.id);
  }

  @FieldResolver(() => [CertificateLineObject], {
    description: "The sessions on a conference certificate, as they are printed; none on any other.",
  })
  lines(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CertificateLineRow[]> {
    return linesOfCertificate(ctx, certificate.id);
  }
}
