import { DateTime } from "luxon";
import { Lot } from "./lot.ts";
import { namePools, providerNames, roles, speakers, titles, topics, towns } from "./people-data.ts";

/** What a large world is made of. */
export interface LargePlan {
  seed: number;
  /** The first of its days, and the last on which something was held in the old system, in UTC. */
  first: DateTime;
  last: DateTime;
  providers: number;
  members: number;
  programs: number;
  /** The letter of program numbers, and those that are taken. */
  letter: string;
  taken: ReadonlySet<string>;
}

/** One who holds credit, as files name them. */
export interface LargeMember {
  number: string;
  firstName: string;
  lastName: string;
  isActive: boolean;
}

/** The history of an accreditor in the files that an import takes, and who is in it. */
export interface LargeFiles {
  files: ReadonlyMap<string, string>;
  members: readonly LargeMember[];
  providers: readonly { number: string; name: string }[];
}

type Cell = string | number;

/** A table, a line each; as CSV. */
class Table {
  readonly #lines: string[];

  constructor(...headings: string[]) {
    this.#lines = [headings.join(",")];
  }

  add(...cells: Cell[]): void {
    this.#lines.push(cells.map(quoted).join(","));
  }

  get isEmpty(): boolean {
    return this.#lines.length === 1;
  }

  toString(): string {
    return `${this.#lines.join("\r\n")}\r\n`;
  }
}

const quoted = (cell: Cell): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const iso = (day: DateTime): string => day.toISODate() ?? "";

/** Of a hundred programs of the past. */
const outcomes: readonly (readonly [upTo: number, status: string])[] = [
  [89, "Completed"],
  [93, "Denied"],
  [96, "Withdrawn"],
  [100, "Cancelled"],
];
const types: readonly (readonly [upTo: number, code: string])[] = [
  [16, "IN_SERVICE"],
  [54, "LECTURE"],
  [74, "EDUCATIONAL_PROGRAM"],
  [100, "WEBINAR"],
];
const upTo = (list: readonly (readonly [number, string])[], percent: number): string =>
  list.find(([most]) => percent < most)?.[1] ?? "";

const reasons: Readonly<Record<string, readonly string[]>> = {
  Denied: [
    "The content promotes a product.",
    "The objectives are not about sleep technology.",
    "No speaker has a credential in the field.",
  ],
  Withdrawn: ["Moved to next year.", "The speaker is not free."],
  Cancelled: ["Too few registered.", "The venue closed for repairs.", "A storm."],
};
const reviewers = ["E. Whitfield", "M. Osei", "R. Lindgren", "The education committee"];

/** From the day on which the filing fee was given up. */
const withoutFilingFee = DateTime.utc(2021, 9, 1);

/** How much is held in a month, January first, against the others: little in summer and in December. */
const seasons = [6, 8, 11, 13, 11, 6, 4, 5, 12, 13, 9, 3];

export const nameOf = (lot: Lot, kind: string): string => {
  const title = lot.of(titles[kind] ?? ["#"]);
  return title.replace("#", lot.of(topics));
};

/** Minutes and credits of a program, by what its type lets it have. */
export const lengthOf = (lot: Lot, kind: string): { minutes: number; credits: number } => {
  const minutes = kind === "EDUCATIONAL_PROGRAM" ? 180 + 60 * lot.below(10) : 60 + 15 * lot.below(5);
  return { minutes, credits: minutes / 60 };
};

/** The same files for the same plan, byte for byte. */
export function largeFiles(plan: LargePlan): LargeFiles {
  const lot = new Lot(plan.seed);
  const providers = makeProviders(lot, plan);
  const members = makeMembers(lot, plan);
  const { active } = members;
  const programs = makePrograms(lot, plan, providers.list, active);
  return {
    files: new Map(
      Object.entries({ ...providers.tables, ...members.tables, ...programs })
        .filter(([, table]) => !table.isEmpty)
        .map(([name, table]) => [`${name}.csv`, table.toString()]),
    ),
    members: members.list,
    providers: providers.list,
  };
}

