import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import express from "express";
import type { SandboxBase } from "../../server/core/sandbox.ts";
import { leadToSandbox } from "../../server/http/lead-to-sandbox.ts";

test("a server of the sandbox that could not be set up is set up again, and who asks meanwhile is told when", async () => {
  let attempts = 0;
  const stands = {
    base: async () => ({}) as SandboxBase,
    opened: () => null,
    madeAt: async () => null,
    isBeingMade: () => false,
    sweep: () => {},
    stop: async () => {},
  };
  const app = express();
  app.use(
    leadToSandbox(stands, async () => {
      if (++attempts === 1) throw new Error("no");
      return express().get("/who", (_req, res) => void res.send("sandbox"));
    }),
  );
  app.get("/who", (_req, res) => void res.send("real"));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = () => fetch(`${url}/who`, { headers: { Authorization: "Bearer accrue_test_x" } });
    for (let times = 0; times < 2; times++) {
      const refused = await ask();
      expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "1"]);
      expect((await refused.json()).errors[0].extensions).toMatchObject({ code: "UNAVAILABLE", retryable: true });
    }
    expect(attempts).toBe(1);
    expect(await (await fetch(`${url}/who`)).text()).toBe("real");
    let answer = await ask();
    for (; answer.status === 503; answer = await ask()) await delay(100);
    expect([await answer.text(), attempts]).toEqual(["sandbox", 2]);
  } finally {
    server.close();
  }
});
