import { defineConfig } from "vite";
import { documents } from "../clients/documents.vite.ts";
import { catalogues } from "../messages/vite.ts";

const server = "http://127.0.0.1:4000";

/** Bundles the attendee's client. `npm run dev:attendee` serves it with reloading beside a server on its usual port. */
export default defineConfig({
  root: "attendee",
  base: "/",
  logLevel: "error",
  plugins: [documents("attendee"), catalogues("attendee/i18n")],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/attendee",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    // In two pieces it would compress worse: all but what doors, screens and few attendees load is one.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "client",
              test: (id) =>
                !/presence\/(door|badge-camera|code-reader|room-page|said)|account\/(mails|password-pages)|transcript/.test(
                  id,
                ),
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/graphql", "/certificates/.+[.]pdf", "/transcript.pdf", "/verify"].map((path) => [`^${path}`, server]),
    ),
  },
});
