import { Readable } from "node:stream";
import { importRegistrations } from "../conferences/import-registrations.ts";
import { importSchedule } from "../conferences/import-schedule.ts";
import { createSession } from "../conferences/save-session.ts";
import type { Context } from "../core/context.ts";
import { approveProgram } from "../programs/approve-program.ts";
import { createProgram } from "../programs/create-program.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import type { ProgramInput } from "../programs/program.input.ts";
import { startReview } from "../programs/start-review.ts";
import { submitProgram } from "../programs/submit-program.ts";

/** Where and when the small world acts. Days are counted from today in the accreditor's zone. */
export interface ConferenceStage {
  /** An operation's context: who acts, and when, "2026-03-08T10:00". */
  at(when: string, who: string): Context;
  day(offset: number): string;
  /** An application of a provider of the small world, complete but for what is given. */
  application(provider: string, name: string, facts: Partial<ProgramInput> & { type: string }): ProgramInput;
}

/** The attendee's second verified address, and one that was never verified. */
export const clinicAddress = "john.smith@clinic.accrue.test";
export const unverifiedAddress = "jsmith.nights@accrue.test";

/** A session of a conference, without its time; speakers are parted by semicolons. */
type Talk = readonly [title: string, speakers: string];

interface ConferencePlan {
  name: string;
  description: string;
  provider: string;
  /** First day, and day on which it was handed in. */
  startsIn: number;
  submittedIn: number;
  timeZone: string;
  format: OfferingFormat;
  place: string;
  rooms: readonly [string, string, string];
  tracks: readonly [string, string, string];
  /** Of each day: the plenary, then three rounds of three talks side by side. */
  days: readonly (readonly Talk[])[];
  /** Room whose sessions are held online, of a hybrid conference. */
  onlineRoom?: string;
  /** Email, Registration Type, Access From, Access Until, Virtual. */
  registrations: readonly string[];
}

/** Plenary, and the rounds of talks that follow it. */
const plenaryTime = ["09:00", "10:00"] as const;
const roundTimes = [
  ["10:30", "11:30"],
  ["13:00", "14:30"],
  ["15:00", "15:45"],
] as const;

const summit: ConferencePlan = {
  name: "National Sleep Technology Summit",
  description: "Three days in Chicago for those who run sleep laboratories: scoring, therapy and management.",
  provider: "provider",
  startsIn: -310,
  submittedIn: -430,
  timeZone: "America/Chicago",
  format: OfferingFormat.IN_PERSON,
  place: "Lakefront Convention Hall, Chicago, IL",
  rooms: ["Grand Hall", "Michigan Room", "Superior Room"],
  tracks: ["Diagnostics", "Therapy", "Laboratory Management"],
  days: [
    [
      ["Opening Plenary: Twenty Years of Counting Breaths", "Dr. Ada Okafor, MD"],
      ["Artefact or Arousal? Reading the Difficult Epoch", "Luis Ferreira, RPSGT"],
      ["Mask Fit After Bariatric Surgery", "Hannah Lindqvist, RRT"],
      ["Staffing the Night: Rosters That People Keep", "Marcus Bell, MBA"],
      ["Respiratory Scoring Workshop: Hypopneas by Both Rules", "Luis Ferreira, RPSGT; Mei-Ling Tan, RPSGT"],
      ["Adaptive Servo-Ventilation: Whom It Helps and Whom It Harms", "Dr. Samuel Adeyemi, MD"],
      ["Preparing for an Accreditation Visit Without Panic", "Carol Whitman, RST"],
      ["Pulse Transit Time in Everyday Practice", "Dr. Ingrid Solberg, PhD"],
      ["When the Patient Takes It Off at Two in the Morning", "Hannah Lindqvist, RRT"],
      ["Reading a Laboratory's Budget", "Marcus Bell, MBA"],
    ],
    [
      ["Plenary: Sleep and the Shift Worker's Heart", "Dr. Priscilla Duarte, MD"],
      ["Home Testing: What the Signal Cannot Tell", "Dr. Ingrid Solberg, PhD"],
      ["Insomnia Beside Apnea: Treating Both", "Dr. Naomi Feldman, PsyD"],
      ["Telephone, Portal, Text: Follow-up That Gets Answered", "Joy Castellanos, CCSH"],
      ["Parasomnias on Video: A Case Conference", "Dr. Ada Okafor, MD; Mei-Ling Tan, RPSGT"],
      ["Titration in Heart Failure", "Dr. Samuel Adeyemi, MD"],
      ["Infection Control Between Two Patients", "Carol Whitman, RST"],
      ["Scoring Reliability: How to Measure Your Own Team", "Luis Ferreira, RPSGT"],
      ["Oral Appliances: The Technologist's Part", "Dr. Ken Yamamoto, DDS"],
      ["Writing an Incident Report That Helps", "Joy Castellanos, CCSH"],
    ],
    [
      ["Plenary: What Children's Sleep Teaches Us", "Dr. Miriam Katz, MD"],
      ["Pediatric Montages Step by Step", "Mei-Ling Tan, RPSGT"],
      ["High-Flow Therapy at Night", "Hannah Lindqvist, RRT"],
      ["Teaching the New Technologist", "Carol Whitman, RST"],
      ["Capnography: Pitfalls and Rescue", "Dr. Miriam Katz, MD; Hannah Lindqvist, RRT"],
      ["Hypoglossal Nerve Stimulation: The First Year", "Dr. Ken Yamamoto, DDS; Dr. Samuel Adeyemi, MD"],
      ["Data Protection in the Sleep Center", "Marcus Bell, MBA"],
      ["Narcolepsy: Running a Clean MSLT", "Luis Ferreira, RPSGT"],
      ["Adherence Numbers and What They Hide", "Joy Castellanos, CCSH"],
      ["The Laboratory in Ten Years: An Open Discussion", "Dr. Ada Okafor, MD; Marcus Bell, MBA"],
    ],
  ],
  registrations: ["attendee@accrue.test,Full Conference,,,no", "jane.jones@accrue.test,Full Conference,,,no"],
};

