import path from "node:path";
import { Router } from "express";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { PublicAnswers } from "../core/public-answers.ts";
import { bundledFiles } from "./bundled-files.ts";
import { openApi } from "./open-api.ts";

/**
 * What programs are built from, for everybody: `/schema.graphql`, `/docs/openapi.json` for the addresses of files, and `/docs`, the pages of
 * docs/api with a reference of the schema, where they were built.
 */
export function docsRoutes(schema: GraphQLSchema, bundle: string): Router {
  const router = Router();
  const answers = new PublicAnswers("docs");
  router.get("/schema.graphql", (_req, res) =>
    answers.send(res, "schema", async () => ({
      type: "text/plain; charset=utf-8",
      text: `${printSchema(lexicographicSortSchema(schema))}\n`,
    })),
  );
  router.get("/docs/openapi.json", (_req, res) =>
    answers.send(res, "openapi", async () => ({ type: "application/json", text: JSON.stringify(openApi()) })),
  );
  router.use("/docs/assets", bundledFiles(path.join(bundle, "assets")));
  router.get(["/docs", "/docs/*page"], (req, res, next) => {
    const name = req.path.slice("/docs/".length) || "index";
    // A name is one of ours, or it is not looked for.
    if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name)) return next();
    const root = path.join(bundle, "pages");
    const options = { root, cacheControl: false, headers: { "Cache-Control": "no-cache" } };
    res.sendFile(`${name}.html`, options, (error) => {
      // There is no such page, or no pages were built.
      if (error && !res.headersSent) next();
    });
  });
  return router;
}
