import { Readable } from "node:stream";
import { DateTime } from "luxon";
import { uploadAttendance } from "../../attendance/upload-attendance.ts";
import type { Context } from "../../core/context.ts";
import { runDueJobs } from "../../jobs/run-jobs.ts";
import { approveProgram } from "../../programs/approve-program.ts";
import { cancelProgram } from "../../programs/cancel-program.ts";
import { createProgram } from "../../programs/create-program.ts";
import { denyProgram } from "../../programs/deny-program.ts";
import { OfferingFormat } from "../../programs/program.entity.ts";
import { requestChanges } from "../../programs/request-changes.ts";
import { startReview } from "../../programs/start-review.ts";
import { submitProgram } from "../../programs/submit-program.ts";
import { withdrawProgram } from "../../programs/withdraw-program.ts";
import { type LargeMember, lengthOf, nameOf } from "./large-files.ts";
import type { Lot } from "./lot.ts";
import { speakers, towns } from "./people-data.ts";

/** What becomes of a program of these months. */
type Fate =
  | "REPORTED"
  | "OVERDUE"
  | "AWAITED"
  | "TO_COME"
  | "SUBMITTED"
  | "IN_REVIEW"
  | "RETURNED"
  | "DRAFT"
  | "DENIED"
  | "WITHDRAWN"
  | "CANCELLED";

/** How many there are of each, and how many days from today they are held, from and to. */
const fates: readonly (readonly [fate: Fate, count: number, from: number, to: number])[] = [
  ["REPORTED", 22, -66, -9],
  ["OVERDUE", 5, -72, -50],
  ["AWAITED", 7, -40, -2],
  ["TO_COME", 14, 3, 120],
  ["SUBMITTED", 7, 30, 150],
  ["IN_REVIEW", 6, 25, 140],
  ["RETURNED", 3, 40, 120],
  ["DRAFT", 6, 40, 200],
  ["DENIED", 2, 20, 60],
  ["WITHDRAWN", 2, 20, 90],
  ["CANCELLED", 2, 5, 60],
];

/** How many programs of these months a world of a size has. */
export const recentCount = (size: number): number => fates.reduce((sum, [, count]) => sum + of(count, size), 0);

const of = (count: number, size: number): number => Math.max(1, Math.round(count * size));

interface Stage {
  /** An operation's context at a time: of the accreditor's staff, or of whoever acts for a provider. */
  at(when: DateTime, as: "staff" | { providerId: string }): Context;
  today: DateTime;
  size: number;
  lot: Lot;
  providers: readonly { id: string; name: string }[];
  types: ReadonlyMap<string, string>;
  members: readonly LargeMember[];
}

interface Step {
  when: DateTime;
  take(): Promise<void>;
}

/**
 * The programs of the last months, which providers have handed in and staff have looked at here, each step at its time and by the operation that
 * people use: so they have a timeline, rosters and certificates of their own.
 */
export async function makeRecentPrograms(stage: Stage): Promise<void> {
  const steps = fates.flatMap(([fate, count, from, to]) =>
    Array.from({ length: of(count, stage.size) }, () => stepsOf(stage, fate, stage.lot.between(from, to))).flat(),
  );
  steps.sort((a, b) => a.when.toMillis() - b.when.toMillis());
  for (const { take } of steps) await take();
}

