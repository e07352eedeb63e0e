import { Router } from "express";
import { templateRoute } from "../conferences/conference.routes.ts";
import { presenceFileColumns } from "./read-presence-rows.ts";

/** `/conferences/presence-template.csv`, for anyone: the headings that are read. */
export function presenceRoutes(): Router {
  const router = Router();
  router.get("/conferences/presence-template.csv", templateRoute("presence-template", presenceFileColumns));
  return router;
}
