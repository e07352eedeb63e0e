import { useStore } from "react-admin";
import type { ListName } from "./saved-views.data.ts";

/** Where react-admin's table keeps which of its columns are hidden; their order is kept beside it. */
export const storeKeyOf = (list: ListName): string => `lists.${list}`;

/** How somebody has a list's table, in this browser. */
export interface ListLayout {
  /** Names of columns that are not shown. */
  hidden: string[];
  /** Places of the columns as they are written, in the order in which they are shown; left out: as they are written. */
  ranks?: number[];
  /** Whether rows have more room. */
  roomy: boolean;
}

/** What somebody has not changed. */
export const plainLayout: ListLayout = { hidden: [], roomy: false };

export function useListLayout(list: ListName): [ListLayout, (layout: ListLayout) => void] {
  const key = storeKeyOf(list);
  const [hidden, setHidden] = useStore<string[]>(key, plainLayout.hidden);
  const [ranks, setRanks] = useStore<number[] | undefined>(`${key}_columnRanks`);
  const [roomy, setRoomy] = useStore<boolean>(`${key}.roomy`, false);
  const set = (layout: ListLayout): void => {
    setHidden(layout.hidden);
    setRanks(layout.ranks);
    setRoomy(layout.roomy);
  };
  return [{ hidden, ranks, roomy }, set];
}
