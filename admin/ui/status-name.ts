import { isKey, t } from "../i18n/t.ts";

/** A state as people read it; one of a later server by its own name. */
export const statusName = (status: string): string => {
  const key = `status.${status}`;
  return isKey(key) ? t(key) : status;
};
