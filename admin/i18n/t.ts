import { createElement, Fragment, type ReactNode } from "react";
import type { Plain, Rich } from "../../dist/types/admin-messages.d.ts";
import { isKey as isKnown, type Translate, translate } from "../../messages/translate.ts";

/** The messages that take no parameters, for tables that name their sentences. */
export type PlainKey = { [Key in keyof Plain]: keyof Plain[Key] extends never ? Key : never }[keyof Plain];

/** The sentence of a key, in the reader's language. It is known once the page has begun: no module asks while it is loaded. */
export const t = ((key: string, values?: Record<string, string | number | ((part: ReactNode) => ReactNode)>) => {
  const made = translate<ReactNode>(key, values);
  return typeof made === "string" ? made : createElement(Fragment, null, ...made);
}) as Translate<ReactNode, Plain, Rich<ReactNode>>;

/** For what the server may have more of than the console knows words for. */
export const isKey = (key: string): key is PlainKey => isKnown(key);
