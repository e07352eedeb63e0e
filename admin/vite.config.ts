import { defineConfig } from "vite";
import { documents } from "../clients/documents.vite.ts";
import { catalogues } from "../messages/vite.ts";

const server = "http://127.0.0.1:4000";

/**
 * Bundles the console. It is served below `/admin`, also from another host: its index.html then names the address of the server
 * that has `/graphql`.
 */
export default defineConfig({
  root: "admin",
  base: "/admin/",
  logLevel: "error",
  plugins: [documents("admin"), catalogues("admin/i18n")],
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: "../dist/admin",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
  },
  server: {
    proxy: Object.fromEntries(
      [
        "/graphql",
        "/certificates/.+[.](pdf|zip)",
        "/transcript[.]pdf",
        "/logo/",
        "/exports/",
        "/programs/documents/",
        "/attendance/.+[.]csv",
        "/conferences/.+[.]csv",
        "/mail/",
      ].map((path) => [`^${path}`, server]),
    ),
  },
});
