import { isKey, t } from "../i18n/t.ts";

/** UNKNOWN_MEMBER as people read it; one that has no words yet by its own name. */
export const errorKind = (code: string): string => {
  const key = `errorKind.${code}`;
  return isKey(key) ? t(key) : code;
};
