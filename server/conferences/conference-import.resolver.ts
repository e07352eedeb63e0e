import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { ConferenceImportConnection, ConferenceImportObject } from "./conference-import.object.ts";
import { type ConferenceImportRow, ImportKind, listConferenceImports } from "./conference-import.queries.ts";

@Resolver(() => ConferenceImportObject)
export class ConferenceImportResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_READ))
  @Query(() => ConferenceImportConnection, {
    description:
      "The files of one kind that were recorded into a conference, newest first; for staff and its provider. Errors: NOT_FOUND.",
  })
  conferenceImports(
    @Arg("programId", () => ID, { description: "The conference: a program of the type CONFERENCE." })
    programId: string,
    @Arg("kind", () => ImportKind, { description: "Files of what." }) kind: ImportKind,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<ConferenceImportRow>> {
    return listConferenceImports(ctx, programId, kind, page);
  }
}
