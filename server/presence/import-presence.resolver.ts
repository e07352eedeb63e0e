import { text } from "node:stream/consumers";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { registrationRoles } from "../conferences/conference.policy.ts";
import { ImportArgs, PartArgs, receiveImport } from "../conferences/import.args.ts";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { writeRowErrors } from "../core/csv/write-row-errors.ts";
import { type Connection, PageArgs, pageOf } from "../core/lists/page.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { type RowError, RowErrorConnection } from "../core/row-error.object.ts";
import { PresenceChangeConnection, PresenceImportObject } from "./import-presence.object.ts";
import {
  importPresence,
  type PresenceChange,
  type PresenceImportOutcome,
  presenceFileMaxBytes,
  undoPresenceImport,
} from "./import-presence.ts";

@Resolver(() => PresenceImportObject)
export class PresenceImportResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => PresenceImportObject, {
    description:
      "Takes a file of who was at which session, CSV or .xlsx, all or nothing: Session ID, or Session and Start; Email, Member ID or Badge of who is registered; Minutes, or Joined and Left, or none of them for the whole session. What a file said before of the same person at the same session is replaced. `preview: true` answers the same and stores nothing. Errors of the file are data; errors otherwise: NOT_FOUND, BAD_INPUT, ILLEGAL_TRANSITION, FILE_TOO_LARGE, FILE_TOO_COSTLY.",
  })
  async importPresence(
    @Args(() => ImportArgs) { programId, file, preview }: ImportArgs,
    @Ctx() ctx: Context,
  ): Promise<PresenceImportOutcome> {
    return importPresence(ctx, programId, receiveImport(file, presenceFileMaxBytes), preview ?? false);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => Int, {
    description:
      "Takes back what files of a name said last of who was at sessions, and says of how many. What was awarded stays. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  undoPresenceImport(
    @Arg("programId", () => ID, { description: "The conference." }) programId: string,
    @Arg("fileName", () => String, { description: "As `conferenceImports` has it." }) fileName: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return undoPresenceImport(ctx, programId, fileName);
  }

  @FieldResolver(() => PresenceChangeConnection, { description: "What happens to which, in the file's order." })
  changes(
    @Root() { changes }: PresenceImportOutcome,
    @Args(() => PartArgs) part: PartArgs,
  ): Connection<PresenceChange> {
    return pageOf(changes, PageArgs.of(part));
  }

  @FieldResolver(() => RowErrorConnection, { description: "What is wrong, in the order of the file." })
  errors(@Root() { errors }: PresenceImportOutcome, @Args(() => PartArgs) part: PartArgs): Connection<RowError> {
    return pageOf(errors, PageArgs.of(part));
  }

  @FieldResolver(() => String, {
    description:
      "All errors as the text of a CSV file, without a byte order mark. To have them of a file that was sent, send it again as a preview.",
  })
  errorsCsv(@Root() { errors }: PresenceImportOutcome, @Ctx() ctx: Context): Promise<string> {
    return text(writeRowErrors(errors, ctx.request.language, { bom: false }));
  }
}
