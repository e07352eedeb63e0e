import { defineConfig } from "vite";

/** Bundles what `packages/verify` needs in a browser, the heavy part on its own: it is loaded once somebody has a file to be checked. */
export default defineConfig({
  root: "server/certificates/check-file/page",
  base: "/verify/",
  logLevel: "error",
  build: {
    outDir: "../../../../dist/check-file",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: "server/certificates/check-file/page/main.ts" },
  },
});
