import { DomainError, ErrorCode } from "../errors.ts";
import { languages } from "./sentence.ts";

/** @throws BAD_INPUT where there is no catalogue in this language */
export function assertLanguage(language: string, field: string): void {
  const possible = languages();
  if (!possible.includes(language)) throw new DomainError(ErrorCode.BAD_INPUT, "core.noLanguage", { field, possible });
}
