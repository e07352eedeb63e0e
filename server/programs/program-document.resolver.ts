import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { Allow, keysWith } from "../core/policy.ts";
import { Upload } from "../core/scalars.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";
import { ProgramObject } from "./program.object.ts";
import { canApply, canViewProgram, programKeys } from "./program.policy.ts";
import type { ProgramRow } from "./program.queries.ts";
import { changesSinceSubmission, type ProgramChange } from "./program-changes.ts";
import { ProgramDocumentKind } from "./program-document.entity.ts";
import { ProgramChangeObject, ProgramDocumentObject } from "./program-document.object.ts";
import { documentsOfProgram, type ProgramDocumentRow } from "./program-document.queries.ts";
import { removeProgramDocument } from "./remove-program-document.ts";
import { uploadProgramDocument } from "./upload-program-document.ts";

@Resolver(() => ProgramObject)
export class ProgramDocumentsResolver {
  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [ProgramDocumentObject], { description: "Its documents, in the order in which they came." })
  documents(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramDocumentRow[]> {
    return documentsOfProgram(ctx, program.id);
  }

  @Allow(canViewProgram, programKeys)
  @FieldResolver(() => [ProgramChangeObject], {
    description: "What is different from the submission before; while it is edited, from the last one.",
  })
  changesSinceSubmission(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<ProgramChange[]> {
    return changesSinceSubmission(ctx, program);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description:
      "Adds a document of at most 10 MB: a PDF, a Word document, or a picture. Errors: NOT_FOUND, ILLEGAL_TRANSITION, BAD_INPUT, FILE_TOO_LARGE.",
  })
  uploadProgramDocument(
    @Arg("programId", () => ID, { description: "The program's ID." }) programId: string,
    @Arg("kind", () => ProgramDocumentKind, { description: "What it is." }) kind: ProgramDocumentKind,
    @Arg("file", () => Upload, { description: "The file, by the GraphQL multipart request specification." })
    file: UploadedFile,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return uploadProgramDocument(ctx, programId, kind, file);
  }

  @Allow(canApply, keysWith(ApiScope.PROGRAMS_WRITE), "NONE")
  @Mutation(() => ProgramObject, {
    description: "Takes a document off a program. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  removeProgramDocument(
    @Arg("id", () => ID, { description: "The document's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<ProgramRow> {
    return removeProgramDocument(ctx, id);
  }
}

@Resolver(() => ProgramDocumentObject)
export class ProgramDocumentResolver {
  @FieldResolver(() => String, { description: "Where to download it, with the viewer's token." })
  url(@Root() document: ProgramDocumentRow, @Ctx() ctx: Context): string {
    return `${ctx.config.publicUrl}/programs/documents/${document.id}`;
  }
}
