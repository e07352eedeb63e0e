import { systemViewer } from "../../server/core/audit.ts";
import { verifyAuditChain } from "../../server/core/audit-chain.ts";
import { createContext } from "../../server/core/context.ts";
import { fold } from "../../server/core/fold.ts";
import { filesOfLarge, makeLargeWorld } from "../../server/demo/large/large-world.ts";
import { removeSmallWorld } from "../../server/demo/remove-small-world.ts";
import { World } from "../support/world.ts";

const choice = { seed: 7, size: 0.01 };

const inWorld = async (work: (world: World) => Promise<void>): Promise<void> => {
  const world = await World.start();
  try {
    await work(world);
  } finally {
    await world.stop();
  }
};

test("the same seed makes the same files, another one others", () => {
  const now = new Date("2026-11-30T12:00:00Z");
  const text = (seed: number) => [...filesOfLarge(now, { seed, size: 0.01 }).files].join("\n");
  expect(text(3)).toBe(text(3));
  expect(text(4)).not.toBe(text(3));
});

test("a large world holds by every rule, and is taken away as the small one is", async () => {
  await inWorld(async (world) => {
    const { ownerUrl } = world.database;
    expect(await makeLargeWorld(world.base, ownerUrl, choice)).toBe("MADE");
    expect(await makeLargeWorld(world.base, ownerUrl, choice)).toBe("THERE");

    expect(await verifyAuditChain(world.base.db.manager)).toBeNull();
    const one = async (sql: string) => (await world.sql(sql))[0];
    // Everything that the files have is there.
    const { files } = filesOfLarge(world.base.now(), choice, new Set());
    const rows = (name: string) => (files.get(`${name}.csv`)?.trim().split("\r\n").length ?? 0) - 1;
    expect(await one("SELECT count(*)::int AS n FROM outside_certificate")).toEqual({ n: rows("certificates") });
    expect(await one("SELECT count(*)::int AS n FROM attendance_record WHERE source = 'IMPORT'")).toEqual({
      n: rows("attendance"),
    });
    // States of every kind.
    const statuses = (await world.sql("SELECT DISTINCT status FROM program ORDER BY 1")).map(
      ({ status }: { status: string }) => status,
    );
    expect(statuses).toEqual(
      expect.arrayContaining([
        "APPROVED",
        "AWAITING_ATTENDANCE",
        "CANCELLED",
        "CHANGES_REQUESTED",
        "COMPLETED",
        "DENIED",
        "DRAFT",
        "IN_REVIEW",
        "SUBMITTED",
        "WITHDRAWN",
      ]),
    );
    // Tallies, series and search columns.
    expect(
      await world.sql(`SELECT * FROM (SELECT program_id, completed_on, count(*)::int AS records FROM attendance_record GROUP BY 1, 2) r
        FULL JOIN (SELECT program_id, completed_on, records FROM attendance_tally WHERE records > 0) t USING (program_id, completed_on, records)
        WHERE r.program_id IS NULL OR t.program_id IS NULL`),
    ).toEqual([]);
    expect(
      await world.sql(`SELECT p.number FROM program p LEFT JOIN number_series n ON n.name = 'program:' || left(p.number, 3)
        WHERE p.number ~ '^A' AND substring(p.number FROM 4)::int > coalesce(n.last, 0)`),
    ).toEqual([]);
    const members: { last: string; key: string }[] = await world.sql(
      "SELECT last_name AS last, last_name_key AS key FROM member",
    );
    expect(members.filter(({ last, key }) => fold(last) !== key)).toEqual([]);
    const programs: { name: string; key: string }[] = await world.sql("SELECT name, name_key AS key FROM program");
    expect(programs.filter(({ name, key }) => fold(name) !== key)).toEqual([]);
    // Every roster that was reported here has its certificates; nobody was mailed, and everybody's sign-in is the demo's.
    expect(
      await world.sql(`SELECT r.id FROM attendance_record r LEFT JOIN certificate c ON c.attendance_record_id = r.id JOIN program p ON p.id = r.program_id
        WHERE r.source = 'UPLOAD' AND p.status = 'COMPLETED' AND c.id IS NULL`),
    ).toEqual([]);
    expect(
      await one("SELECT count(*)::int AS n FROM certificate WHERE issued_at > now() - interval '80 days'"),
    ).not.toEqual({
      n: 0,
    });
    expect(await one("SELECT count(*)::int AS n FROM mail")).toEqual({ n: 0 });
    expect(await one("SELECT count(*)::int AS n FROM account WHERE NOT demo")).toEqual({ n: 0 });

    expect(await removeSmallWorld(createContext(world.base, systemViewer), ownerUrl)).toBe("REMOVED");
    expect(await one("SELECT (SELECT count(*) FROM program)::int + (SELECT count(*) FROM member)::int AS n")).toEqual({
      n: 0,
    });
    // Whoever took it away does not want it.
    expect(await makeLargeWorld(world.base, ownerUrl, choice)).toBe("USED");
  });
});

test("where somebody works nothing is laid, and what was killed is made anew", async () => {
  await inWorld(async (world) => {
    const { ownerUrl } = world.database;
    const killed = () => {
      throw new Error("The process was killed.");
    };
    let steps = 0;
    await expect(
      makeLargeWorld(world.base, ownerUrl, choice, () => {
        if (++steps === 3) killed();
      }),
    ).rejects.toThrow("killed");
    expect(await makeLargeWorld(world.base, ownerUrl, choice)).toBe("MADE");
    const [{ bundles }] = await world.sql("SELECT count(*)::int AS bundles FROM bundle_import");
    expect(bundles).toBe(1);
  });
  await inWorld(async (world) => {
    await world.sql("INSERT INTO account (created_at) VALUES (now())");
    expect(await makeLargeWorld(world.base, world.database.ownerUrl, choice)).toBe("USED");
    expect(await world.sql("SELECT count(*)::int AS n FROM member")).toEqual([{ n: 0 }]);
  });
});
