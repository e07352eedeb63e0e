import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { ErrorCode } from "../core/errors.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Allow, administrator, peopleOnly } from "../core/policy.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { Upload } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import {
  BundleAction,
  BundleColumnInput,
  BundleErrorConnection,
  BundleFileObject,
  BundleImportConnection,
  BundleImportObject,
} from "./bundle.object.ts";
import {
  type BundleImportRow,
  type BundleRowError,
  bundleImportList,
  findBundle,
  listBundleErrors,
} from "./bundle.queries.ts";
import { BundleStatus } from "./bundle.status.ts";
import { bundleMessage } from "./bundle-message.ts";
import { movingKinds } from "./every-kind.ts";
import { recordBundle } from "./record-bundle.ts";
import { takeBundle } from "./take-bundle.ts";
import { undoBundle } from "./undo-bundle.ts";

@Resolver(() => BundleImportObject)
export class BundleResolver {
  @Allow(administrator, peopleOnly)
  @Query(() => BundleImportObject, { nullable: true, description: "A bundle that was sent." })
  bundleImport(
    @Arg("id", () => ID, { description: "The bundle." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<BundleImportRow | null> {
    return findBundle(ctx, id);
  }

  @Allow(administrator, peopleOnly)
  @Query(() => BundleImportConnection, { description: "Bundles that were sent, the newest first." })
  bundleImports(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: Context): Promise<Connection<BundleImportRow>> {
    return bundleImportList.page(ctx, {}, page);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => BundleImportObject, {
    nullable: true,
    description:
      "Takes what an accreditor has in another system: a ZIP of CSV files and workbooks, or one of these. A job checks it; nothing is recorded before recordBundle. Errors of the files are data; errors otherwise: FORBIDDEN, BAD_INPUT, STEP_UP_REQUIRED, FILE_TOO_LARGE, INVALID_UPLOAD.",
  })
  async checkBundle(
    @Arg("file", () => Upload, { description: "The file, by the GraphQL multipart request specification." })
    file: UploadedFile,
    @Arg("columns", () => [BundleColumnInput], {
      defaultValue: [],
      description:
        "For what headings are used, where their names or what is remembered say something else. What is recorded is remembered for the next file of its kind.",
    })
    columns: BundleColumnInput[],
    @Ctx() ctx: Context,
  ): Promise<BundleImportRow | null> {
    const { id } = await takeBundle(
      ctx,
      file,
      columns.map(({ kind, heading, column = null }) => ({ kind, heading, column })),
    );
    return findBundle(ctx, id);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => BundleImportObject, {
    nullable: true,
    description:
      "Records a bundle that was checked, all of it or nothing: a job compares it once more. Nobody is mailed, and no webhook is called. Again: changes nothing. Errors: NOT_FOUND, ILLEGAL_TRANSITION, STEP_UP_REQUIRED.",
  })
  async recordBundle(
    @Arg("id", () => ID, { description: "The bundle." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<BundleImportRow | null> {
    await recordBundle(ctx, id);
    return findBundle(ctx, id);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => BundleImportObject, {
    nullable: true,
    description:
      "Has a whole bundle taken back by a job: what it added is gone then, what it changed is as before. Where something stands on it, it stays PROCESSED, and its message says what. Again: changes nothing. Errors: NOT_FOUND, REASON_REQUIRED, ILLEGAL_TRANSITION, STEP_UP_REQUIRED.",
  })
  async undoBundle(
    @Arg("id", () => ID, { description: "The bundle." }) id: string,
    @Arg("reason", () => String, { description: "Why." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<BundleImportRow | null> {
    await undoBundle(ctx, id, reason);
    return findBundle(ctx, id);
  }

  @FieldResolver(() => [BundleFileObject], { description: "What is in it, in the order in which it is recorded." })
  files(@Root() { files }: BundleImportRow): BundleFileObject[] {
    return files.map((file) => ({
      ...file,
      choices: (file.kind ? movingKinds[file.kind].columns : []).map(({ key, headings, required = false }) => ({
        column: key,
        heading: headings[0],
        required,
      })),
      samples: file.samples.map(({ line, values }) => ({
        line,
        cells: (file.kind ? movingKinds[file.kind].columns : [])
          .filter(({ key }) => values[key] !== undefined)
          .map(({ key, headings }) => `${headings[0]}: ${values[key]}`),
      })),
    }));
  }

  @FieldResolver(() => BundleErrorConnection, {
    description: "What is wrong, or may be, in the order of the files: errors and warnings.",
  })
  errors(
    @Root() { id }: BundleImportRow,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, at most 100." }) first: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor of the error after which to go on." })
    after: string | null,
    @Arg("code", () => ErrorCode, { nullable: true, description: "Only errors of this kind." })
    code: ErrorCode | null,
    @Arg("severity", () => FindingSeverity, { nullable: true, description: "Only what follows from it." })
    severity: FindingSeverity | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<BundleRowError>> {
    return listBundleErrors(ctx, id, code, severity, PageArgs.of({ first, after }));
  }

  @FieldResolver(() => String, {
    description: "Where to download all errors and warnings as CSV, with the viewer's token.",
  })
  errorsUrl(@Root() { id }: BundleImportRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/bundles/${id}/errors.csv`;
  }

  @FieldResolver(() => String, { description: "What became of it, and what to do." })
  message(@Root() row: BundleImportRow, @Ctx() ctx: Context): string {
    return sentence(bundleMessage(row), ctx.request.language);
  }

  @FieldResolver(() => [BundleAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() { status }: BundleImportRow, @Ctx() { viewer }: Context): BundleAction[] {
    if (!administrator(viewer, null)) return [];
    if (status === BundleStatus.CHECKED) return [BundleAction.RECORD];
    return status === BundleStatus.PROCESSED ? [BundleAction.UNDO] : [];
  }
}
