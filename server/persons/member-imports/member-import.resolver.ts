import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { listUploadErrors } from "../../attendance/attendance.queries.ts";
import { ApiScope } from "../../core/api-scopes.ts";
import type { Context } from "../../core/context.ts";
import { ErrorCode } from "../../core/errors.ts";
import { follow, Live } from "../../core/follow.ts";
import { type Connection, PageArgs } from "../../core/lists/page.ts";
import { sentence } from "../../core/messages/sentence.ts";
import { Allow, inRoles, keysWith, readsPersons, staff } from "../../core/policy.ts";
import { FindingSeverity, type RowError, RowErrorConnection } from "../../core/row-error.object.ts";
import { Upload } from "../../core/scalars.ts";
import type { UploadedFile } from "../../core/uploaded-file.ts";
import { importMembers, rolesOfImports } from "./import-members.ts";
import { MemberChangeKind } from "./member-import.entity.ts";
import {
  HeadingUseInput,
  MemberChangeConnection,
  MemberChangeObject,
  MemberFieldChangeObject,
  MemberImportAction,
  MemberImportConnection,
  MemberImportObject,
  MemberImportTerms,
  MemberUndoObstacleObject,
} from "./member-import.object.ts";
import {
  findMemberImport,
  type MemberChangeRow,
  type MemberImportRow,
  memberChangeList,
  memberImportList,
} from "./member-import.queries.ts";
import { MemberImportStatus } from "./member-import.status.ts";
import { memberImportMessage } from "./member-import-message.ts";
import { memberColumns } from "./member-stage.ts";
import { type UndoObstacle, undoMemberImport, undoObstacles } from "./undo-member-import.ts";

