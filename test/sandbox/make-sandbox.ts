import { readConfig } from "../../server/core/config.ts";
import { sandboxConfig } from "../../server/core/sandbox.ts";
import { makeSandbox } from "../../server/sandbox/sandbox-database.ts";

/** Makes the sandbox anew, for a test that kills who does. */
const { SANDBOX_URL: url = "", SANDBOX_OWNER_URL: ownerUrl = "" } = process.env;
const config = sandboxConfig(
  readConfig({ SECRETS_KEY: "a key that nobody but the tests ever has", LOG_LEVEL: "silent" }),
);
console.log("begins");
await makeSandbox(
  { url, ownerUrl },
  config,
  () => new Date(),
  () => true,
);
console.log("done");
