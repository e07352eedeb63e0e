import { useSearchParams } from "react-router-dom";

/** A column to sort by, and which way, as every list of the API takes it. */
export interface TableOrder<Field extends string> {
  field: Field;
  direction: "ASC" | "DESC";
}

/** What a table is searched and sorted by, and where it stands. */
export interface TableState<Field extends string> {
  text: string;
  offset: number;
  order: TableOrder<Field>;
  search(text: string): void;
  turnTo(offset: number): void;
  /** By this column, or the other way round where it is sorted by it already. */
  sortBy(field: Field): void;
}

/**
 * The state of a table that is no list of react-admin's. It stands in the address, so that it can be sent to somebody and the back
 * button knows it.
 * @param fields what it can be sorted by; it begins with the first, ascending
 * @param name tells two tables of one page apart
 */
export function useTableState<Field extends string>(
  fields: readonly [Field, ...Field[]],
  name = "",
): TableState<Field> {
  const [address, setAddress] = useSearchParams();
  const sort = address.get(`${name}sort`) ?? "";
  const field = fields.find((each) => each === sort.replace(/^-/, "")) ?? fields[0];
  const order = { field, direction: sort.startsWith("-") ? "DESC" : "ASC" } as const;
  const set = (values: Record<string, string | number>, replace = false) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(values))
          if (value) next.set(name + key, String(value));
          else next.delete(name + key);
        return next;
      },
      { replace },
    );
  return {
    text: address.get(`${name}text`) ?? "",
    offset: Math.max(0, Math.trunc(Number(address.get(`${name}offset`))) || 0),
    order,
    search: (text) => set({ text, offset: 0 }, true),
    turnTo: (offset) => set({ offset }),
    sortBy: (asked) => set({ sort: asked === field && order.direction === "ASC" ? `-${asked}` : asked, offset: 0 }),
  };
}