const southernCross: ConferencePlan = {
  name: "Southern Cross Sleep Medicine Online",
  description: "Three days of live sessions from Auckland, for attendees wherever they are awake.",
  provider: "provider3",
  startsIn: -150,
  submittedIn: -245,
  timeZone: "Pacific/Auckland",
  format: OfferingFormat.VIRTUAL,
  place: "",
  rooms: ["Channel A", "Channel B", "Channel C"],
  tracks: ["Clinical", "Technology", "Community"],
  days: [
    [
      ["Welcome and Keynote: Sleep Health Across the Pacific", "Dr. Aroha Ngata, MBChB"],
      ["Restless Legs: Iron First", "Dr. Fiona McAllister, FRACP"],
      ["Wearables: Between Gadget and Instrument", "Dr. Ravi Menon, PhD"],
      ["Sleep on the Marae: Listening Before Measuring", "Tama Rewi"],
      ["REM Behaviour Disorder and the Years After", "Dr. Fiona McAllister, FRACP; Dr. Tom Hale, FRACP"],
      ["Automated Scoring: A Blind Comparison", "Dr. Ravi Menon, PhD; Sophie Clarke, RPSGT"],
      ["Rural Clinics by Video", "Dr. Aroha Ngata, MBChB"],
      ["Chronic Opioids and Central Apnea", "Dr. Tom Hale, FRACP"],
      ["Cleaning Up a Noisy EEG at Home", "Sophie Clarke, RPSGT"],
      ["Night Fishing, Night Driving, Night Work", "Leilani Fonoti"],
    ],
    [
      ["Keynote: Circadian Medicine Leaves the Laboratory", "Prof. Helen Abbott, DSc"],
      ["Delayed Sleep Phase in Adolescents", "Prof. Helen Abbott, DSc"],
      ["Remote Titration: A Protocol That Travels", "Sophie Clarke, RPSGT"],
      ["Interpreters in the Sleep Clinic", "Leilani Fonoti"],
      ["Light, Melatonin and the Timing of Both", "Prof. Helen Abbott, DSc; Dr. Kavita Rao, MD"],
      ["Cloud Platforms: What Happens to the Raw Data", "Dr. Ravi Menon, PhD"],
      ["Peer Support for New CPAP Users", "Tama Rewi"],
      ["Sleep in Late Pregnancy", "Dr. Kavita Rao, MD"],
      ["Actigraphy Reports That Clinicians Read", "Sophie Clarke, RPSGT"],
      ["Housing, Noise and Sleep", "Leilani Fonoti"],
    ],
    [
      ["Keynote: The Sleeping Brain's Housekeeping", "Dr. Oscar Lindgren, PhD"],
      ["Post-Stroke Sleep Disorders", "Dr. Oscar Lindgren, PhD"],
      ["Ventilation at Home: Alarms That Matter", "Ben Tuckwell, RRT"],
      ["Teaching Sleep in Schools", "Tama Rewi"],
      ["Memory, Dementia and Slow Waves", "Dr. Oscar Lindgren, PhD; Dr. Kavita Rao, MD"],
      ["A Hands-on Hour with Leak", "Ben Tuckwell, RRT"],
      ["Grief, Sleep and Time", "Dr. Naomi Feldman, PsyD"],
      ["Sleep After Critical Illness", "Dr. Tom Hale, FRACP"],
      ["Oximetry: The Forgotten Details", "Ben Tuckwell, RRT"],
      ["Closing Conversation: What We Take Home", "Dr. Aroha Ngata, MBChB; Tama Rewi"],
    ],
  ],
  registrations: [`${clinicAddress},Online,,,yes`, "zoe.nguyen@accrue.test,Online,,,yes"],
};

