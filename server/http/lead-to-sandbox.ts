import type { Express, RequestHandler } from "express";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { madeOnce } from "../core/made-once.ts";
import { type Sandbox, type SandboxBase, sandboxNotThere, sandboxPath, testPrefix } from "../core/sandbox.ts";
import { refuseErrors, sendRefusal } from "./refusals.ts";

const inSandbox = new RegExp(`^${sandboxPath}(?=[/?]|$)`);

/** Whether the request comes with a token that leads there, whatever its path. */
const isTrial = (authorization = ""): boolean => {
  const [scheme, token] = authorization.split(" ", 2);
  return scheme?.toLowerCase() === "bearer" && token?.startsWith(testPrefix) === true;
};

/**
 * Hands what comes with a test key's token, or by a path of the sandbox, to the server that works on the sandbox's database. Nothing else gets
 * there, and nothing that does comes back.
 * @param make makes that server, once; where it fails, who asks is answered UNAVAILABLE, and it is tried again
 */
export function leadToSandbox(
  sandbox: Sandbox | undefined,
  make: (base: SandboxBase) => Promise<Express>,
): RequestHandler {
  const serverOn = madeOnce(make, (err, retryAfterSeconds) =>
    log.error({ err, retryAfterSeconds }, "The sandbox's server cannot be set up."),
  );
  return (req, res, next) => {
    const byPath = inSandbox.test(req.url);
    const byToken = isTrial(req.headers.authorization);
    if (!byPath && !byToken) return next();
    if (!sandbox)
      return byToken
        ? sendRefusal(res, new DomainError(ErrorCode.UNAUTHENTICATED, "apiKeys.noSandbox", { reason: "SANDBOX_OFF" }))
        : next();
    sandbox
      .base()
      .then((base) =>
        serverOn(base).catch((error: unknown) => {
          throw sandboxNotThere(error);
        }),
      )
      .then((handle) => {
        const rest = req.url.replace(inSandbox, "");
        req.url = rest.startsWith("/") ? rest : `/${rest}`;
        handle(req, res);
      })
      .catch((error: unknown) => refuseErrors(error, req, res, next));
  };
}
