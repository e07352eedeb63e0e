import "reflect-metadata"; // Decorators of a file that is imported alone want it, too.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const runWithCircus: typeof runTestFile = require("jest-circus/runner").default;

/**
 * Jest's own runner, but for where a file's modules come from. Jest evaluates all of them anew for each test file, in a world of its
 * own; of a server that costs more than most files' tests. Here Node imports them, once in each worker's process, as it does in the
 * server's: a test file must leave as it was what it changes in them.
 */
export default function runTestFile(
  globalConfig: { watch: boolean; watchAll: boolean },
  config: unknown,
  environment: unknown,
  runtime: object,
  file: string,
  ...rest: unknown[]
): Promise<unknown> {
  if (globalConfig.watch || globalConfig.watchAll)
    throw new Error("Modules are imported once: start the tests again instead of watching.");
  // Node maps the lines of stack traces back to the sources; what Jest has put in its place knows only what Jest transformed.
  Reflect.deleteProperty(Error, "prepareStackTrace");
  const ofNode = {
    // Circus keeps the state of a file's tests in its module.
    requireInternalModule(path: string): unknown {
      delete require.cache[path];
      return require(path);
    },
    requireModule: require,
    setGlobalsForRuntime: (globals: object) => void Object.assign(globalThis, globals),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path: string): Promise<unknown> => import(pathToFileURL(path).href),
  };
  return runWithCircus(globalConfig, config, environment, Object.assign(Object.create(runtime), ofNode), file, ...rest);
}
