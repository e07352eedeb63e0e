import { startJobs } from "../../server/jobs/run-jobs.ts";
import { World } from "../support/world.ts";

test("a listening connection that is let go twice ends no server; what nobody knows still does", async () => {
  const world = await World.start();
  const jobs = await startJobs(world.ctx);
  try {
    const survive = process.listeners("unhandledRejection").at(-1);
    const say = (message: string) => survive?.(new Error(message), Promise.resolve());
    expect(() => say("Release called on client which has already been released to the pool.")).not.toThrow();
    expect(() => say("Something else.")).toThrow("Something else.");
  } finally {
    await jobs.stop();
    await world.stop();
  }
});
