import { type Response, Router } from "express";
import type { Context } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { forSignedIn } from "../../core/key-access.ts";
import { PublicAnswers } from "../../core/public-answers.ts";
import { enforceLimitByAddress } from "../../core/rate-limits.ts";
import { credentialsByAddress } from "../certificate.limits.ts";
import { certificateReaders } from "../certificate.policy.ts";
import { bakedBadge } from "./baked-badge.ts";
import { type Credential, readCredential } from "./issue-credential.ts";
import { issuerDocument } from "./issuer-document.ts";
import { statusPurposes } from "./open-badge.ts";
import { evidenceBundle, statusList } from "./status-list.ts";

/** Wallets and checkers read it from pages of their own. */
const fromEverywhere = (res: Response): Response => res.set("Access-Control-Allow-Origin", "*");

/**
 * `/certificates/ID/credential.json`, `.jwt` and, as a picture that carries it, `.svg`: a certificate as a credential that proves itself, for who may see the certificate. For
 * everybody: `/.well-known/did.json` with the keys that sign, `/credentials/status/PURPOSE/N` with what no longer holds, and
 * `/credentials/bundle.json` with all of both, to keep and to check credentials against without a network.
 */
export function credentialRoutes({ now }: Pick<Context, "now">): Router {
  const router = Router();
  const answers = new PublicAnswers("credentials", () => now().getTime());
  const send = (res: Response, key: string, type: string, make: () => Promise<unknown>): Promise<void> =>
    answers.send(fromEverywhere(res), key, async () => ({ type, text: JSON.stringify(await make()) }));
  const admitted = forSignedIn(certificateReaders.keys);

  const credential = (extension: string, type: string, read: (credential: Credential) => string) =>
    router.get(`/certificates/:id/credential.${extension}`, admitted, async (req, res) => {
      const found = await readCredential(res.locals.ctx, req.params.id ?? "");
      if (!found) throw notFound("certificate");
      res
        .attachment(`certificate-${found.number}.${extension}`)
        .set("Cache-Control", "no-store")
        .type(type)
        .send(read(found));
    });
  credential("json", "application/vc", ({ document }) => document);
  credential("jwt", "application/vc+jwt", ({ token }) => token);
  credential("svg", "image/svg+xml", bakedBadge);

  router.get("/.well-known/did.json", async (_req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    await send(res, "did", "application/did+json", () => issuerDocument(ctx));
  });
  router.get("/credentials/bundle.json", async (_req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    await send(res, "bundle", "application/json", () => evidenceBundle(ctx));
  });
  router.get("/credentials/status/:purpose/:list", async (req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    const purpose = statusPurposes.find((each) => each === req.params.purpose);
    const list = /^[1-9]\d{0,5}$/.test(req.params.list) ? Number(req.params.list) : 0;
    if (!purpose || list === 0) throw notFound("statusList");
    await send(res, `${purpose} ${list}`, "application/vc", async () => {
      const found = await statusList(ctx, purpose, list);
      if (!found) throw notFound("statusList");
      return found;
    });
  });
  return router;
}
