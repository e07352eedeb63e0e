import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { ErrorCode } from "../core/errors.ts";
import { follow, Live } from "../core/follow.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Allow, keysWith, signedIn, staffOrProvider } from "../core/policy.ts";
import { FindingSeverity, type RowError, RowErrorConnection, RowErrorObject } from "../core/row-error.object.ts";
import { Upload } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { type ProgramRow, programById } from "../programs/program.queries.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";
import {
  AttendanceConnection,
  AttendanceFilter,
  AttendanceRecordObject,
  AttendanceRowInput,
  AttendanceUploadObject,
  EnterAttendanceInput,
} from "./attendance.object.ts";
import { attendanceKeys } from "./attendance.policy.ts";
import { type AttendanceRow, attendanceList, findUploadToRead, listUploadErrors } from "./attendance.queries.ts";
import { type EnteredAttendance, enterAttendance } from "./enter-attendance.ts";
import { enterAttendances } from "./enter-attendances.ts";
import { reportNobodyAttended } from "./report-nobody-attended.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";
import { uploadAttendance } from "./upload-attendance.ts";
import { uploadMessage } from "./upload-message.ts";

const referenceDescription =
  "By what you will look for it in `attendanceUploads`: your own number, at most 200 characters. It need not be unique.";

/** A list reads a record with whose and of what it is; an operation answers with the record alone. */
type ListedOrWritten = Pick<AttendanceRow, "memberId" | "programId"> &
  Partial<Pick<AttendanceRow, "member" | "program">>;