const nightShift: ConferencePlan = {
  name: "Night Shift Forum",
  description: "Three evenings' worth of practice for those who work at night, held by day in Denver.",
  provider: "provider2",
  startsIn: -85,
  submittedIn: -200,
  timeZone: "America/Denver",
  format: OfferingFormat.IN_PERSON,
  place: "Union Station Annex, Denver, CO",
  rooms: ["Main Room", "Room 2", "Room 3"],
  tracks: ["Practice", "Health", "Team"],
  days: [
    [
      ["Keynote: Awake When Others Sleep", "Dr. Priscilla Duarte, MD"],
      ["Handover at Seven in the Morning", "Joy Castellanos, CCSH"],
      ["Napping on Duty: What the Evidence Allows", "Dr. Naomi Feldman, PsyD"],
      ["Alone in the Laboratory: Safety for One", "Carol Whitman, RST"],
    ],
  ],
  registrations: [`${unverifiedAddress},Full Conference,,,no`],
};

const congress: ConferencePlan = {
  name: "European Congress of Surgery Center Administration",
  description: "Three days in Berlin and online: quality, finance and people in ambulatory surgery.",
  provider: "provider2",
  startsIn: -45,
  submittedIn: -165,
  timeZone: "Europe/Berlin",
  format: OfferingFormat.HYBRID,
  place: "Kongresshalle an der Spree, Berlin",
  rooms: ["Saal Schinkel", "Saal Lenné", "Studio Online"],
  tracks: ["Quality and Safety", "Finance and Law", "People and Flow"],
  onlineRoom: "Studio Online",
  days: [
    [
      ["Opening: The Center That Patients Recommend", "Dr. Katharina Vogel"],
      ["Counting Sponges Twice: Human Factors in Small Teams", "Anneke de Vries, RN"],
      ["Reading the Payer's Contract", "Pieter Janssen, LLM"],
      ["First Case on Time: A Year of Small Changes", "Sinéad O'Connell, CASC"],
      ["Infection Surveillance After Discharge", "Dr. Katharina Vogel; Anneke de Vries, RN"],
      ["Block Scheduling and What an Idle Hour Costs", "Jean-Luc Moreau, MBA"],
      ["Cross-Training Without Burning Out", "Sinéad O'Connell, CASC"],
      ["Medication Labels: A Walk Through One Room", "Anneke de Vries, RN"],
      ["Leasing or Buying the Next Microscope", "Jean-Luc Moreau, MBA"],
      ["The Pre-Operative Call That Prevents Cancellations", "Marta Nowak, RN"],
    ],
    [
      ["Plenary: Transparency After an Adverse Event", "Prof. Erik Sundström"],
      ["Disclosure: Practising the Conversation", "Prof. Erik Sundström"],
      ["Data Protection in a Surgery Center", "Pieter Janssen, LLM"],
      ["Recruiting Anesthesia Staff in a Thin Market", "Marta Nowak, RN"],
      ["Peer Review That Surgeons Accept", "Prof. Erik Sundström; Dr. Katharina Vogel"],
      ["Budgeting for Energy and Sterile Supply", "Jean-Luc Moreau, MBA"],
      ["Patient Flow on a Whiteboard", "Sinéad O'Connell, CASC"],
      ["Emergency Drills for Teams of Six", "Anneke de Vries, RN"],
      ["Joint Ventures: Three Ways They End", "Pieter Janssen, LLM"],
      ["Feedback in Five Minutes", "Marta Nowak, RN"],
    ],
    [
      ["Plenary: Surgery Leaves the Hospital", "Dr. Luca Bianchi"],
      ["Total Joints by Day: Selecting Patients", "Dr. Luca Bianchi"],
      ["Benchmarks: Which Numbers Travel", "Jean-Luc Moreau, MBA"],
      ["A Newcomer's First Ninety Days", "Sinéad O'Connell, CASC"],
      ["Pain After Discharge: Plans Without Surprises", "Dr. Luca Bianchi; Marta Nowak, RN"],
      ["Writing Policies That Someone Reads", "Pieter Janssen, LLM"],
      ["Language Barriers at the Front Desk", "Marta Nowak, RN"],
      ["Mock Survey: Find What Is Missing", "Anneke de Vries, RN"],
      ["Selling a Center: What Buyers Ask", "Jean-Luc Moreau, MBA"],
      ["Closing: Commitments for the Next Year", "Dr. Katharina Vogel; Prof. Erik Sundström"],
    ],
  ],
  registrations: [
    "attendee@accrue.test,Full Congress,,,no",
    `${clinicAddress},Stream,,,yes`,
    "maryann@accrue.test,Stream,,,yes",
  ],
};

