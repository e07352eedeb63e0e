import { In, IsNull } from "typeorm";
import type { Context } from "../core/context.ts";
import { SavedView, type SavedViewList } from "./saved-view.entity.ts";

/** The views of a list that the viewer finds: their own, the staff's and those of their providers, by name. */
export function listSavedViews({ db, viewer }: Context, list: SavedViewList): Promise<SavedView[]> {
  const { accountId, isStaff, providers } = viewer;
  return db.manager.find(SavedView, {
    where: [
      { list, accountId: accountId ?? "" },
      { list, providerId: In([...providers.keys()]) },
      ...(isStaff ? [{ list, accountId: IsNull(), providerId: IsNull() }] : []),
    ],
    order: { name: "ASC", id: "ASC" },
  });
}