function makeProviders(lot: Lot, plan: LargePlan) {
  const providers = new Table("Provider ID", "Name", "Address", "Contact Name", "Contact Email", "Status");
  const list: { number: string; name: string }[] = [];
  const seen = new Set<string>();
  for (let n = 0; n < plan.providers; n++) {
    const number = `P${String(1_001 + n).padStart(4, "0")}`;
    const [city, state, zip] = lot.of(towns);
    let name = lot.of(providerNames).replace("#", city);
    // A town may have two of a kind.
    for (let place = 2; seen.has(name); place++) name = `${name.replace(/ \d+$/, "")} ${place}`;
    seen.add(name);
    const [contact] = lot.of(speakers);
    const status = lot.percent(4) ? "Suspended" : "Active";
    const address = `${lot.between(10, 4_900)} ${lot.of(["Main", "Oak", "Lake", "Hospital", "College"])} ${lot.of(["Street", "Avenue", "Drive"])}, ${city}, ${state} ${zip}`;
    providers.add(number, name, address, contact, `education${n + 1}@provider.accrue.test`, status);
    if (status === "Active") list.push({ number, name });
  }
  return { tables: { providers }, list };
}

function makeMembers(lot: Lot, plan: LargePlan) {
  const members = new Table(
    "Member ID",
    "First Name",
    "Last Name",
    "Suffix",
    "Email",
    "Phone",
    "City",
    "State",
    "Zip",
    "County",
    "Role",
    "Membership",
    "Member Since",
    "Member Until",
    "Active",
  );
  const former = new Table("Member ID", "First Name", "Last Name", "Changed On");
  const merged = new Table("Former Number", "Member ID");
  const days = plan.last.diff(plan.first, "days").days;
  const list: LargeMember[] = [];
  const active: (LargeMember & { since: number })[] = [];
  const shares = namePools.reduce((sum, { share }) => sum + share, 0);
  for (let n = 0; n < plan.members; n++) {
    const number = String(110_000 + n);
    let at = lot.next() * shares;
    const pool = namePools.find(({ share }) => {
      at -= share;
      return at < 0;
    });
    const { given, family } = pool ?? namePools[0]!;
    const [firstName, lastName] = [lot.of(given), lot.of(family)];
    // Most came early, and each year some.
    const since = Math.floor(lot.next() ** 1.6 * days);
    const [city, state, zip, county] = lot.of(towns);
    // A town has many of them: of one name and one ZIP are few, as in a real list.
    const ownZip = zip.slice(0, 3) + String(lot.between(1, 60)).padStart(2, "0");
    const isGuest = lot.percent(11);
    const isActive = !lot.percent(6);
    const left = isActive ? "" : iso(plan.first.plus({ days: lot.between(since, days) }));
    members.add(
      number,
      firstName,
      lastName,
      lot.percent(1) ? lot.of(["Jr.", "Sr.", "III"]) : "",
      lot.percent(82) ? `member${number}@people.accrue.test` : "",
      lot.percent(60) ? `(${lot.between(201, 989)}) 555-01${String(lot.below(100)).padStart(2, "0")}` : "",
      city,
      state,
      ownZip,
      county,
      lot.of(roles),
      isGuest ? "Guest" : "Member",
      iso(plan.first.plus({ days: since })),
      left,
      isActive ? "yes" : "no",
    );
    const member = { number, firstName, lastName, isActive };
    list.push(member);
    if (isActive) active.push({ ...member, since });
    if (lot.percent(3))
      former.add(number, firstName, lot.of(family), iso(plan.first.plus({ days: lot.between(since, days) })));
    if (lot.percent(1)) merged.add(String(40_000 + n), number);
  }
  return { tables: { members, "former-names": former, "merged-numbers": merged }, list, active };
}

