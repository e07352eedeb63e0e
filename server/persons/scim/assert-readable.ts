import { type Message, say } from "../../core/messages/message.ts";
import { scimError } from "./scim-error.ts";

/** Longest expression, most conditions of it, and most alternatives, in UTF-16 code units and in numbers. */
export const expressionLimits = { length: 2_000, conditions: 50, alternatives: 5 };

/**
 * Refuses what scimmy would take too long to read: its pattern of a quoted text tries every way in which backslashes and line breaks may be meant,
 * and groups of alternatives are multiplied out.
 * @throws scimError 400
 */
export function assertReadable(expression: string, scimType: "invalidFilter" | "invalidPath" = "invalidFilter"): void {
  const { length, conditions, alternatives } = expressionLimits;
  const refuse = (detail: Message): never => {
    throw scimError(400, scimType, detail);
  };
  if (expression.length > length) refuse(say("scim.characters", { most: length }));
  if (/[\\\p{Cc}]/u.test(expression)) refuse(say("scim.backslashes"));
  const plain = expression.replace(/"[^"]*"/g, '""');
  const ors = plain.match(/\bor\b/gi)?.length ?? 0;
  if (ors >= conditions || (ors > alternatives && /[([]/.test(plain)))
    refuse(say("scim.alternatives", { most: alternatives, conditions }));
}

/** Most operations of one patch. */
const mostOperations = 100;

/** As above, of all that a patch has scimmy read: paths, what a value's fields are called, and values that are to be removed. */
export function assertPatchReadable(operations: readonly unknown[]): void {
  if (operations.length > mostOperations)
    throw scimError(400, "invalidValue", say("scim.operations", { most: mostOperations }));
  for (const operation of operations) {
    const { op, path, value } = (operation ?? {}) as { op?: unknown; path?: unknown; value?: unknown };
    if (typeof path === "string") assertReadable(path, "invalidPath");
    if (typeof value !== "object" || value === null) continue;
    if (path === undefined) for (const name of Object.keys(value)) assertReadable(name, "invalidPath");
    if (String(op).toLowerCase() === "remove") assertReadable(JSON.stringify(value), "invalidPath");
  }
}