@Resolver(() => AttendanceRecordObject)
export class AttendanceResolver {
  @Allow(signedIn, keysWith(ApiScope.ATTENDANCE_READ))
  @Query(() => AttendanceConnection, { description: "Attendance that the viewer may see. Newest first by default." })
  attendance(
    @Arg("filter", () => AttendanceFilter, { nullable: true, description: "Which records." })
    filter: AttendanceFilter | null,
    @Arg("orderBy", () => [attendanceList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof attendanceList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AttendanceRow>> {
    return attendanceList.page(ctx, filter ?? {}, orderBy, page);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AttendanceRecordObject, {
    description:
      "Records one attendance by the rules of a roster's row. Errors: those of a row; `problems` lists all of them by field.",
  })
  enterAttendance(
    @Arg("input", () => EnterAttendanceInput, { description: "The attendance." }) input: EnterAttendanceInput,
    @Ctx() ctx: Context,
  ): Promise<EnteredAttendance> {
    return enterAttendance(ctx, input);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => ProgramObject, {
    description:
      "Reports that nobody attended an offering that has ended; of a pre-recorded activity, that nobody else did. Its program goes on as after a roster. Errors: NOT_FOUND, ILLEGAL_TRANSITION, ALREADY_REPORTED, OFFERING_NOT_ENDED, REPORTING_CLOSED.",
  })
  reportNobodyAttended(
    @Arg("offeringId", () => ID, { description: "The offering." }) offeringId: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return reportNobodyAttended(ctx, offeringId);
  }

  @FieldResolver(() => [RowErrorObject], {
    description: "Answered by enterAttendance: what somebody should look at, though it was recorded. Else empty.",
  })
  warnings(@Root() record: ListedOrWritten & Partial<EnteredAttendance>): RowError[] {
    return record.warnings ?? [];
  }

  @FieldResolver(() => MemberObject, { description: "Who attended." })
  async member(@Root() record: ListedOrWritten, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return record.member ?? memberById(ctx, record.memberId);
  }

  @FieldResolver(() => ProgramObject, { description: "What was attended." })
  async program(@Root() record: ListedOrWritten, @Ctx() ctx: Context): Promise<ProgramRow | null> {
    return record.program ?? programById(ctx, record.programId);
  }
}

@Resolver(() => AttendanceUploadObject)
export class AttendanceUploadResolver {
  @Allow(staffOrProvider, attendanceKeys)
  @Query(() => AttendanceUploadObject, {
    nullable: true,
    description: "A roster that was sent; for a key without ATTENDANCE_READ one that it has sent itself.",
  })
  attendanceUpload(
    @Arg("id", () => ID, { description: "The upload." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload | null> {
    return findUploadToRead(ctx, id);
  }

  @Allow(staffOrProvider, attendanceKeys)
  @Live(() => AttendanceUploadObject, {
    name: "attendanceUpload",
    nullable: true,
    description:
      "A roster that was sent, and again with each step of its progress, until it is checked: the last one has the result.",
  })
  async attendanceUploadAsItChanges(
    @Arg("id", () => ID, { description: "The upload." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload | null> {
    const upload = await findUploadToRead(ctx, id);
    if (upload?.status === AttendanceUploadStatus.CHECKING) follow(ctx, `upload:${upload.id}`);
    return upload;
  }

  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AttendanceUploadObject, {
    description:
      "Takes a roster in CSV, all or nothing. `preview: true` answers the same and stores nothing. A large file is answered with CHECKING and checked by a job: ask `attendanceUpload` for its progress. A file that was sent before is rejected with `sameAs`. Errors of the file are data; errors otherwise: NOT_FOUND, FILE_TOO_LARGE.",
  })
  uploadAttendance(
    @Arg("providerId", () => ID, {
      nullable: true,
      description: "The provider that owns the programs of the file; left out: the one for whom the viewer acts.",
    })
    providerId: string | null,
    @Arg("file", () => Upload, { description: "The file, by the GraphQL multipart request specification." })
    file: UploadedFile,
    @Arg("preview", () => Boolean, { defaultValue: false, nullable: true, description: "Check only." })
    preview: boolean | null,
    @Arg("clientReference", () => String, { nullable: true, description: referenceDescription })
    clientReference: string | null,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload> {
    return uploadAttendance(ctx, providerId, file, { preview: preview ?? false, clientReference });
  }

  @Allow(staffOrProvider, keysWith(ApiScope.ATTENDANCE_WRITE), "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AttendanceUploadObject, {
    description:
      "Takes a roster whose rows come as JSON, exactly as uploadAttendance takes a file of them: all or nothing. Findings name the row by its line in a file with one line of headings, 2 for the first, and the column by the row's field. Errors of rows are data; errors otherwise: NOT_FOUND, BAD_INPUT.",
  })
  enterAttendances(
    @Arg("providerId", () => ID, {
      nullable: true,
      description: "The provider that owns the programs of the rows; left out: the one for whom the viewer acts.",
    })
    providerId: string | null,
    @Arg("rows", () => [AttendanceRowInput], { description: "The rows, at most 1,000; more are a file." })
    rows: AttendanceRowInput[],
    @Arg("preview", () => Boolean, { defaultValue: false, nullable: true, description: "Check only." })
    preview: boolean | null,
    @Arg("clientReference", () => String, { nullable: true, description: referenceDescription })
    clientReference: string | null,
    @Ctx() ctx: Context,
  ): Promise<AttendanceUpload> {
    return enterAttendances(ctx, providerId, rows, { preview: preview ?? false, clientReference });
  }

  @FieldResolver(() => RowErrorConnection, {
    description:
      "What is wrong, or may be, in the order of the file: errors and warnings. Of more than 1,000 the first, and some of each kind; `errorCount`, `warningCount` and `errorKinds` count all.",
  })
  errors(
    @Root() upload: AttendanceUpload,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the error after which to go on." })
    after: string | null,
    @Arg("code", () => ErrorCode, { nullable: true, description: "Only errors of this kind." })
    code: ErrorCode | null,
    @Arg("severity", () => FindingSeverity, { nullable: true, description: "Only what follows from it." })
    severity: FindingSeverity | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<RowError>> {
    return listUploadErrors(ctx, upload.id, code, severity, PageArgs.of({ first, after }));
  }

  @FieldResolver(() => String, {
    description: "Where to download all errors and warnings as CSV, with the viewer's token.",
  })
  errorsUrl(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/attendance/uploads/${upload.id}/errors.csv`;
  }

  @FieldResolver(() => String, { description: '"Record was successfully processed", or what to do.' })
  message(@Root() upload: AttendanceUpload, @Ctx() ctx: Context): string {
    return sentence(uploadMessage(upload), ctx.request.language);
  }
}
