import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { followed } from "../core/lists/changes.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, anyone, everyKey, inRoles, keysWith, ShownTo, signedIn, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { hasVerifiedAddress } from "../members/member.queries.ts";
import { CreditExplanationObject } from "../policies/credit-explanation.object.ts";
import type { CreditExplanation } from "../policies/credit-explanation.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { verifyUrl } from "./certificate.mail.ts";
import {
  CertificateConnection,
  CertificateFilter,
  CertificateObject,
  CertificateVerificationObject,
} from "./certificate.object.ts";
import { CertificateAction, certificateActions, certificateReaders } from "./certificate.policy.ts";
import {
  type CertificateRow,
  certificateById,
  certificateList,
  certificatesOfProgram,
  certificatesReplacedBy,
  findCertificate,
  type ListedCertificateRow,
} from "./certificate.queries.ts";
import { certificateLink } from "./certificate-link.ts";
import { explainCertificate } from "./credit-basis.ts";
import { resendCertificate } from "./resend-certificate.ts";
import { revokeCertificate } from "./revoke-certificate.ts";
import { verifyCertificate } from "./verify-certificate.ts";

@Resolver(() => CertificateObject)
export class CertificateResolver {
  @Allow(signedIn, certificateReaders)
  @Query(() => CertificateConnection, { description: "Certificates that the viewer may see, newest first by default." })
  async certificates(
    @Arg("filter", () => CertificateFilter, { nullable: true, description: "Which certificates." })
    filter: CertificateFilter | null,
    @Arg("orderBy", () => [certificateList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof certificateList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<CertificateRow>> {
    return certificateList.page(ctx, await followed(ctx, filter ?? {}), orderBy, page);
  }

  @Allow(signedIn, certificateReaders)
  @Query(() => CertificateObject, {
    nullable: true,
    description: "One certificate; null where it is missing or not the viewer's to see.",
  })
  certificate(
    @Arg("id", () => ID, { description: "The certificate." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return findCertificate(ctx, id);
  }

  @Allow(anyone, everyKey)
  @Query(() => CertificateVerificationObject, {
    description: "Checks a verification code, typed with or without dashes, in either case.",
  })
  async verifyCertificate(
    @Arg("code", () => String, { description: "As it is printed on the certificate." }) code: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateVerificationObject> {
    return CertificateVerificationObject.of(await verifyCertificate(ctx, code));
  }

  @Allow(signedIn, keysWith(ApiScope.CERTIFICATES_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateObject, {
    description:
      "Mails a certificate again to every verified address of its member. Errors: NOT_FOUND, FORBIDDEN, CERTIFICATE_NOT_VALID, NO_EMAIL_ADDRESS.",
  })
  resendCertificate(
    @Arg("id", () => ID, { description: "The certificate." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow> {
    return resendCertificate(ctx, id);
  }

  @Allow(staff, keysWith(ApiScope.CERTIFICATES_WRITE), "FRESH_OF_PEOPLE", [StaffRole.REGISTRAR])
  @Mutation(() => CertificateObject, {
    description: "Takes a certificate back for good. Errors: NOT_FOUND, CERTIFICATE_NOT_VALID, REASON_REQUIRED.",
  })
  revokeCertificate(
    @Arg("id", () => ID, { description: "The certificate." }) id: string,
    @Arg("reason", () => String, { description: "Why; stands in the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    return revokeCertificate(ctx, id, reason);
  }

  @FieldResolver(() => String, { description: "Served with the viewer's token; the bytes never change." })
  pdfUrl(@Root() certificate: CertificateRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/certificates/${certificate.id}.pdf`;
  }

  @FieldResolver(() => String, {
    description: "Where anybody may see what the certificate says and whether it holds; its QR code leads there.",
  })
  verifyUrl(@Root() certificate: CertificateRow, @Ctx() ctx: Context): string {
    return verifyUrl(ctx, certificate.verificationCode);
  }

  @ShownTo(keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The same PDF for whoever has the address, without signing in, for so many minutes; it ends at once where the certificate is revoked. Null: it is revoked. Errors: BAD_INPUT.",
  })
  downloadUrl(
    @Root() certificate: CertificateRow,
    @Arg("minutes", () => Int, { defaultValue: 10, description: "For how long: 1 to 1,440." }) minutes: number,
    @Ctx() ctx: Context,
  ): Promise<string | null> {
    return certificateLink(ctx, certificate, minutes);
  }

  @FieldResolver(() => String, {
    description:
      "Its credential (Open Badges 3.0), signed, with the viewer's token: JSON; ending in .jwt instead of .json, the same as a token.",
  })
  credentialUrl(@Root() certificate: CertificateRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/certificates/${certificate.id}/credential.json`;
  }

  @FieldResolver(() => [CreditExplanationObject], {
    description:
      "How its credit came about when it was issued: the whole first, then session by session, then further kinds. Of one from before this was kept, as program and rule are now.",
  })
  creditExplanations(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CreditExplanation[]> {
    return explainCertificate(ctx, certificate.id);
  }

  @FieldResolver(() => [CertificateAction], { description: "What the viewer can do with it now." })
  async availableActions(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CertificateAction[]> {
    return certificateActions(inRoles(ctx.viewer, [StaffRole.REGISTRAR]), {
      ...certificate,
      holderHasAddress: await hasVerifiedAddress(ctx, certificate.memberId),
    });
  }

  @FieldResolver(() => CertificateObject, { nullable: true, description: "The certificate that replaces it." })
  async supersededBy(
    @Root() certificate: CertificateRow & Partial<ListedCertificateRow>,
    @Ctx() ctx: Context,
  ): Promise<CertificateRow | null> {
    if (certificate.supersededBy !== undefined) return certificate.supersededBy;
    return certificate.supersededById ? certificateById(ctx, certificate.supersededById) : null;
  }

  @FieldResolver(() => [CertificateObject], { description: "The certificates that it replaced, the newest first." })
  supersedes(@Root() certificate: CertificateRow, @Ctx() ctx: Context): Promise<CertificateRow[]> {
    return certificatesReplacedBy(ctx, certificate.id);
  }
}

@Resolver(() => ProgramObject)
export class ProgramCertificatesResolver {
  @Allow(signedIn, keysWith(ApiScope.CERTIFICATES_READ))
  @FieldResolver(() => CertificateConnection, {
    description:
      "Certificates of the program that the viewer may see, the newest first; its cursors go on in `certificates(filter)` as well, in its own order.",
  })
  certificates(
    @Root() program: ProgramObject,
    @Arg("first", () => Int, { defaultValue: 20, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the certificate after which to go on." })
    after: string | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<CertificateRow>> {
    return certificatesOfProgram(ctx, program.id, PageArgs.of({ first, after }));
  }
}
