import { type Response, Router } from "express";
import { ApiScope } from "../../core/api-scopes.ts";
import type { Context } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { forSignedIn } from "../../core/key-access.ts";
import { enforceLimitByAddress } from "../../core/rate-limits.ts";
import { credentialsByAddress } from "../certificate.limits.ts";
import { type Credential, readCredential } from "./issue-credential.ts";
import { issuerDocument } from "./issuer-document.ts";
import { statusPurposes } from "./open-badge.ts";
import { evidenceBundle, statusList } from "./status-list.ts";

/** How long an answer that everybody may have is kept, here and elsewhere, in seconds: as old as a status may be. */
const keptSeconds = 60;

/** The public answers, each made once in that time, however many ask. */
class KeptAnswers {
  readonly #kept = new Map<string, { until: number; answer: Promise<unknown> }>();

  get(ctx: Context, key: string, make: () => Promise<unknown>): Promise<unknown> {
    const now = ctx.now().getTime();
    const known = this.#kept.get(key);
    if (known && known.until > now) return known.answer;
    for (const [other, { until }] of this.#kept) if (until <= now) this.#kept.delete(other);
    const answer = make();
    this.#kept.set(key, { until: now + keptSeconds * 1000, answer });
    answer.catch(() => this.#kept.delete(key));
    return answer;
  }
}

/** Wallets and checkers read it from pages of their own. */
const sendPublic = (res: Response, type: string, answer: unknown): void =>
  void res
    .set({ "Cache-Control": `public, max-age=${keptSeconds}`, "Access-Control-Allow-Origin": "*" })
    .type(type)
    .send(JSON.stringify(answer));

/**
 * `/certificates/ID/credential.json` and `.jwt`: a certificate as a credential that proves itself, for who may see the certificate. For
 * everybody: `/.well-known/did.json` with the keys that sign, `/credentials/status/PURPOSE/N` with what no longer holds, and
 * `/credentials/bundle.json` with all of both, to keep and to check credentials against without a network.
 */
export function credentialRoutes(): Router {
  const router = Router();
  const answers = new KeptAnswers();
  const admitted = forSignedIn([ApiScope.CERTIFICATES_READ]);

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

  router.get("/.well-known/did.json", async (_req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    sendPublic(res, "application/did+json", await answers.get(ctx, "did", () => issuerDocument(ctx)));
  });
  router.get("/credentials/bundle.json", async (_req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    sendPublic(res, "application/json", await answers.get(ctx, "bundle", () => evidenceBundle(ctx)));
  });
  router.get("/credentials/status/:purpose/:list", async (req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, credentialsByAddress);
    const purpose = statusPurposes.find((each) => each === req.params.purpose);
    const list = /^[1-9]\d{0,5}$/.test(req.params.list) ? Number(req.params.list) : 0;
    const found =
      purpose && list > 0 && (await answers.get(ctx, `${purpose} ${list}`, () => statusList(ctx, purpose, list)));
    if (!found) throw notFound("statusList");
    sendPublic(res, "application/vc", found);
  });
  return router;
}
