import { DateTime } from "luxon";
import { EmailAddress } from "../accounts/account.entity.ts";
import { createAccount } from "../accounts/create-account.ts";
import { loadViewerOfAccount } from "../accounts/load-viewer.ts";
import { enterAttendance } from "../attendance/enter-attendance.ts";
import { systemViewer } from "../core/audit.ts";
import { type Context, createContext, inTransaction } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { everyStaffRole, type StaffRole } from "../core/staff-roles.ts";
import { nobody, ProviderStatus, type Viewer } from "../core/viewer.ts";
import { addFeePolicy } from "../fees/add-fee-policy.ts";
import { recordFeePayment } from "../fees/change-ledger.ts";
import { runDueJobs } from "../jobs/run-jobs.ts";
import { createMember } from "../members/create-member.ts";
import { type Member, Membership } from "../members/member.entity.ts";
import { AccreditorSettings } from "../policies/settings.entity.ts";
import { approveProgram } from "../programs/approve-program.ts";
import { cancelProgram } from "../programs/cancel-program.ts";
import { createProgram } from "../programs/create-program.ts";
import { denyProgram } from "../programs/deny-program.ts";
import { extendReporting } from "../programs/extend-reporting.ts";
import { OfferingFormat, type Program, ProgramType } from "../programs/program.entity.ts";
import type { ProgramInput } from "../programs/program.input.ts";
import { requestChanges } from "../programs/request-changes.ts";
import { startReview } from "../programs/start-review.ts";
import { submitProgram } from "../programs/submit-program.ts";
import { withdrawProgram } from "../programs/withdraw-program.ts";
import { createProvider } from "../providers/create-provider.ts";
import type { Provider } from "../providers/provider.entity.ts";
import { clinicAddress, seedConferences, unverifiedAddress } from "./conferences.ts";

export const demoPassword = "accrue-demo";
export const demoAccounts = [
  "staff@accrue.test",
  "provider@accrue.test",
  "provider2@accrue.test",
  "attendee@accrue.test",
];

type Base = Pick<Context, "db" | "config" | "now">;

/** The small world is written whatever its people will have to show when they sign in. */
const anySignIn = { staffNeedSecondFactor: false, singleSignOn: null };

interface Person {
  firstName: string;
  lastName: string;
  /** Null: has no account, and so no e-mail address. */
  email: string | null;
  membership?: Membership;
  role?: string;
  city: string;
  state: string;
  zip: string;
  county: string;
  active?: boolean;
}

/** In the order of their numbers, from 100100. The first five are the sample of seeds/002. */
const people: Person[] = [
  {
    firstName: "John",
    lastName: "Smith",
    email: "attendee@accrue.test",
    city: "Chicago",
    state: "IL",
    zip: "60614",
    county: "Cook",
  },
  {
    firstName: "Jane",
    lastName: "Jones",
    email: "jane.jones@accrue.test",
    city: "Evanston",
    state: "IL",
    zip: "60201",
    county: "Cook",
  },
  {
    firstName: "Sally",
    lastName: "Johnson",
    email: "sally.johnson@accrue.test",
    city: "Madison",
    state: "WI",
    zip: "53703",
    county: "Dane",
  },
  {
    firstName: "Suzie",
    lastName: "Garcia",
    email: "suzie.garcia@accrue.test",
    city: "Austin",
    state: "TX",
    zip: "78701",
    county: "Travis",
  },
  {
    firstName: "James",
    lastName: "Miller",
    email: "james.miller@accrue.test",
    city: "Columbus",
    state: "OH",
    zip: "43215",
    county: "Franklin",
  },
  {
    firstName: "Zoë",
    lastName: "Nguyễn",
    email: "zoe.nguyen@accrue.test",
    city: "San Jose",
    state: "CA",
    zip: "95112",
    county: "Santa Clara",
    role: "Educator",
  },
  {
    firstName: "محمد",
    lastName: "الأحمد",
    email: "m.alahmad@accrue.test",
    city: "Dearborn",
    state: "MI",
    zip: "48126",
    county: "Wayne",
  },
  {
    firstName: "小明",
    lastName: "王",
    email: "xiaoming.wang@accrue.test",
    city: "Flushing",
    state: "NY",
    zip: "11354",
    county: "Queens",
    membership: Membership.GUEST,
  },
  {
    firstName: "Priya",
    lastName: "देसाई",
    email: "priya.desai@accrue.test",
    city: "Edison",
    state: "NJ",
    zip: "08817",
    county: "Middlesex",
    membership: Membership.GUEST,
  },
  {
    firstName: "Mary Ann",
    lastName: "O'Brien-McAllister",
    email: "maryann@accrue.test",
    city: "Boston",
    state: "MA",
    zip: "02115",
    county: "Suffolk",
    role: "Manager",
  },
  {
    firstName: "Robert",
    lastName: "Fitzgerald",
    email: null,
    city: "Denver",
    state: "CO",
    zip: "80203",
    county: "Denver",
  },
  {
    firstName: "Helen",
    lastName: "Kowalczyk",
    email: null,
    city: "Buffalo",
    state: "NY",
    zip: "14202",
    county: "Erie",
  },
  {
    firstName: "Arthur",
    lastName: "Penhaligon",
    email: "arthur.p@accrue.test",
    city: "Portland",
    state: "OR",
    zip: "97205",
    county: "Multnomah",
    active: false,
  },
];

