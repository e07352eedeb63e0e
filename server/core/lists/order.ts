import { type ClassType, Field, InputType, registerEnumType } from "type-graphql";
import type { OrderTerm } from "./read-page.ts";
import { SortDirection } from "./sort-direction.ts";

/** A column to sort by, and which way. */
export interface Ordering<F extends string> {
  field: F;
  direction: SortDirection;
}

/**
 * The GraphQL type of a column to sort a list of `name` by, named `${name}Order`, with its enum `${name}OrderField`.
 * @param fields what can be sorted by, each with its description
 */
export function orderInput<F extends string>(
  name: string,
  fields: Record<F, F>,
  descriptions: Record<F, string>,
): ClassType<Ordering<F>> {
  registerEnumType(fields, {
    name: `${name}OrderField`,
    description: `What a list of ${name} can be sorted by.`,
    valuesConfig: Object.fromEntries(
      Object.entries<string>(descriptions).map(([field, description]) => [field, { description }]),
    ) as Record<F, { description: string }>,
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

/**
 * The terms of an order, or of the list's own where none is asked for. A field that stands in the order again changes nothing:
 * only its first place counts.
 */
export function termsOfOrder<F extends string>(
  orderings: readonly Ordering<F>[],
  terms: Record<F, readonly OrderTerm[]>,
): OrderTerm[] {
  const first = orderings.filter((o, i) => orderings.findIndex((other) => other.field === o.field) === i);
  return first.flatMap(({ field, direction }) =>
    terms[field].map((term) => ({ ...term, descending: direction === SortDirection.DESC })),
  );
}

/** What is asked for, or the list's own order where nothing is. */
export const orderingsOr = <F extends string>(
  asked: readonly Ordering<F>[] | null | undefined,
  field: F,
  direction: SortDirection,
): readonly Ordering<F>[] => (asked && asked.length > 0 ? asked : [{ field, direction }]);
