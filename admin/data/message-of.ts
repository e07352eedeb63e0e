import { t } from "../i18n/t.ts";
import { Refusal } from "./request.ts";

/** Any failure as a sentence for the reader. */
export const messageOf = (error: unknown): string => (error instanceof Refusal ? error.message : t("error.unexpected"));
