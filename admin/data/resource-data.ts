import type { GetListParams, RaRecord } from "react-admin";

/** What a folder's `*.data.ts` offers to the data provider. A resource has what its pages need, and no more. */
export interface ResourceData<Listed extends RaRecord = RaRecord, Whole extends RaRecord = Listed> {
  getList?(params: ListParams): Promise<{ data: Listed[]; total: number }>;
  getOne?(id: string, signal?: AbortSignal): Promise<Whole | null>;
  getMany?(ids: string[], signal?: AbortSignal): Promise<RaRecord[]>;
}

export interface ListParams {
  first: number;
  offset: number;
  sort: { field: string; direction: "ASC" | "DESC" };
  // biome-ignore lint/suspicious/noExplicitAny: react-admin's filters are of any shape; each resource gives them its own
  filter: any;
  signal?: AbortSignal;
}

/**
 * The order that somebody chose by a column, which has the server's name for it (`columnsOf`): null, so that the server sorts in the list's
 * own order, where react-admin has a name of its own, "id".
 */
export const orderByOf = <Field extends string>({
  field,
  direction,
}: ListParams["sort"]): { field: Field; direction: "ASC" | "DESC" }[] | null =>
  /^[A-Z_]+$/.test(field) ? [{ field: field as Field, direction }] : null;

/** A page of react-admin's, in the words of the schema. */
export const listParams = ({
  pagination,
  sort,
  filter,
  signal,
}: GetListParams & { signal?: AbortSignal }): ListParams => ({
  first: pagination?.perPage ?? 20,
  offset: ((pagination?.page ?? 1) - 1) * (pagination?.perPage ?? 20),
  sort: { field: sort?.field ?? "id", direction: sort?.order === "ASC" ? "ASC" : "DESC" },
  filter: filled(filter ?? {}),
  signal,
});

/** Empty fields of a filter form are no conditions. */
function filled(filter: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) =>
        value !== "" && value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
