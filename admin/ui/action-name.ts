import { isKey, t } from "../i18n/t.ts";

/** What was done, as people read it; an action of a later server by its own name. */
export const actionName = (action: string): string => {
  const key = `action.${action}`;
  return isKey(key) ? t(key) : action;
};
