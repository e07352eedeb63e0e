import SCIMMY from "scimmy";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { defaultLanguage, sentence } from "../../core/messages/sentence.ts";

type ScimError = InstanceType<typeof SCIMMY.Types.Error>;

/** Which kind of error it is, of those that RFC 7644 has; null: of none. */
type ScimType = "invalidFilter" | "invalidPath" | "uniqueness" | "mutability" | "invalidSyntax" | "invalidValue" | null;

/** A refusal in SCIM's words. Source: RFC 7644, 3.12. */
export const scimError = (status: number, scimType: ScimType, detail: Message): ScimError =>
  // scimmy takes null, and its types do not say so.
  new SCIMMY.Types.Error(status, scimType as string, sentence(detail, defaultLanguage));

const statusOf: Partial<Record<ErrorCode, [status: number, scimType: ScimType]>> = {
  [ErrorCode.UNAUTHENTICATED]: [401, null],
  [ErrorCode.FORBIDDEN]: [403, null],
  [ErrorCode.CONFLICT_OF_INTEREST]: [403, null],
  [ErrorCode.NOT_FOUND]: [404, null],
  [ErrorCode.ILLEGAL_TRANSITION]: [404, null],
  [ErrorCode.TOO_MANY_REQUESTS]: [429, null],
  [ErrorCode.UNAVAILABLE]: [503, null],
};

/** What a refusal is called in SCIM; null for what is none. */
export function asScimError(error: unknown): ScimError | null {
  if (error instanceof SCIMMY.Types.Error) return error;
  if (error instanceof DomainError) return scimError(...(statusOf[error.code] ?? [400, "invalidValue"]), error.said);
  // Of what scimmy finds wrong in a resource.
  if (error instanceof TypeError && /attribute|Schema|resource/i.test(error.message))
    return scimError(400, "invalidValue", say("scim.saidElsewhere", { detail: error.message }));
  // What cannot be read as JSON, or is too large.
  const { status, type } = error as { status?: number; type?: string };
  if (status === 413) return scimError(413, null, say("scim.tooLarge"));
  if (status === 415) return scimError(415, null, say("scim.mediaType"));
  if (status === 400 || type === "entity.parse.failed") return scimError(400, "invalidSyntax", say("scim.noJson"));
  return null;
}

/** What scimmy stumbles over in what a client sent is a fault of that. */
export const misread = (error: unknown): ScimError =>
  asScimError(error) ?? scimError(400, "invalidValue", say("scim.unreadable"));

/** Has scimmy read what a client sent. @throws scimError 400 */
export function read<T>(from: () => T): T {
  try {
    return from();
  } catch (error) {
    throw misread(error);
  }
}
