import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staffOrProvider } from "../core/policy.ts";
import { everyStaffRole } from "../core/staff-roles.ts";
import { removeSavedView, saveView } from "./save-view.ts";
import { type SavedView, SavedViewList } from "./saved-view.entity.ts";
import { SavedViewInput, SavedViewObject } from "./saved-view.object.ts";
import { canChangeSavedView } from "./saved-view.policy.ts";
import { listSavedViews } from "./saved-view.queries.ts";

@Resolver(() => SavedViewObject)
export class SavedViewResolver {
  @FieldResolver(() => Boolean, { description: "Whether others find it too." })
  shared(@Root() { accountId }: SavedView): boolean {
    return accountId === null;
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer may save it anew and remove it." })
  changeable(@Root() view: SavedView, @Ctx() { viewer }: Context): boolean {
    return canChangeSavedView(viewer, view);
  }

  @Allow(staffOrProvider, peopleOnly)
  @Query(() => [SavedViewObject], {
    description:
      "Views of a list that the viewer finds: their own, the staff's, and those of their providers. By name.",
  })
  savedViews(
    @Arg("list", () => SavedViewList, { description: "The list." }) list: SavedViewList,
    @Ctx() ctx: Context,
  ): Promise<SavedView[]> {
    return listSavedViews(ctx, list);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", everyStaffRole)
  @Mutation(() => SavedViewObject, {
    description:
      "Saves a view of a list, in the place of the one that had its name. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_MANY_VIEWS.",
  })
  saveView(
    @Arg("input", () => SavedViewInput, { description: "The view." }) input: SavedViewInput,
    @Ctx() ctx: Context,
  ): Promise<SavedView> {
    return saveView(ctx, input);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", everyStaffRole)
  @Mutation(() => SavedViewObject, {
    description: "Removes a view and answers it; one that is shared goes for everybody. Errors: NOT_FOUND, FORBIDDEN.",
  })
  removeSavedView(
    @Arg("id", () => ID, { description: "The view." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<SavedView> {
    return removeSavedView(ctx, id);
  }
}
