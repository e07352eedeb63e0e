import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, inRoles, keysWith, staffOrProvider } from "../core/policy.ts";
import { Upload } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { KindCreditsObject } from "../policies/credit-kind.object.ts";
import { kindCredits } from "../policies/credit-kind.queries.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { type ProgramRow, programById } from "../programs/program.queries.ts";
import { amendUpload } from "./amend-upload.ts";
import { AttendanceChangeKind, type AttendanceUpload } from "./attendance.entity.ts";
import { AttendanceUploadObject } from "./attendance.object.ts";
import { undoUpload } from "./undo-upload.ts";
import { AttendanceUploadAction, uploadActions } from "./upload-actions.queries.ts";
import { AttendanceChangeConnection, AttendanceChangeObject, ErrorKindObject } from "./upload-change.object.ts";
import {
  type AttendanceChangeRow,
  amendmentsOfUpload,
  changeList,
  type ErrorKindCount,
  errorKindsOfUpload,
  uploadById,
} from "./upload-change.queries.ts";

@Resolver(() => AttendanceUploadObject)
export class AttendanceUploadCorrectionResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AttendanceUploadObject, {
    description:
      "Takes a whole upload back, with its corrections; certificates are revoked with the reason. Providers can while the time to report is open, staff always. Again: changes nothing. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, REPORTING_CLOSED.",
  })
  undoAttendanceUpload(
    @Arg("id", () => ID, { description: "The upload." }) id: string,
    @Arg("reason", () => String, { description: "Why; stands on revoked certificates, too." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload> {
    return undoUpload(ctx, id, reason);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AttendanceUploadObject, {
    description:
      "Compares a corrected file with what an upload has on record and applies the difference; `preview: true` shows it. Answers with the correction, whose `changes` list the difference. Certificates of what changed are superseded, of what is removed revoked, all others untouched. Errors of the file are data; errors otherwise: NOT_FOUND, ILLEGAL_TRANSITION, REPORTING_CLOSED, REASON_REQUIRED, NOTHING_CHANGED, STALE_VERSION, FILE_TOO_LARGE.",
  })
  amendAttendanceUpload(
    @Arg("id", () => ID, { description: "The upload that is corrected." }) id: string,
    @Arg("file", () => Upload, { description: "The whole roster, corrected." }) file: UploadedFile,
    @Arg("reason", () => String, { nullable: true, description: "Why; required unless it is a preview." })
    reason: string | null,
    @Arg("preview", () => Boolean, { defaultValue: false, nullable: true, description: "Show the difference only." })
    preview: boolean | null,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload> {
    return amendUpload(ctx, id, file, reason, preview ?? false);
  }

  @FieldResolver(() => AttendanceUploadObject, {
    nullable: true,
    description: "The upload that had this very file already.",
  })
  async sameAs(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<AttendanceUpload | null> {
    return upload.sameAsId ? uploadById(ctx, upload.sameAsId) : null;
  }

  @FieldResolver(() => AttendanceUploadObject, { nullable: true, description: "The upload that this one corrects." })
  async amends(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<AttendanceUpload | null> {
    return upload.amendsId ? uploadById(ctx, upload.amendsId) : null;
  }

  @FieldResolver(() => [AttendanceUploadObject], {
    description: "What corrected it, oldest first, without previews.",
  })
  amendments(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<AttendanceUpload[]> {
    return amendmentsOfUpload(ctx, upload.id);
  }

  @FieldResolver(() => AttendanceChangeConnection, {
    description:
      "Of a correction, what it does to which attendance; of an upload that was undone, what was taken back.",
  })
  changes(
    @Root() upload: AttendanceUpload,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the change after which to go on." })
    after: string | null,
    @Arg("kind", () => AttendanceChangeKind, { nullable: true, description: "Only changes of this kind." })
    kind: AttendanceChangeKind | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<AttendanceChangeRow>> {
    return changeList.page(ctx, { uploadId: upload.id, kind }, PageArgs.of({ first, after }));
  }

  @FieldResolver(() => [ErrorKindObject], { description: "Its errors by kind, most first." })
  errorKinds(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<ErrorKindCount[]> {
    return errorKindsOfUpload(ctx, upload.id);
  }

  @FieldResolver(() => [AttendanceUploadAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): Promise<AttendanceUploadAction[]> {
    return uploadActions({ ...ctx, viewer: inRoles(ctx.viewer, [StaffRole.REGISTRAR]) }, upload);
  }
}

@Resolver(() => AttendanceChangeObject)
export class AttendanceChangeResolver {
  @FieldResolver(() => [KindCreditsObject], { description: "Further kinds of credit until now." })
  kindsBefore(@Root() change: AttendanceChangeRow, @Ctx() ctx: Context): Promise<KindCreditsObject[]> {
    return kindCredits(ctx, change.kindsBefore);
  }

  @FieldResolver(() => [KindCreditsObject], { description: "Further kinds of credit from now on." })
  kindsAfter(@Root() change: AttendanceChangeRow, @Ctx() ctx: Context): Promise<KindCreditsObject[]> {
    return kindCredits(ctx, change.kindsAfter);
  }

  @FieldResolver(() => MemberObject, { description: "Whose attendance." })
  member(@Root() change: AttendanceChangeRow, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return memberById(ctx, change.memberId);
  }

  @FieldResolver(() => ProgramObject, { description: "Of which program." })
  program(@Root() change: AttendanceChangeRow, @Ctx() ctx: Context): Promise<ProgramRow | null> {
    return programById(ctx, change.programId);
  }
}
