import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { noteRefusal } from "./note-refusal.ts";
import { refusalOfKey } from "./refuse-key.ts";
import { scopesOf } from "./viewer.ts";

/**
 * Whether an operation wants a fresh proof of who is there, since a browser that was left open or a cookie that was stolen must not be
 * enough for what lasts. Source: OWASP ASVS 5.0, 7.5.1 and 7.5.3.
 * - `FRESH`: of the last minutes; no key may, whatever its scopes.
 * - `FRESH_OF_PEOPLE`: the same of people; a key may by its scope, which somebody gave it with a fresh proof.
 * - `OWN`: it asks for its proof among its arguments.
 * - `NONE`: it can be undone, changes nothing that lasts, or takes rights away.
 */
export type ProofTerm = "FRESH" | "FRESH_OF_PEOPLE" | "OWN" | "NONE";

/** Until when what the viewer has shown counts; null where nobody is signed in, or a key asks. */
export function provedUntil({ viewer, config }: Pick<Context, "viewer" | "config">): Date | null {
  return viewer.provedAt && new Date(viewer.provedAt.getTime() + config.proofMinutes * 60_000);
}

const isFresh = (ctx: Context): boolean => {
  const until = provedUntil(ctx);
  return until !== null && until > ctx.now();
};

/** What the client needs to ask for a proof, and then to do the same again. */
export const stepUpRequired = ({ viewer, config }: Pick<Context, "viewer" | "config">): DomainError =>
  new DomainError(ErrorCode.STEP_UP_REQUIRED, viewer.proofs.length > 0 ? "core.stepUp" : "core.stepUpImpossible", {
    proofs: [...viewer.proofs],
    minutes: config.proofMinutes,
  });

/** Refusals that are on record already. */
const noted = new WeakSet<DomainError>();
/** For who writes a refusal down in words of its own. */
export const markNoted = (refusal: DomainError): void => void noted.add(refusal);

/** What an operation answers whose proof was none. */
const unproved: readonly ErrorCode[] = [
  ErrorCode.WRONG_CREDENTIALS,
  ErrorCode.WRONG_CODE,
  ErrorCode.WRONG_PASSKEY,
  ErrorCode.CODE_EXPIRED,
  ErrorCode.STEP_UP_REQUIRED,
  ErrorCode.TOO_MANY_REQUESTS,
];

/**
 * Runs an operation that asks for its proof among its arguments. Where somebody who is signed in is refused for want of it, that is written
 * down as where a fresh proof is wanted: whoever holds the sign-in may not be its owner.
 */
export async function noteUnproved<T>(ctx: Context, what: string, run: () => Promise<T>): Promise<T> {
  const { accountId } = ctx.viewer;
  try {
    return await run();
  } catch (error) {
    if (accountId && error instanceof DomainError && unproved.includes(error.code) && !noted.has(error)) {
      const { code } = error;
      await ctx.db.transaction((tx) =>
        noteRefusal(tx, ctx, "account.lack-proof", ["account", accountId], what, { operation: what, code }),
      );
    }
    throw error;
  }
}

/** Writes down that somebody tried what lasts and is not theirs: whoever holds the sign-in may not be its owner. */
export async function noteForbidden(ctx: Context, what: string, code: ErrorCode): Promise<void> {
  const { accountId } = ctx.viewer;
  if (!accountId || scopesOf(ctx.viewer)) return;
  await ctx.db.transaction((tx) =>
    noteRefusal(tx, ctx, "account.lack-right", ["account", accountId], what, { operation: what, code }),
  );
}

/**
 * Asks for a fresh proof. Who lacks it is written down: it may be somebody else who holds the sign-in.
 * @param what the operation, or the path of a route
 * @throws STEP_UP_REQUIRED; FORBIDDEN for a key
 */
export async function assertProved(ctx: Context, what: string): Promise<void> {
  const { viewer } = ctx;
  if (scopesOf(viewer)) throw refusalOfKey(viewer, what);
  if (isFresh(ctx)) return;
  const id = viewer.accountId ?? "";
  await ctx.db.transaction((tx) =>
    noteRefusal(tx, ctx, "account.lack-proof", ["account", id], what, { operation: what }),
  );
  const refusal = stepUpRequired(ctx);
  markNoted(refusal);
  throw refusal;
}
