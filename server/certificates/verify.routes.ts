import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Response, Router } from "express";
import helmet from "helmet";
import type { Context } from "../core/context.ts";
import { groupedCode } from "../core/crockford.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { HelpPurpose, helpFor } from "../core/help.ts";
import { sandboxPath } from "../core/sandbox.ts";
import { settingsOf } from "../policies/load-settings.ts";
import { verifyUrl } from "./certificate.mail.ts";
import { CertificateVerificationObject } from "./certificate.object.ts";
import { readVerificationCode } from "./verification-code.ts";
import { verifyCertificate } from "./verify-certificate.ts";
import { type VerifyAnswer, verifyPage, verifyPageStyleHash } from "./verify-page.ts";

/** Its own style, the icon, and a form that goes back to where it came from: nothing else. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    "style-src": [verifyPageStyleHash],
    "img-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
};

/** Where a file is checked too: our own script, which asks this server alone for what it checks it against. */
const policyWithScript = {
  ...contentSecurityPolicy,
  directives: { ...contentSecurityPolicy.directives, "script-src": ["'self'"], "connect-src": ["'self'"] },
};

/** The address of the script that checks files; null where it was not built. */
function scriptOf(bundle: string): string | null {
  const manifest = path.join(bundle, "manifest.json");
  if (!existsSync(manifest)) return null;
  return `/verify/${JSON.parse(readFileSync(manifest, "utf8"))["main.ts"].file}`;
}

function send(res: Response, status: number, answer: VerifyAnswer, script: string | null = null): void {
  const { sandbox, rehearsal } = res.locals.ctx.config;
  res
    .status(status)
    .set("X-Robots-Tag", "noindex")
    .type("html")
    .send(verifyPage(answer, res.locals.ctx.request.language, { isSandbox: sandbox, isRehearsal: rehearsal, script }));
}

/** Whether a code is one of the sandbox's, whose own page says what that is. */
async function isSample({ sandbox }: Context, typed: string): Promise<boolean> {
  const code = readVerificationCode(typed);
  const samples = code && sandbox?.opened();
  if (!samples) return false;
  const [{ found }] = await samples.db.query(
    "SELECT EXISTS (SELECT FROM certificate WHERE verification_code = $1) AS found",
    [code],
  );
  return found;
}

/**
 * `/verify` asks for a code; `/verify/CODE`, which QR codes open, says whether its certificate holds: as a page, or to whoever accepts JSON
 * alone as the API's `CertificateVerification`. For everybody.
 */
export function verifyRoutes(bundle = path.resolve("dist/check-file")): Router {
  const router = Router();
  router.use("/verify", helmet.contentSecurityPolicy(contentSecurityPolicy));
  const script = scriptOf(bundle);
  router.get("/verify", helmet.contentSecurityPolicy(policyWithScript), (req, res) => {
    const typed = typeof req.query.code === "string" ? req.query.code.trim().slice(0, 64) : "";
    const { sandbox, rehearsal } = res.locals.ctx.config;
    // What tries a program out signs its samples too, with keys that are worth nothing.
    if (!typed) return send(res, 200, { kind: "ask" }, sandbox || rehearsal ? null : script);
    const code = readVerificationCode(typed);
    const base = res.locals.ctx.config.sandbox ? sandboxPath : "";
    res.redirect(303, `${base}/verify/${code ? groupedCode(code) : encodeURIComponent(typed)}`);
  });
  router.get("/verify/:code", async (req, res) => {
    const typed = req.params.code;
    const wantsJson = req.accepts(["html", "json"]) === "json";
    res.vary("Accept");
    try {
      const certificate = await verifyCertificate(res.locals.ctx, typed);
      if (!certificate && (await isSample(res.locals.ctx, typed)))
        return res.redirect(303, `${sandboxPath}/verify/${encodeURIComponent(typed)}`);
      if (wantsJson)
        return void res.status(certificate ? 200 : 404).json(CertificateVerificationObject.of(certificate));
      if (certificate) {
        const code = certificate.issuedElsewhere ? null : readVerificationCode(typed);
        send(res, 200, { kind: "found", certificate, url: code && verifyUrl(res.locals.ctx, code) });
      } else {
        const help = helpFor(await settingsOf(res.locals.ctx), HelpPurpose.GENERAL);
        send(res, 404, { kind: "unknown", typed, help });
      }
    } catch (error) {
      if (wantsJson || !(error instanceof DomainError) || error.code !== ErrorCode.TOO_MANY_REQUESTS) throw error;
      send(res, 429, { kind: "refused", typed, said: error.said });
    }
  });
  return router;
}
