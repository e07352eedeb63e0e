import type { MovingColumn, MovingKind } from "./moving-kind.ts";

export interface ExportChoice {
  /** Whether everything goes that says how somebody is reached, and with it the log and documents, in which it may stand. */
  withoutContacts: boolean;
}

/** The columns of a kind that an export has; null: it has none of the kind, since a row means nothing without what is left out. */
export function exportedColumns(kind: MovingKind, { withoutContacts }: ExportChoice): readonly MovingColumn[] | null {
  const columns = kind.columns.filter(({ isContact }) => !(withoutContacts && isContact));
  return kind.columns.some((column) => column.required && !columns.includes(column)) ? null : columns;
}

/** The name of a kind's file. */
export const exportedName = ({ fileNames }: MovingKind): string => `${fileNames[0].replaceAll(" ", "-")}.csv`;
