import { isKey, t } from "../i18n/t.ts";

/** A field of the application as people read it. */
export const fieldName = (field: string): string => {
  const key = `field.${field}`;
  return isKey(key) ? t(key) : field;
};
