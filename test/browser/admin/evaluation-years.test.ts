import { inTransaction } from "../../../server/core/context.ts";
import { QuestionAbout } from "../../../server/evaluations/evaluation.entity.ts";
import { dropIntoBoxes } from "../../../server/evaluations/evaluation-box.ts";
import { type RosterWorld, startRosterWorld } from "../../attendance/roster-world.ts";
import { asks, questions } from "../../evaluations/evaluation-world.ts";
import { offering, programIn } from "../../programs/applications.ts";
import { RealBrowser, startTimeoutMs, textsOf } from "../support/browser.ts";
import { enterConsole, faultsOf, openPage } from "./console.ts";

let roster: RosterWorld;
let browser: RealBrowser;
beforeAll(async () => {
  roster = await startRosterWorld();
  roster.world.setClock("2009-01-12T16:00:00Z");
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

test("a provider sees the same questions year beside year, in either look and on a phone", async () => {
  const { world, provider, staff, programId } = roster;
  const [{ typeId, email }] = await world.sql(
    `SELECT p.type_id AS "typeId", e.address AS email FROM program p, email_address e WHERE p.id = $1 AND e.account_id = $2`,
    [programId, provider.accountId],
  );
  let latest = "";
  for (const [year, scale] of [
    [2009, 3],
    [2010, 5],
  ] as const) {
    const { id } = await programIn(world, { provider, staff }, "APPROVED", {
      typeId,
      minutes: 600,
      requestedCredits: "10.00",
      offerings: [offering({ startsOn: `${year}-04-10`, endsOn: `${year}-04-10` })],
    });
    const [how, why] = (await asks(world, provider.token, id, questions, false)).questions;
    for (const at of [0, 1, 2, 3, 4]) {
      const answers = [
        { questionId: how!.id, choices: [scale], text: "" },
        { questionId: why!.id, choices: [at < 2 ? 1 : 2], text: "" },
      ];
      await inTransaction(world.ctx, (tx) =>
        dropIntoBoxes(tx, world.ctx, id, [{ about: QuestionAbout.PROGRAM, subject: "", answers }]),
      );
    }
    latest = id;
  }
  const visitor = await enterConsole(browser, world.url, email);
  await openPage(visitor, `programs/${latest}/show`);
  const section = visitor.page.getByRole("region", { name: "Evaluation", exact: true });
  await section.getByRole("heading", { name: "Year beside year" }).waitFor();
  const table = section.getByRole("table", { name: "How was it?" });
  expect(await textsOf(table.getByRole("columnheader"))).toEqual(["2009", "2010"]);
  const row = (name: string) => table.getByRole("row").filter({ has: visitor.page.getByRole("rowheader", { name }) });
  expect(await textsOf(row("Average").getByRole("cell"))).toEqual(["3", "5"]);
  expect(await textsOf(row("5 Excellent").getByRole("cell"))).toEqual(["0 %", "100 %"]);
  expect(await section.getByRole("link", { name: "Years as CSV" }).getAttribute("href")).toContain(
    "evaluation-years.csv",
  );
  if (process.env.SHOTS) await table.screenshot({ path: `${process.env.SHOTS}/years.png` });
  if (process.env.SHOTS) await section.screenshot({ path: `${process.env.SHOTS}/years-section.png` });
  expect(await faultsOf(visitor, "evaluation-years")).toEqual([]);
});
