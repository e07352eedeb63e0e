import type { GraphQLFormattedError } from "graphql";
import type { Context } from "../core/context.ts";
import { ErrorCode } from "../core/errors.ts";
import { type HelpAddresses, HelpPurpose, helpFor } from "../core/help.ts";
import { log } from "../core/log.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { settingsOf } from "../policies/load-settings.ts";

/** Refusals that nobody gets past alone: what it takes is the accreditor's. All others say themselves what to do. */
const stuck: Partial<Record<ErrorCode, HelpPurpose>> = {
  [ErrorCode.ADDRESS_TAKEN]: HelpPurpose.GENERAL,
  [ErrorCode.PROVIDER_NOT_ACTIVE]: HelpPurpose.GENERAL,
  [ErrorCode.STAFF_DECIDES]: HelpPurpose.GENERAL,
  [ErrorCode.REGISTRATION_CLAIMED]: HelpPurpose.GENERAL,
  [ErrorCode.CLAIMS_CLOSED]: HelpPurpose.GENERAL,
  [ErrorCode.CERTIFICATE_NOT_PRINTABLE]: HelpPurpose.GENERAL,
  [ErrorCode.INTERNAL_ERROR]: HelpPurpose.GENERAL,
  [ErrorCode.NOTHING_TO_REPORT]: HelpPurpose.REPORTING,
  [ErrorCode.REPORTING_CLOSED]: HelpPurpose.REPORTING,
  [ErrorCode.MEMBER_INACTIVE]: HelpPurpose.REPORTING,
};

/** Adds to such refusals whom to write to: in the sentence, and as `help` for clients. Staff are whom one would write to. */
export async function nameHelp(ctx: Context, errors: readonly GraphQLFormattedError[] = []): Promise<void> {
  const hopeless = errors.flatMap((error) => {
    const purpose = stuck[error.extensions?.code as ErrorCode];
    return purpose ? [{ error, purpose }] : [];
  });
  if (hopeless.length === 0 || ctx.viewer.isStaff) return;
  const set = await settingsUnlessGone(ctx);
  for (const { error, purpose } of hopeless) {
    const address = set && helpFor(set, purpose);
    if (!address) continue;
    const { message, extensions } = error;
    const help = sentence(say("help.ask", { address }), ctx.request.language);
    Object.assign(error, { message: `${message} ${help}`, extensions: { ...extensions, help: address } });
  }
}

/** What was refused may have been so because the database is away. */
async function settingsUnlessGone(ctx: Context): Promise<HelpAddresses | null> {
  try {
    return await settingsOf(ctx);
  } catch (error) {
    log.warn({ err: error }, "Whom to ask could not be read.");
    return null;
  }
}
