import { createDataSource } from "../../ormconfig.ts";
import { poolOf } from "../../server/db/pool.ts";
import { World } from "../support/world.ts";

test("a connection that breaks ends nothing, though whoever has it does not listen: the very first, and one that came later", async () => {
  const world = await World.start();
  const { url } = world.base.db.options as { url: string };
  const db = await createDataSource(url, 2).initialize();
  try {
    const connections = [await poolOf(db).connect(), await poolOf(db).connect()];
    for (const connection of connections)
      expect(() => connection.emit("error", new Error("Connection terminated unexpectedly"))).not.toThrow();
    for (const connection of connections) connection.release(true);
    expect(await db.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  } finally {
    await db.destroy();
    await world.stop();
  }
});
