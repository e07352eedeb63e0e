import { Router } from "express";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { PublicAnswers } from "../core/public-answers.ts";
import { openApi } from "./open-api.ts";

/** What programs are built from, for everybody: `/schema.graphql`, and `/docs/openapi.json` for the addresses of files. */
export function docsRoutes(schema: GraphQLSchema): Router {
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
  return router;
}