const symposium: ConferencePlan = {
  ...nightShift,
  name: "Rocky Mountain Sleep Symposium",
  description: "Three days on sleep at altitude.",
  provider: "provider3",
  startsIn: -1,
  submittedIn: -140,
  place: "Summit Lodge, Boulder, CO",
  days: [
    [
      ["Opening: Breathing Where Air Is Thin", "Dr. Ingrid Solberg, PhD"],
      ["Periodic Breathing at 3,000 Meters", "Dr. Ingrid Solberg, PhD"],
      ["Oxygen for Visitors", "Hannah Lindqvist, RRT"],
      ["Guides, Rangers and Their Nights", "Dr. Naomi Feldman, PsyD"],
    ],
    [
      ["Plenary: Altitude and the Failing Heart", "Dr. Samuel Adeyemi, MD"],
      ["Acetazolamide: When and How Much", "Dr. Samuel Adeyemi, MD"],
      ["Portable Monitors in the Cold", "Luis Ferreira, RPSGT"],
      ["A Clinic on Skis", "Carol Whitman, RST"],
    ],
    [
      ["Plenary: Children at Altitude", "Dr. Miriam Katz, MD"],
      ["Newborns Above the Tree Line", "Dr. Miriam Katz, MD"],
      ["Scoring at Altitude: Do the Rules Hold?", "Luis Ferreira, RPSGT"],
      ["Closing Discussion", "Dr. Ingrid Solberg, PhD; Luis Ferreira, RPSGT"],
    ],
  ],
  registrations: ["attendee@accrue.test,Full Conference,,,no"],
};

/** In the order in which they were handed in, since that is the order of their numbers. */
const plans = [summit, southernCross, nightShift, congress, symposium];

/**
 * Conferences that `attendee@accrue.test` can claim: in person in Chicago, online from Auckland, and both in Berlin, where
 * two of its addresses are registered. One is still running; one it is registered for under an address that is not verified.
 */
export async function seedConferences(stage: ConferenceStage): Promise<void> {
  for (const plan of plans) await seedConference(stage, plan);
}