/** Everybody who may have been there, those who come often before those who come rarely. */
class Attendees {
  readonly #lot: Lot;
  readonly #members: readonly (LargeMember & { since: number })[];

  constructor(lot: Lot, members: readonly (LargeMember & { since: number })[]) {
    this.#lot = lot;
    this.#members = lot.some(members, members.length);
  }

  /** So many who were members on a day, none twice; fewer where there are not as many. */
  draw(count: number, onDay: number): LargeMember[] {
    const drawn = new Map<string, LargeMember>();
    for (let tries = 0; tries < count * 4 && drawn.size < count; tries++) {
      const member = this.#members[Math.floor(this.#lot.next() ** 2.2 * this.#members.length)];
      if (member && member.since <= onDay) drawn.set(member.number, member);
    }
    return [...drawn.values()];
  }
}

/** Without letters and digits that are taken for each other. */
const signs = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

function makePrograms(
  lot: Lot,
  plan: LargePlan,
  providers: readonly { number: string; name: string }[],
  active: readonly (LargeMember & { since: number })[],
) {
  const programs = new Table(
    "Program ID",
    "Provider ID",
    "Title",
    "Type",
    "Status",
    "Credits",
    "Requested Credits",
    "Minutes",
    "Submitted",
    "Description",
    "Contact Name",
    "Contact Email",
  );
  const offerings = new Table(
    "Program ID",
    "Offering",
    "First Day",
    "Last Day",
    "Format",
    "Place",
    "Link",
    "Time Zone",
  );
  const decisions = new Table("Program ID", "Decision", "Date", "Decided By", "Reason");
  const sessions = new Table(
    "Program ID",
    "Session ID",
    "Title",
    "Date",
    "Start",
    "End",
    "Speakers",
    "Room",
    "Track",
    "Session Type",
    "Eligible",
  );
  const registrations = new Table("Program ID", "Email", "Registration Type", "Name");
  const fees = new Table("Program ID", "Fee", "Amount", "Date", "Reference");
  const certificates = new Table(
    "Certificate Number",
    "Verification Code",
    "Member ID",
    "Title",
    "Program ID",
    "Provider ID",
    "Completion Date",
    "Credits",
    "Issued",
    "Status",
    "Revoked",
    "Revocation Reason",
  );
  const attendance = new Table("Program ID", "Offering", "Session ID", "Member ID", "Completion Date", "Credits");
  const attendees = new Attendees(lot, active);
  const numbers = new Map<number, number>();
  const numberOf = (year: number): string => {
    for (;;) {
      const next = (numbers.get(year) ?? 0) + 1;
      numbers.set(year, next);
      const number = `${plan.letter}${String(year % 100).padStart(2, "0")}${String(next).padStart(3, "0")}`;
      if (!plan.taken.has(number)) return number;
    }
  };
  let issued = 0;
  /** @returns whether it holds: who was not there has no attendance either */
  const certify = (
    { number, provider, title }: { number: string; provider: string; title: string },
    member: LargeMember,
    day: DateTime,
    credits: number,
  ): boolean => {
    const code = Array.from({ length: 12 }, () => signs[lot.below(signs.length)]).join("");
    const isRevoked = lot.percent(0.4);
    const on = day.plus({ days: lot.between(3, 30) });
    certificates.add(
      `${day.year}-${String(++issued).padStart(6, "0")}`,
      code,
      member.number,
      title,
      number,
      provider,
      iso(day),
      credits.toFixed(2),
      iso(on),
      isRevoked ? "Revoked" : "Issued",
      isRevoked ? iso(on.plus({ days: 20 })) : "",
      isRevoked ? "Was not there." : "",
    );
    return !isRevoked;
  };

  // Few providers have many programs, most have few; and what each gives comes again and again.
  const busiest = lot.some(providers, providers.length);
  const conferenceYears = [...Array(plan.last.year - plan.first.year + 1).keys()]
    .map((n) => plan.first.year + n)
    .filter((year) => conferenceDay(year) >= plan.first && conferenceDay(year).plus({ days: 3 }) <= plan.last)
    .slice(-Math.max(1, Math.floor(plan.programs / 8)));
  const planned = [
    ...conferenceYears.map((year) => ({ kind: "CONFERENCE", day: conferenceDay(year) })),
    ...Array.from({ length: Math.max(0, plan.programs - conferenceYears.length) }, () => ({
      kind: upTo(types, lot.next() * 100),
      day: someDay(lot, plan),
    })),
  ].map((each) => ({ ...each, submitted: each.day.minus({ days: lot.between(45, 160) }) }));
  planned.sort((a, b) => a.submitted.toMillis() - b.submitted.toMillis() || a.day.toMillis() - b.day.toMillis());

  for (const { kind, day, submitted } of planned) {
    const number = numberOf(submitted.year);
    const isConference = kind === "CONFERENCE";
    const { number: provider } = busiest[isConference ? 0 : Math.floor(lot.next() ** 2.5 * busiest.length)] ?? {
      number: "",
    };
    const title = isConference ? `Annual Meeting ${day.year}` : nameOf(lot, kind);
    const status = isConference ? "Completed" : upTo(outcomes, lot.next() * 100);
    const { minutes, credits } = isConference ? { minutes: 900, credits: 15 } : lengthOf(lot, kind);
    const isHeld = status === "Completed" || status === "Cancelled";
    const [contact] = lot.of(speakers);
    programs.add(
      number,
      provider,
      title,
      kind,
      status,
      isHeld ? credits.toFixed(2) : "",
      credits.toFixed(2),
      minutes,
      iso(submitted),
      `${title}: lectures, cases and discussion for those who work at night.`,
      contact,
      `${contact.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@provider.accrue.test`,
    );
    const online = kind === "WEBINAR";
    const [city, state] = isConference ? (towns[day.year % towns.length] ?? towns[0]!) : lot.of(towns);
    const dates = isConference ? [day] : offeringDays(lot, plan, day);
    const length = isConference ? 3 : kind === "EDUCATIONAL_PROGRAM" ? lot.between(1, 2) : 1;
    for (const [at, begins] of dates.entries())
      offerings.add(
        number,
        at + 1,
        iso(begins),
        iso(begins.plus({ days: length - 1 })),
        online ? "Virtual" : "In person",
        online ? "" : `${city}, ${state}`,
        online ? "https://learn.accrue.test/live" : "",
        "America/Chicago",
      );
    const decidedOn = submitted.plus({ days: lot.between(4, 30) });
    if (status !== "Withdrawn" && lot.percent(12))
      decisions.add(
        number,
        "Changes requested",
        iso(submitted.plus({ days: 3 })),
        lot.of(reviewers),
        "Name the objectives for each half hour.",
      );
    if (isHeld) decisions.add(number, "Approved", iso(decidedOn), lot.of(reviewers), "");
    if (status !== "Completed")
      decisions.add(
        number,
        status,
        iso(status === "Cancelled" ? day.minus({ days: 4 }) : decidedOn),
        status === "Denied" ? lot.of(reviewers) : contact,
        lot.of(reasons[status] ?? [""]),
      );
    if (status !== "Completed") continue;

    if (day < withoutFilingFee)
      fees.add(
        number,
        "Filing",
        "25.00",
        iso(day.plus({ days: lot.between(10, 60) })),
        `Check ${lot.between(1_000, 9_999)}`,
      );
    const about = { number, provider, title };
    const dayNumber = (on: DateTime): number => Math.floor(on.diff(plan.first, "days").days);
    if (isConference) {
      const held = sessionsOf(lot, day);
      for (const each of held)
        sessions.add(
          number,
          each.id,
          each.title,
          iso(each.day),
          each.start,
          each.end,
          each.speakers,
          each.room,
          each.track,
          each.type,
          each.earns ? "yes" : "no",
        );
      for (const member of attendees.draw(Math.max(3, Math.round(plan.members / 90)), dayNumber(day))) {
        registrations.add(
          number,
          `member${member.number}@people.accrue.test`,
          lot.of(["Full", "Full", "One Day", "Student"]),
          `${member.firstName} ${member.lastName}`,
        );
        if (lot.percent(8)) continue;
        const attended: ReturnType<typeof sessionsOf> = [];
        // One of those that are held side by side.
        for (const round of new Set(held.filter(({ earns }) => earns).map((each) => each.round))) {
          if (lot.percent(45)) continue;
          const session = lot.of(held.filter((each) => each.round === round));
          attended.push(session);
        }
        const last = attended.at(-1);
        if (last && certify(about, member, last.day, attended.length))
          for (const { id, day: on } of attended) attendance.add(number, "", id, member.number, iso(on), "1.00");
      }
      continue;
    }
    for (const [at, begins] of dates.entries()) {
      const heldOn = begins.plus({ days: length - 1 });
      const most = online ? 46 : kind === "EDUCATIONAL_PROGRAM" ? 38 : 24;
      for (const member of attendees.draw(Math.max(2, Math.round(lot.next() ** 1.5 * most)), dayNumber(begins))) {
        // Some leave early.
        const got = lot.percent(9) && credits > 1 ? credits - 0.5 : credits;
        if (lot.percent(3) || certify(about, member, heldOn, got))
          attendance.add(number, at + 1, "", member.number, iso(heldOn), got.toFixed(2));
      }
    }
  }
  return {
    programs,
    offerings,
    decisions,
    sessions,
    registrations,
    fees,
    certificates,
    attendance,
  };
}

