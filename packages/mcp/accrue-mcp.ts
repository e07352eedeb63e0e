import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { AccrueApi } from "./accrue-api.ts";
import { createClerk } from "./clerk.ts";

/**
 * `npm run clerk`: a clerk for assistants, over the Model Context Protocol on standard input and output. `ACCRUE_URL` is the server,
 * `ACCRUE_KEY` an API key, whose scopes decide which tools there are. See docs/api/clerk.md.
 */
const { ACCRUE_URL, ACCRUE_KEY } = process.env;
if (!ACCRUE_URL || !URL.canParse(ACCRUE_URL) || !ACCRUE_KEY) {
  console.error(
    "Say which server and by which key: ACCRUE_URL=https://cec.example.org ACCRUE_KEY=accrue_… npm run clerk",
  );
  process.exit(2);
}
try {
  const clerk = await createClerk(new AccrueApi(new URL(ACCRUE_URL), ACCRUE_KEY));
  await clerk.connect(new StdioServerTransport());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
