import { defineConfig } from "vite";

/** Builds `accrue-verify` as plain JavaScript, with what it takes from packages/log; what it takes from npm stays there. */
export default defineConfig({
  root: "packages/verify",
  logLevel: "error",
  build: {
    ssr: "accrue-verify.ts",
    outDir: "dist",
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rolldownOptions: { output: { banner: "#!/usr/bin/env node" } },
  },
});