async function seedConference(stage: ConferenceStage, plan: ConferencePlan): Promise<void> {
  const { provider, startsIn, submittedIn, timeZone, format, place } = plan;
  const application = stage.application(provider, plan.name, {
    type: "CONFERENCE",
    description: plan.description,
    minutes: 1_080,
    requestedCredits: "18.00",
    speakers: [{ name: plan.days[0]?.[0]?.[1].split(";")[0] ?? "", credentials: "" }],
    offerings: [
      {
        startsOn: stage.day(startsIn),
        endsOn: stage.day(startsIn + 2),
        timeZone,
        format,
        place,
        url: format === OfferingFormat.IN_PERSON ? "" : "https://learn.accrue.test/conference",
      },
    ],
  });
  const on = (offset: number, time: string, who: string) => stage.at(`${stage.day(offset)}T${time}`, who);
  let program = await createProgram(on(submittedIn, "10:00", provider), application);
  await importSchedule(
    on(submittedIn, "12:00", provider),
    program.id,
    { name: "schedule.csv", open: () => Readable.from([Buffer.from(scheduleOf(stage, plan))]) },
    { preview: false, propose: false },
  );
  // The schedule is part of what is handed in, and counts in its version.
  program = await submitProgram(on(submittedIn, "15:00", provider), program.id, program.version + 1);
  program = await startReview(on(submittedIn + 2, "09:30", "staff"), program.id, program.version);
  program = await approveProgram(on(submittedIn + 5, "11:00", "staff"), program.id, program.version, "18.00", null);

  const registrations = ["Email,Registration Type,Access From,Access Until,Virtual", ...plan.registrations].join("\n");
  await importRegistrations(
    on(submittedIn + 30, "09:00", provider),
    program.id,
    { name: "registrations.csv", open: () => Readable.from([Buffer.from(registrations)]) },
    false,
  );
  if (plan.onlineRoom) await releaseRecordings(on(startsIn + 7, "09:00", "staff"), stage, plan, program.id);
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The schedule as the conference publishes it, in CSV. */
function scheduleOf(stage: ConferenceStage, plan: ConferencePlan): string {
  const rows = plan.days.flatMap((talks, dayAt) => {
    const date = stage.day(plan.startsIn + dayAt);
    const row = (id: string, [title, speakers]: Talk, [start, end]: readonly [string, string], at: number) => {
      const room = plan.rooms[at] ?? "";
      const virtual = plan.format === OfferingFormat.VIRTUAL || room === plan.onlineRoom ? "yes" : "no";
      return [id, title, date, start, end, speakers, room, plan.tracks[at] ?? "", virtual].map(quoted).join(",");
    };
    const [plenary, ...others] = talks;
    return [
      ...(plenary ? [row(`${dayAt + 1}-plenary`, plenary, plenaryTime, 0)] : []),
      `${dayAt + 1}-coffee,Coffee,${date},10:00,10:30,,Foyer,,no,Coffee Break`,
      ...others.map((talk, at) => row(`${dayAt + 1}-${at + 1}`, talk, roundTimes[Math.floor(at / 3)]!, at % 3)),
    ];
  });
  return ["Session ID,Title,Date,Start,End,Speakers,Room,Track,Virtual,Type", ...rows].join("\n");
}

/** A week after a hybrid conference its plenaries can be watched: as sessions of their own, each a recording of the first. */
async function releaseRecordings(
  ctx: Context,
  stage: ConferenceStage,
  plan: ConferencePlan,
  programId: string,
): Promise<void> {
  const releasedOn = stage.day(plan.startsIn + 7);
  const originals: { id: string; title: string; startsAt: Date; endsAt: Date; speakers: string[] }[] =
    await ctx.db.query(
      `SELECT id, title, starts_at AS "startsAt", ends_at AS "endsAt", speakers FROM session
     WHERE program_id = $1 AND external_id LIKE '%-plenary' ORDER BY starts_at`,
      [programId],
    );
  for (const { id, title, startsAt, endsAt, speakers } of originals) {
    const input = { title: `${title} (recording)`, startsAt, endsAt, speakers, virtual: true };
    await createSession(ctx, programId, { ...input, releasedOn, recordingOfId: id, track: "Recordings" }, null);
  }
}