@Resolver(() => MemberImportObject)
export class MemberImportResolver {
  @Allow(readsPersons, keysWith(ApiScope.MEMBERS_WRITE))
  @Query(() => MemberImportObject, { nullable: true, description: "A list of members that was sent." })
  memberImport(
    @Arg("id", () => ID, { description: "The import." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<MemberImportRow | null> {
    return findMemberImport(ctx, id);
  }

  @Allow(readsPersons, keysWith(ApiScope.MEMBERS_WRITE))
  @Live(() => MemberImportObject, {
    name: "memberImport",
    nullable: true,
    description:
      "A list of members that was sent, and again with each step of its progress, until it is checked: the last one has the result.",
  })
  async memberImportAsItChanges(
    @Arg("id", () => ID, { description: "The import." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<MemberImportRow | null> {
    const found = await findMemberImport(ctx, id);
    if (found?.status === MemberImportStatus.CHECKING) follow(ctx, `import:${found.id}`);
    return found;
  }

  @Allow(readsPersons, keysWith(ApiScope.MEMBERS_WRITE))
  @Query(() => MemberImportConnection, { description: "Lists of members that were sent, the newest first." })
  memberImports(
    @Arg("preview", () => Boolean, { nullable: true, description: "Only previews, or only those that are none." })
    preview: boolean | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MemberImportRow>> {
    return memberImportList.page(ctx, { preview }, page);
  }

  @Allow(staff, keysWith(ApiScope.MEMBERS_WRITE), "FRESH_OF_PEOPLE", rolesOfImports)
  @Mutation(() => MemberImportObject, {
    description:
      "Takes the association's own list of members in CSV, all or nothing: adds those whose numbers are new and changes the others. An empty cell keeps what there is, a hyphen takes it away. `preview: true` answers the same and changes nobody. A large file is answered with CHECKING: ask `memberImport` for its progress. Errors of the file are data; errors otherwise: FORBIDDEN, STEP_UP_REQUIRED, FILE_TOO_LARGE.",
  })
  async importMembers(
    @Arg("file", () => Upload, { description: "The file, by the GraphQL multipart request specification." })
    file: UploadedFile,
    @Arg("terms", () => MemberImportTerms, { nullable: true, description: "How it is read." })
    terms: MemberImportTerms | null,
    @Arg("preview", () => Boolean, { defaultValue: false, nullable: true, description: "Compare only." })
    preview: boolean | null,
    @Ctx() ctx: Context,
  ): Promise<MemberImportRow | null> {
    const { id } = await importMembers(ctx, file, {
      columns:
        terms?.columns?.map(({ heading, column }: HeadingUseInput) => ({ heading, column: column ?? null })) ?? null,
      deactivatesMissing: terms?.deactivatesMissing ?? false,
      preview: preview ?? false,
    });
    return findMemberImport(ctx, id);
  }

  @Allow(staff, keysWith(ApiScope.MEMBERS_WRITE), "FRESH_OF_PEOPLE", rolesOfImports)
  @Mutation(() => MemberImportObject, {
    description:
      "Takes a whole import back: everybody is as before, and who came by it is gone. Again: changes nothing. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, STEP_UP_REQUIRED; ALREADY_RECORDED where something stands on it, with `obstacles`.",
  })
  async undoMemberImport(
    @Arg("id", () => ID, { description: "The import." }) id: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<MemberImportRow | null> {
    await undoMemberImport(ctx, id, reason);
    return findMemberImport(ctx, id);
  }

  @FieldResolver(() => MemberChangeConnection, { description: "What it did, or would do, with each member." })
  changes(
    @Root() { id }: MemberImportRow,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the change after which to go on." })
    after: string | null,
    @Arg("kind", () => MemberChangeKind, { nullable: true, description: "Only changes of this kind." })
    kind: MemberChangeKind | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<MemberChangeRow>> {
    return memberChangeList.page(ctx, { importId: id, kind }, PageArgs.of({ first, after }));
  }

  @FieldResolver(() => RowErrorConnection, {
    description: "What is wrong, or may be, in the order of the file: errors and warnings.",
  })
  errors(
    @Root() { id }: MemberImportRow,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the error after which to go on." })
    after: string | null,
    @Arg("code", () => ErrorCode, { nullable: true, description: "Only errors of this kind." })
    code: ErrorCode | null,
    @Arg("severity", () => FindingSeverity, { nullable: true, description: "Only what follows from it." })
    severity: FindingSeverity | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<RowError>> {
    return listUploadErrors(ctx, id, code, severity, PageArgs.of({ first, after }), "member_import_error");
  }

  @FieldResolver(() => String, {
    description: "Where to download all errors and warnings as CSV, with the viewer's token.",
  })
  errorsUrl(@Root() { id }: MemberImportRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/member-imports/${id}/errors.csv`;
  }

  @FieldResolver(() => String, { description: "What became of it, and what to do." })
  message(@Root() row: MemberImportRow, @Ctx() ctx: Context): string {
    return sentence(memberImportMessage(row), ctx.request.language);
  }

  @FieldResolver(() => [MemberImportAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() { status }: MemberImportRow, @Ctx() { viewer }: Context): MemberImportAction[] {
    const may = inRoles(viewer, rolesOfImports).isStaff && status === MemberImportStatus.PROCESSED;
    return may ? [MemberImportAction.UNDO] : [];
  }

  @FieldResolver(() => [MemberUndoObstacleObject], {
    description: "Of one that was recorded, what stands in the way of taking it back: of at most 100 members.",
  })
  async undoObstacles(@Root() { id, status }: MemberImportRow, @Ctx() ctx: Context): Promise<UndoObstacle[]> {
    return status === MemberImportStatus.PROCESSED ? undoObstacles(ctx.db.manager, ctx, id) : [];
  }
}

/** As a list has them; a printed name comes last. */
const fieldsInOrder: readonly string[] = [...memberColumns.map(([, field]) => field), "printedName"];

@Resolver(() => MemberChangeObject)
export class MemberChangeResolver {
  @FieldResolver(() => [MemberFieldChangeObject], { description: "Each field that is otherwise." })
  fields(@Root() { before, after }: MemberChangeRow): MemberFieldChangeObject[] {
    const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
    const place = (field: string) => fieldsInOrder.indexOf(field);
    return Object.keys(after)
      .filter((field) => before || after[field] !== "")
      .sort((a, b) => place(a) - place(b))
      .map((field) => ({ field, before: text(before?.[field]), after: text(after[field]) }));
  }
}
