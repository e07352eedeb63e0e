import express, { Router } from "express";
import { systemViewer } from "../core/audit.ts";
import { type Context, createContext } from "../core/context.ts";
import { hearEvents } from "./hear-events.ts";
import { isBySendGrid, readEvents } from "./sendgrid-events.ts";

/** SendGrid sends 768 KB at most. */
const mostBytes = 1024 * 1024;

/** `POST /sendgrid/events`: what became of mails, signed over the bytes as they come. There is no such page without SendGrid's key. */
export function sendgridRoutes(base: Pick<Context, "db" | "config" | "now">): Router {
  const router = Router();
  router.post(
    "/sendgrid/events",
    (_req, _res, next) => next(base.config.sendgridEventKey ? undefined : "route"),
    express.raw({ type: () => true, limit: mostBytes }),
    async (req, res, next) => {
      const key = base.config.sendgridEventKey;
      if (!key) return next();
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      const [signature, timestamp] = ["Signature", "Timestamp"].map(
        (name) => req.get(`X-Twilio-Email-Event-Webhook-${name}`) ?? "",
      ) as [string, string];
      if (!isBySendGrid(key, body, signature, timestamp, base.now())) return void res.status(401).end();
      const events = readEvents(body);
      if (!events) return void res.status(400).end();
      await hearEvents(createContext(base, systemViewer), events);
      res.status(204).end();
    },
  );
  return router;
}