function stepsOf(stage: Stage, fate: Fate, heldIn: number): Step[] {
  const { lot, today } = stage;
  const { id: providerId } = lot.of(stage.providers.slice(0, Math.max(3, Math.ceil(stage.providers.length / 2))));
  const kind = lot.of(["IN_SERVICE", "LECTURE", "LECTURE", "EDUCATIONAL_PROGRAM", "WEBINAR"]);
  const held = today.plus({ days: heldIn });
  const isOpen = ["SUBMITTED", "IN_REVIEW", "RETURNED", "DRAFT"].includes(fate);
  const madeIn = isOpen ? -lot.between(5, 24) : Math.min(heldIn, 0) - lot.between(32, 70);
  // Each in a minute of its own.
  const time = (days: number, hour: number): DateTime =>
    today.plus({ days, hours: hour, minutes: lot.below(60), seconds: lot.below(60) });
  const { minutes, credits } = lengthOf(lot, kind);
  const [city, state] = lot.of(towns);
  const online = kind === "WEBINAR";
  const [[speaker, credentials]] = lot.some(speakers, 1) as [readonly [string, string]];
  const name = nameOf(lot, kind);
  const day = held.toISODate() ?? "";
  const who = { providerId };
  const steps: Step[] = [];
  let program: { id: string; version: number; number: string | null } = { id: "", version: 0, number: null };
  const step = (
    when: DateTime,
    as: "staff" | typeof who,
    act: (ctx: Context) => Promise<{ id: string; version: number; number: string | null }>,
  ): void => {
    steps.push({
      when,
      take: async () => {
        program = await act(stage.at(when, as));
      },
    });
  };

  step(time(madeIn, 9), who, (ctx) =>
    createProgram(ctx, {
      providerId,
      typeId: stage.types.get(kind) ?? "",
      name,
      description: `${name}: lectures, cases and discussion for those who work at night.`,
      objectives: ["Apply current guidelines in daily practice.", "Recognise and correct common sources of artefact."],
      minutes,
      requestedCredits: credits.toFixed(2),
      speakers: [{ name: speaker, credentials }],
      offerings: [
        {
          startsOn: day,
          endsOn: day,
          timeZone: "America/Chicago",
          format: online ? OfferingFormat.VIRTUAL : OfferingFormat.IN_PERSON,
          place: online ? "" : `${city}, ${state}`,
          url: online ? "https://learn.accrue.test/live" : "",
        },
      ],
      contactName: speaker,
      contactEmail: "education@provider.accrue.test",
      listOnCalendar: true,
      requestEmailBlast: false,
    }),
  );
  if (fate === "DRAFT") return steps;
  step(time(madeIn, 14), who, (ctx) => submitProgram(ctx, program.id, program.version));
  if (fate === "SUBMITTED") return steps;
  if (fate === "WITHDRAWN") {
    step(time(madeIn + 2, 10), who, (ctx) => withdrawProgram(ctx, program.id, program.version, "Moved to next year."));
    return steps;
  }
  step(time(madeIn + 2, 9), "staff", (ctx) => startReview(ctx, program.id, program.version));
  if (fate === "IN_REVIEW") return steps;
  const decided = time(madeIn + 4, 11);
  if (fate === "RETURNED") {
    const words = "Name the learning objectives for each half hour, and add the speaker's CV.";
    step(decided, "staff", (ctx) => requestChanges(ctx, program.id, program.version, words));
    return steps;
  }
  if (fate === "DENIED") {
    step(decided, "staff", (ctx) => denyProgram(ctx, program.id, program.version, "The content promotes a product."));
    return steps;
  }
  step(decided, "staff", (ctx) => approveProgram(ctx, program.id, program.version, credits.toFixed(2), null));
  if (fate === "CANCELLED")
    step(time(Math.min(heldIn - 2, -1), 10), who, (ctx) =>
      cancelProgram(ctx, program.id, program.version, "Too few registered."),
    );
  if (fate === "REPORTED") {
    const attended = lot.some(
      stage.members,
      Math.max(2, Math.round((6 + lot.below(50)) * Math.min(1, stage.size * 4))),
    );
    const when = time(heldIn + lot.between(2, 7), 13);
    steps.push({
      when,
      take: async () => {
        const ctx = stage.at(when, who);
        // Their clock first: what has ended waits for its attendance.
        await runDueJobs(ctx);
        const upload = await uploadAttendance(ctx, providerId, rosterOf(program.number ?? "", attended, day, credits), {
          preview: false,
          clientReference: null,
        });
        if (upload.errorCount > 0) throw new Error(`The roster of ${program.number} has errors.`);
        await runDueJobs(ctx);
      },
    });
  }
  return steps;
}

function rosterOf(number: string, members: readonly LargeMember[], day: string, credits: number) {
  const rows = members.map((each) =>
    [number, each.number, each.firstName, each.lastName, day, credits.toFixed(2)].map((cell) => `"${cell}"`).join(","),
  );
  const bytes = Buffer.from(
    ["Program ID,Member ID,First Name,Last Name,Completion Date,CECs", ...rows, ""].join("\r\n"),
  );
  return { name: `attendance ${number}.csv`, read: () => Readable.from([bytes]) };
}