/** The second Thursday of May. */
const conferenceDay = (year: number): DateTime => {
  const first = DateTime.utc(year, 5, 1);
  return first.plus({ days: ((4 - first.weekday + 7) % 7) + 7 });
};

/** A day on which something is held: more each year, little in summer, half of it in 2020. */
function someDay(lot: Lot, plan: LargePlan): DateTime {
  const days = Math.floor(plan.last.diff(plan.first, "days").days) - 2;
  for (;;) {
    const share = lot.next();
    const day = plan.first.plus({ days: Math.floor(share * days) });
    const growth = 0.55 + 0.45 * share;
    const season = (seasons[day.month - 1] ?? 0) / 13;
    const weekday = day.weekday === 7 ? 0.1 : day.weekday === 6 ? 0.7 : 1;
    const year = day.year === 2020 ? 0.5 : 1;
    if (lot.next() < growth * season * weekday * year) return day;
  }
}

/** One, or the same again two and four weeks later. */
function offeringDays(lot: Lot, plan: LargePlan, day: DateTime): DateTime[] {
  const count = lot.percent(78) ? 1 : lot.between(2, 3);
  return Array.from({ length: count }, (_, at) => day.plus({ days: 14 * at })).filter(
    (each, at) => at === 0 || each.plus({ days: 2 }) <= plan.last,
  );
}

function sessionsOf(lot: Lot, first: DateTime) {
  const tracks = ["Clinical", "Technical", "Management"];
  const starts = ["09:00", "10:30", "13:00", "14:15", "15:30"];
  const ends = ["10:00", "11:30", "14:00", "15:15", "16:30"];
  return [0, 1, 2].flatMap((day) =>
    starts.flatMap((start, time) =>
      tracks.map((track, at) => ({
        id: `${day + 1}-${time + 1}-${at + 1}`,
        title: nameOf(lot, "LECTURE"),
        day: first.plus({ days: day }),
        start,
        end: ends[time] ?? "",
        speakers: lot
          .some(speakers, lot.between(1, 2))
          .map(([name]) => name)
          .join("; "),
        room: `Salon ${"ABC"[at]}`,
        track,
        type: "Lecture",
        earns: true,
        round: day * starts.length + time,
      })),
    ),
  );
}
