import { type ClassType, Field, InputType, registerEnumType } from "type-graphql";
import type { OrderTerm } from "./read-page.ts";
import { SortDirection } from "./sort-direction.ts";

/** A column to sort by, and which way. */
export interface Ordering<F extends string> {
  field: F;
  direction: SortDirection;
}

/** One thing that a list can be sorted by. */
export interface Order {
  /** What the schema says of it. */
  description: string;
  /** The first counts most. SQL alone is never null. */
  by: readonly Term[];
}

export type Term = string | OrderTerm;

/** Of a value that can be missing: what has none comes last, whichever way is sorted. */
export const nullable = (sql: string): OrderTerm => ({ sql });

/** The GraphQL type of a column to sort a list of `name` by, named `${name}Order`, with its enum `${name}OrderField`. */
export function orderInput<F extends string>(name: string, orders: Record<F, Order>): ClassType<Ordering<F>> {
  const fields = Object.fromEntries(Object.keys(orders).map((field) => [field, field])) as Record<F, F>;
  registerEnumType(fields, {
    name: `${name}OrderField`,
    description: `What a list of ${name} can be sorted by.`,
    valuesConfig: orders,
  });
  @InputType(`${name}Order`, { description: "A column to sort by." })
  class OrderInput implements Ordering<F> {
    @Field(() => fields, { description: "Which." }) field!: F;
    @Field(() => SortDirection, { description: "Which way." }) direction: SortDirection = SortDirection.ASC;
  }
  return OrderInput;
}

/** What the argument `orderBy` of every list says. */
export const orderByDescription = "Columns to sort by, the first counts most. What is equal in all comes by ID.";

/** Terms that all go one way. */
export const termsOf = (by: readonly Term[], direction: SortDirection): OrderTerm[] =>
  by.map((term) => ({
    ...(typeof term === "string" ? { sql: term, required: true } : term),
    descending: direction === SortDirection.DESC,
  }));

/** The terms of an order. A field that stands in it again changes nothing: only its first place counts. */
export function termsOfOrder<F extends string>(
  orderings: readonly Ordering<F>[],
  orders: Record<F, Order>,
): OrderTerm[] {
  const first = orderings.filter((o, i) => orderings.findIndex((other) => other.field === o.field) === i);
  return first.flatMap(({ field, direction }) => termsOf(orders[field].by, direction));
}
