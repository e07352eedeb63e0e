import { loadViewerOfAccount } from "../accounts/load-viewer.ts";
import { type Context, createContext } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { say } from "../core/messages/message.ts";
import { defaultLanguage, sentence } from "../core/messages/sentence.ts";
import { approveProgram } from "./approve-program.ts";
import { denyProgram } from "./deny-program.ts";
import { Program } from "./program.entity.ts";
import { ProgramStatus } from "./program.status.ts";
import { requestChanges } from "./request-changes.ts";
import { startReview } from "./start-review.ts";

/** What stands in an application's name so that the sandbox's staff decide otherwise than to approve it. */
const wishes = { deny: /\bDENY\b/, changes: /\bCHANGES\b/, wait: /\bWAIT\b/ };

/**
 * In the sandbox no person reviews: its made-up staff approve what is handed in for what it asks, or do what its name says. One that a key of the
 * accreditor has taken up meanwhile is left to it.
 */
export const decideTrialJob = defineJob("programs.decideTrial", async (given: Context, { programId }) => {
  if (!given.config.sandbox) return;
  const program = await given.db.manager.findOneBy(Program, { id: programId, status: ProgramStatus.SUBMITTED });
  if (!program || wishes.wait.test(program.name)) return;
  const [staff] = await given.db.query(
    "SELECT id FROM account WHERE staff_roles <> '{}' ORDER BY created_at, id LIMIT 1",
  );
  const anySignIn = { staffNeedSecondFactor: false, singleSignOn: null };
  const viewer = await loadViewerOfAccount(given.db.manager, staff.id, anySignIn, null);
  const ctx = createContext(given, viewer);
  const { id, version } = await startReview(ctx, programId, program.version);
  const reason = sentence(say("programs.trialDecided", { name: program.name }), defaultLanguage);
  if (wishes.deny.test(program.name)) await denyProgram(ctx, id, version, reason);
  else if (wishes.changes.test(program.name)) await requestChanges(ctx, id, version, reason);
  else await approveProgram(ctx, id, version, program.requestedCredits ?? "1.00", reason);
});
