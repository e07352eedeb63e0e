import { defineConfig } from "vite";

/** Bundles GraphiQL, so that the page needs nothing from elsewhere: its usual pages load themselves from a CDN. */
export default defineConfig({
  root: "server/graphiql/page",
  base: "/graphiql/",
  logLevel: "error",
  build: { outDir: "../../../dist/graphiql", emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
});