/**
 * A believable small world, made through the operations that people use, with the clock set to when each thing happened. Source of
 * program A09164 and members 100100 to 100104: seeds/002.
 */
export class SmallWorld {
  readonly #base: Base;
  #viewers = new Map<string, Viewer>();
  #providers = new Map<string, Provider>();
  #types = new Map<string, string>();

  constructor(base: Base) {
    this.#base = base;
  }

  /** An operation's context: who acts, and when by the clock of Chicago. */
  #at(when: string, who: string): Context {
    const now = DateTime.fromISO(when, { zone: "America/Chicago" }).toJSDate();
    return createContext({ ...this.#base, now: () => now }, this.#viewers.get(who) ?? systemViewer);
  }

  /** A day so many days from today; the world is always made around the present. */
  #day(offset: number): string {
    return DateTime.fromJSDate(this.#base.now(), { zone: "America/Chicago" }).plus({ days: offset }).toISODate() ?? "";
  }

  async make(): Promise<void> {
    await this.#makePeople();
    await this.#makeFees();
    await this.#makeSleepConference();
    await this.#makeFinishedProgram();
    await this.#makeProgramOfTheChange();
    await seedConferences({
      at: (when, who) => this.#at(when, who),
      day: (offset) => this.#day(offset),
      application: (provider, name, facts) => this.#application(provider, name, facts),
    });
    await this.#makeProgramsOfThisYear();
  }

  async #makePeople(): Promise<void> {
    const ctx = this.#at("2008-01-07T09:00", "system");
    await inTransaction(ctx, async (tx) => {
      await tx.update(AccreditorSettings, 1, {
        accreditorName: "American Association of Sleep Technologists",
        memberIdLabel: "AAST ID",
        signatoryName: "Eleanor Whitfield, RPSGT",
        signatoryTitle: "Director of Continuing Education",
        helpAddress: "info@accrue.test",
        reportingHelpAddress: "cecprogram@accrue.test",
      });
      for (const [index, [name, address]] of [
        ["AAST", "330 North Wabash Avenue, Chicago, IL 60611"],
        ["Lakeside Sleep Center", "1200 Lakeshore Drive, Milwaukee, WI 53202"],
        ["Northern Respiratory Education Alliance", "88 Birch Street, Duluth, MN 55802"],
      ].entries()) {
        const provider = await createProvider(tx, ctx, {
          name: name ?? "",
          address: address ?? "",
          status: ProviderStatus.ACTIVE,
        });
        this.#providers.set(`provider${index === 0 ? "" : index + 1}`, provider);
      }
      const account = (email: string, staffRoles: readonly StaffRole[] = []) =>
        createAccount(tx, ctx, { emailAddresses: [email], password: demoPassword, staffRoles });
      const accounts = { staff: await account("staff@accrue.test", everyStaffRole), provider: "", provider2: "" };
      for (const name of ["provider", "provider2"] as const) {
        accounts[name] = await account(`${name}@accrue.test`);
        await tx.query("INSERT INTO provider_account (provider_id, account_id, role) VALUES ($1, $2, 'OWNER')", [
          this.#providers.get(name)?.id,
          accounts[name],
        ]);
      }
      for (const { email, membership = Membership.MEMBER, role = "Practitioner", ...person } of people) {
        const password = email === "attendee@accrue.test" ? demoPassword : null;
        const others = email === "attendee@accrue.test" ? [clinicAddress] : [];
        const accountId = email ? await createAccount(tx, ctx, { emailAddresses: [email, ...others], password }) : null;
        if (accountId && others.length > 0)
          await tx.insert(EmailAddress, { accountId, address: unverifiedAddress, isPrimary: false, verifiedAt: null });
        await createMember(tx, ctx, { ...person, membership, role, accountId });
      }
      await tx.query("UPDATE account SET demo = true");
      for (const [name, id] of Object.entries(accounts))
        this.#viewers.set(name, await loadViewerOfAccount(tx, id, anySignIn, null));
      // The third provider has no sign-in of its own; the small world writes its applications all the same.
      const third = this.#providers.get("provider3")?.id ?? "";
      this.#viewers.set("provider3", {
        ...nobody,
        email: systemViewer.email,
        providers: new Map([[third, { role: "OWNER", status: ProviderStatus.ACTIVE }]]),
      });
      for (const type of await tx.find(ProgramType)) this.#types.set(type.code, type.id);
    });
  }

  /**
   * The two eras of seeds/000: a filing fee that holds certificates, and none from 2021-09-01 on, for what is open as well. Webinars have
   * one again since this year, so that a program waits for its fee.
   */
  async #makeFees(): Promise<void> {
    const none = {
      currency: "USD",
      applicationFee: 0,
      filingFee: 0,
      filingFeePerCredit: 0,
      filingFeePerAttendee: 0,
      lateFee: 0,
      taxPercent: "0",
    };
    await addFeePolicy(this.#at("2008-11-03T09:00", "staff"), {
      ...none,
      startsOn: "2009-01-01",
      filingFee: 2_500,
      lateFee: 1_000,
      holdsCertificates: true,
      waivesOpenFees: false,
      howToPay: "Send a check to 330 North Wabash Avenue, Chicago, IL 60611, and write the Program ID on it.",
    });
    await addFeePolicy(this.#at("2021-08-16T09:00", "staff"), {
      ...none,
      startsOn: "2021-09-01",
      holdsCertificates: false,
      waivesOpenFees: true,
    });
    await addFeePolicy(this.#at(`${this.#day(-130)}T09:00`, "staff"), {
      ...none,
      startsOn: this.#day(-120),
      typeId: this.#types.get("WEBINAR"),
      filingFee: 2_000,
      filingFeePerAttendee: 150,
      filingFeeMost: 10_000,
      holdsCertificates: true,
      waivesOpenFees: false,
      howToPay: "Send a check to 330 North Wabash Avenue, Chicago, IL 60611, and write the Program ID on it.",
    });
  }

  #application(provider: string, name: string, facts: Partial<ProgramInput> & { type: string }): ProgramInput {
    const { type, ...rest } = facts;
    return {
      providerId: this.#providers.get(provider)?.id ?? "",
      typeId: this.#types.get(type) ?? "",
      name,
      description: `${name}: lectures, case studies and discussion for sleep technologists.`,
      objectives: ["Apply current guidelines in daily practice.", "Recognise and correct common sources of artefact."],
      minutes: 60,
      requestedCredits: "1.00",
      speakers: [{ name: "Dr. Ada Okafor", credentials: "MD, FAASM" }],
      offerings: [],
      contactName: "Pat Rivera",
      contactEmail: `${provider}@accrue.test`,
      listOnCalendar: true,
      requestEmailBlast: false,
      ...rest,
    };
  }

  #offering(startsOn: string, place: string, endsOn = startsOn): NonNullable<ProgramInput["offerings"]>[number] {
    const online = place === "Online";
    return {
      startsOn,
      endsOn,
      timeZone: "America/Chicago",
      format: online ? OfferingFormat.VIRTUAL : OfferingFormat.IN_PERSON,
      place: online ? "" : place,
      url: online ? "https://learn.accrue.test/live" : "",
    };
  }

  /** Program A09164 of the source document, whose deadline staff have extended, since it is long past. */
  async #makeSleepConference(): Promise<void> {
    await this.#base.db.query("INSERT INTO number_series (name, last) VALUES ('program:A09', 163)");
    const application = this.#application("provider", "13th Annual Sleep Disorders Conference", {
      type: "EDUCATIONAL_PROGRAM",
      minutes: 600,
      requestedCredits: "10.00",
      description:
        "The thirteenth annual meeting of sleep centers: ten hours of lectures on diagnosis, scoring and therapy.",
      offerings: [this.#offering("2009-04-10", "Chicago, IL")],
    });
    let program = await createProgram(this.#at("2009-01-12T10:00", "provider"), application);
    program = await submitProgram(this.#at("2009-01-14T16:20", "provider"), program.id, program.version);
    program = await startReview(this.#at("2009-01-20T09:05", "staff"), program.id, program.version);
    program = await approveProgram(this.#at("2009-01-22T11:40", "staff"), program.id, program.version, "10.00", null);
    const [offering] = await this.#base.db.query("SELECT id FROM offering WHERE program_id = $1", [program.id]);
    await extendReporting(
      this.#at(this.#base.now().toISOString(), "staff"),
      offering.id,
      this.#day(3650),
      "The provider could not sign in before the deadline; agreed by telephone.",
    );
  }

  /** A program that has run its whole course. */
  async #makeFinishedProgram(): Promise<void> {
    const application = this.#application("provider2", "Scoring Respiratory Events", {
      type: "LECTURE",
      minutes: 120,
      requestedCredits: "2.00",
      offerings: [this.#offering("2009-06-05", "Milwaukee, WI")],
    });
    let program = await createProgram(this.#at("2009-03-02T10:00", "provider2"), application);
    program = await submitProgram(this.#at("2009-03-02T10:30", "provider2"), program.id, program.version);
    program = await startReview(this.#at("2009-03-09T14:00", "staff"), program.id, program.version);
    program = await approveProgram(this.#at("2009-03-10T09:15", "staff"), program.id, program.version, "2.00", null);
    await this.#reportAttendance(this.#at("2009-06-09T13:00", "provider2"), program, "2009-06-05");
    const paid = this.#at("2009-06-19T10:30", "staff");
    await recordFeePayment(paid, program.id, 2_500, "Check 2041");
    await runDueJobs(paid);
  }

  /** A program that was reported two days before the filing fee was given up, and unpaid. */
  async #makeProgramOfTheChange(): Promise<void> {
    const application = this.#application("provider2", "Alert Through the Night Shift", {
      type: "LECTURE",
      offerings: [this.#offering("2021-08-20", "Milwaukee, WI")],
    });
    let program = await createProgram(this.#at("2021-05-10T10:00", "provider2"), application);
    program = await submitProgram(this.#at("2021-05-10T10:30", "provider2"), program.id, program.version);
    program = await startReview(this.#at("2021-05-17T14:00", "staff"), program.id, program.version);
    program = await approveProgram(this.#at("2021-05-18T09:15", "staff"), program.id, program.version, "1.00", null);
    await this.#reportAttendance(this.#at("2021-08-30T13:00", "provider2"), program, "2021-08-20");
    const change = this.#at("2021-09-01T00:02", "system");
    await enqueue(change.db.manager, "fees.applyPolicies", {});
    await runDueJobs(change);
  }

  /** Everybody without an e-mail address attended it all. It sends no mail, so that the mailbox starts empty. */
  async #reportAttendance(
    ctx: Context,
    program: Pick<Program, "number" | "credits">,
    completionDate: string,
  ): Promise<void> {
    const members: Member[] = await this.#base.db.query(
      `SELECT member_number AS "memberNumber", first_name AS "firstName", last_name AS "lastName"
       FROM member WHERE account_id IS NULL ORDER BY member_number`,
    );
    for (const { memberNumber, firstName, lastName } of members)
      await enterAttendance(ctx, {
        programNumber: program.number ?? "",
        memberNumber,
        firstName,
        lastName,
        completionDate,
        credits: program.credits ?? "",
      });
    await runDueJobs(ctx);
  }

  async #makeProgramsOfThisYear(): Promise<void> {
    const recent = (days: number, time = "10:00") => `${this.#day(days)}T${time}`;
    const lecture = (provider: string, name: string, on: number, place = "Online") =>
      this.#application(provider, name, { type: "LECTURE", offerings: [this.#offering(this.#day(on), place)] });
    const create = (provider: string, days: number, application: ProgramInput) =>
      createProgram(this.#at(recent(days), provider), application);
    const submit = async (provider: string, days: number, application: ProgramInput) => {
      const draft = await create(provider, days, application);
      return submitProgram(this.#at(recent(days, "15:00"), provider), draft.id, draft.version);
    };
    const review = async (provider: string, days: number, application: ProgramInput) => {
      const submitted = await submit(provider, days, application);
      return startReview(this.#at(recent(days + 2, "09:30"), "staff"), submitted.id, submitted.version);
    };
    const approve = async (provider: string, days: number, application: ProgramInput) => {
      const inReview = await review(provider, days, application);
      const ctx = this.#at(recent(days + 4, "11:00"), "staff");
      return approveProgram(ctx, inReview.id, inReview.version, application.requestedCredits ?? "1.00", null);
    };

    const finish = async (provider: string, days: number, application: ProgramInput) => {
      const approved = await approve(provider, days, application);
      const heldOn = application.offerings?.[0]?.endsOn ?? "";
      const reported = DateTime.fromISO(heldOn).plus({ days: 5, hours: 13 }).toISO({ includeOffset: false }) ?? "";
      await this.#reportAttendance(this.#at(reported, provider), approved, heldOn);
    };

    // Submissions come in the order of their dates, since that is the order of their numbers.
    await approve("provider2", -120, {
      ...lecture("provider2", "Pediatric Polysomnography", -20, "Milwaukee, WI"),
      minutes: 90,
      requestedCredits: "1.50",
    });
    await finish("provider", -118, {
      ...lecture("provider", "Artefacts in the Sleep Laboratory", -76, "Chicago, IL"),
      minutes: 120,
      requestedCredits: "2.00",
    });
    const called = await approve(
      "provider3",
      -100,
      lecture("provider3", "Home Sleep Apnea Testing in Rural Clinics", 30, "Duluth, MN"),
    );
    await cancelProgram(this.#at(recent(-60), "provider3"), called.id, called.version, "The venue closed for repairs.");
    const denied = await review("provider3", -90, lecture("provider3", "Selling More Mattresses", 15));
    await denyProgram(this.#at(recent(-86), "staff"), denied.id, denied.version, "The content promotes a product.");
    await finish("provider2", -85, lecture("provider2", "Patient Safety at Night", -38));
    await finish("provider", -80, {
      ...lecture("provider", "Capnography for Beginners", -33),
      typeId: this.#types.get("WEBINAR") ?? "",
    });
    await approve("provider", -60, lecture("provider", "PAP Adherence: What Works", 21));
    await approve(
      "provider",
      -45,
      this.#application("provider", "Fall Sleep Symposium", {
        type: "EDUCATIONAL_PROGRAM",
        minutes: 720,
        requestedCredits: "12.00",
        requestEmailBlast: true,
        speakers: [
          { name: "Dr. Ada Okafor", credentials: "MD, FAASM" },
          { name: "Luis Ferreira", credentials: "RPSGT, CCSH" },
        ],
        offerings: [
          this.#offering(this.#day(40), "Chicago, IL", this.#day(41)),
          this.#offering(this.#day(75), "Online", this.#day(76)),
        ],
      }),
    );
    const returned = await review("provider2", -30, lecture("provider2", "Insomnia and Shift Work", 45));
    await requestChanges(
      this.#at(recent(-25), "staff"),
      returned.id,
      returned.version,
      "Name the learning objectives for each half hour, and add the speaker's CV.",
    );
    const withdrawn = await submit(
      "provider",
      -28,
      lecture("provider", "Titration Workshop, Spring", 60, "Chicago, IL"),
    );
    await withdrawProgram(this.#at(recent(-27), "provider"), withdrawn.id, withdrawn.version, "Moved to next year.");
    await review("provider2", -14, lecture("provider2", "Central Apnea: Case Conference", 35, "Milwaukee, WI"));
    await submit("provider", -6, lecture("provider", "Scoring Refresher 2.6", 50));
    await submit("provider3", -3, lecture("provider3", "Telehealth for Sleep Technologists", 55));
    await create("provider", -1, {
      ...lecture("provider", "Sleep and the Aging Brain", 90),
      objectives: [],
      speakers: [],
      minutes: null,
    });
    // What the clock does every hour, so that the programs that have ended wait for their attendance from the start.
    await enqueue(this.#base.db.manager, "programs.startAwaitingAttendance", {});
    await runDueJobs(this.#base);
    // What happened before the visitor came was told then: the mailbox starts empty.
    await this.#base.db.query("DELETE FROM mail");
  }
}
