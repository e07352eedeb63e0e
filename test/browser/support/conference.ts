import type { Member } from "../../../server/members/member.entity.ts";
import { programIn, typeId } from "../../programs/applications.ts";
import type { World } from "../../support/world.ts";

const dayMs = 86_400_000;

/** A day as YYYY-MM-DD, so many days from today. A browser drops cookies by its own clock, so these tests live today. */
export const day = (fromToday: number): string => new Date(Date.now() + fromToday * dayMs).toISOString().slice(0, 10);

/** The two days of every conference here. */
export const firstDay = day(-24);
export const secondDay = day(-23);

/** "March 5, 2024" */
export const longDay = (date: string): string =>
  new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));

export interface ConferenceMade {
  id: string;
  name: string;
}

interface Given {
  name?: string;
  /** As CSV, without its heading. */
  sessions?: string[];
  registrations?: string[];
  timeZone?: string;
}

const heading = "ID,Title,Date,Start,End,Speakers,Room,Track,Virtual";

/** Two days in Chicago, of which one session is virtual and two overlap. */
export const usualSessions = [
  `s1,Opening keynote,${firstDay},9:00,10:00,Ada Okafor; Bo Ray,Grand Hall,Clinical,no`,
  `s2,Safe sedation,${firstDay},10:00,11:30,Chen Li,Salon 1,Clinical,no`,
  `s3,Sterile processing,${firstDay},10:30,11:30,Dana Wu,Salon 2,Operations,no`,
  `s4,Opioid stewardship,${firstDay},13:00,14:00,Eve Park,Online,Clinical,yes`,
  `s5,Night round,${firstDay},23:30,${secondDay} 0:30,Finn O'Hara,Salon 1,Operations,no`,
  `s6,Leading without authority,${secondDay},9:00,10:00,Gita Rao,Grand Hall,Leadership,no`,
];

/** An ended conference with sessions to claim, brought there by the operations that people use. */
export async function makeConference(world: World, email: string, given: Given = {}): Promise<ConferenceMade> {
  const { name = "Spring Congress", sessions = usualSessions, timeZone = "America/Chicago" } = given;
  world.setClock(`${day(-60)}T15:00:00Z`);
  const provider = await world.provider();
  const staff = await world.staff();
  const program = await programIn(world, { provider, staff }, "APPROVED", {
    name,
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [
      {
        startsOn: firstDay,
        endsOn: secondDay,
        timeZone,
        format: "HYBRID",
        place: "Chicago, IL",
        url: "https://example.test",
      },
    ],
  });
  const imported = await world.upload(
    staff.token,
    `mutation ($id: ID!, $file: Upload!) { importSchedule(programId: $id, file: $file) { added errors { nodes { line message } } } }`,
    { id: program.id },
    [heading, ...sessions].join("\n"),
    "schedule.csv",
  );
  if (imported.data?.importSchedule?.added !== sessions.length) throw new Error(JSON.stringify(imported));
  const registered = await world.upload(
    staff.token,
    `mutation ($id: ID!, $file: Upload!) { importRegistrations(programId: $id, file: $file) { added errors { nodes { line message } } } }`,
    { id: program.id },
    ["Email,Registration Type", ...(given.registrations ?? [`${email},Full`])].join("\n"),
    "registrations.csv",
  );
  if (registered.errors.length > 0) throw new Error(JSON.stringify(registered));
  world.setClock(null);
  return { id: program.id, name };
}

/** Somebody who may claim. */
export const makeAttendee = (
  world: World,
  email: string,
  given: Partial<Pick<Member, "firstName" | "lastName">> = {},
): Promise<Member> => world.member({ email, firstName: "Maria-Luisa", lastName: "Fernández", ...given });
