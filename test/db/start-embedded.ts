// Starts an embedded server in a process of its own, for tests that kill or race it.
// Arguments: the options as JSON, and "stay" to live on until killed. Prints the result, or the error's message.
import { startEmbedded } from "../../server/db/embedded/start.ts";

const [options = "{}", mode] = process.argv.slice(2);
if (mode === "stay") setInterval(() => {}, 60_000);
try {
  const { url, adopted } = await startEmbedded(JSON.parse(options));
  console.log(JSON.stringify({ url, adopted }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
}
