import { type Request, type Response, Router } from "express";
import { certificateEvents } from "../../../packages/log/certificate-event.ts";
import { readTilePath } from "../../../packages/log/tile-path.ts";
import { groupedCode } from "../../core/crockford.ts";
import { notFound } from "../../core/errors.ts";
import { enforceLimitByAddress } from "../../core/rate-limits.ts";
import { logByAddress, verifyByAddress } from "../certificate.limits.ts";
import { readVerificationCode } from "../verification-code.ts";
import { latestCheckpoint, logsOnShow, proofOf, readTile } from "./read-log.ts";

/** Those who watch the log read it from pages of their own as well. */
const fromEverywhere = (res: Response): Response => res.set("Access-Control-Allow-Origin", "*");

const logNumber = (req: Request<{ log: string }>): number => {
  if (!/^[1-9]\d{0,3}$/.test(req.params.log)) throw notFound("log");
  return Number(req.params.log);
};

/**
 * The log of certificates, for everybody: `/log` says which logs there are and which keys sign them; `/log/N/checkpoint` and `/log/N/tile/…`
 * are the log itself (c2sp.org/tlog-tiles); `/verify/CODE/proof` is the proof that a certificate stands in it, to keep beside it, and
 * `?event=` that something later does.
 */
export function logRoutes(): Router {
  const router = Router();
  router.get("/log", async (_req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, logByAddress);
    fromEverywhere(res)
      .set("Cache-Control", "public, max-age=60")
      .json({ logs: await logsOnShow(ctx) });
  });
  router.get("/log/:log/checkpoint", async (req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, logByAddress);
    const checkpoint = await latestCheckpoint(ctx.db, logNumber(req));
    if (!checkpoint) throw notFound("log");
    fromEverywhere(res)
      .set("Cache-Control", "public, max-age=5")
      .type("text/plain; charset=utf-8")
      .send(checkpoint.text);
  });
  router.get("/log/:log/tile/*path", async (req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, logByAddress);
    const place = readTilePath(([] as string[]).concat(req.params.path ?? []).join("/"));
    const tile = place && (await readTile(ctx.db, logNumber(req), place));
    if (!tile) throw notFound("log");
    fromEverywhere(res)
      .set("Cache-Control", "public, max-age=31536000, immutable")
      .type("application/octet-stream")
      .send(tile);
  });
  router.get("/verify/:code/proof", async (req, res) => {
    const { ctx } = res.locals;
    await enforceLimitByAddress(ctx, verifyByAddress);
    const code = readVerificationCode(req.params.code);
    const event = certificateEvents.find((each) => each === (req.query.event ?? "issued"));
    const proof = code && event ? await proofOf(ctx, code, event) : null;
    if (!code || !event || !proof) throw notFound("log");
    fromEverywhere(res)
      .attachment(`${groupedCode(code)}${event === "issued" ? "" : `-${event}`}.tlog-proof`)
      .set("Cache-Control", "public, max-age=60")
      .type("text/plain; charset=utf-8")
      .send(proof);
  });
  return router;
}
