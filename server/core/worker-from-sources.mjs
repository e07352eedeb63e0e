import { register } from "tsx/esm/api";

// What runs from the sources has tsx read them; its workers don't inherit that.
register();

/** What a worker of `worker-room.ts` does when this program runs from its sources. */
export const runFromSources = async ({ file, name, task }) => (await import(file))[name](task);
