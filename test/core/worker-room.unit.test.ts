import { besideModule, WorkerRoom } from "../../server/core/worker-room.ts";

const room = (limits: { waiting?: number; ms?: number } = {}) =>
  new WorkerRoom<string, string>(besideModule("room-tasks", import.meta.url), "obey", {
    workers: 1,
    waiting: 10,
    ms: 30_000,
    heapMb: 64,
    ...limits,
  });

const refusal = (error: unknown) => (error as { code?: unknown }).code;

test("a task is done, and what it throws is thrown", async () => {
  const workers = room();
  expect(await workers.run("this")).toBe("this done");
  await expect(workers.run("throw")).rejects.toThrow(RangeError);
  expect(await workers.run("that")).toBe("that done");
});

test.each(["fill", "die"])("a worker that dies (%s) is a refusal, and the next task is done", async (task) => {
  const workers = room();
  expect(await workers.run(task).catch(refusal)).toBe("UNAVAILABLE");
  expect(await workers.run("next")).toBe("next done");
});

test("a task that does not end is ended, and the next one is done", async () => {
  const workers = room({ ms: 3_000 });
  const hanging = workers.run("hang").catch(refusal);
  const next = workers.run("next");
  expect(await hanging).toBe("UNAVAILABLE");
  expect(await next).toBe("next done");
});

test("so many wait, and no more", async () => {
  const workers = room({ waiting: 2, ms: 3_000 });
  const tasks = ["hang", "a", "b", "c"].map((task) => workers.run(task).catch(refusal));
  expect(await Promise.all(tasks)).toEqual(["UNAVAILABLE", "a done", "b done", "UNAVAILABLE"]);
});
