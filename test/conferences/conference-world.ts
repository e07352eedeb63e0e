import { readFileSync } from "node:fs";
import type { Member } from "../../server/members/member.entity.ts";
import { offering, programIn, typeId } from "../programs/applications.ts";
import { makeAccount, makeMember } from "../support/factories.ts";
import { type Answer, World } from "../support/world.ts";

export const schedule31c3 = readFileSync(new URL("../data/31c3-schedule.xml", import.meta.url));
export const schedulePretalx = readFileSync(new URL("../data/pretalx-democon.json", import.meta.url));

const errorFields = "errors { totalCount nodes { line column value code message } }";

export const documents = {
  importSchedule: `mutation ($programId: ID!, $file: Upload!, $preview: Boolean) {
    importSchedule(programId: $programId, file: $file, preview: $preview) {
      preview added changed removed flagged unchanged ${errorFields}
      changes { totalCount nodes { kind title startsAt fields } } } }`,
  importRegistrations: `mutation ($programId: ID!, $file: Upload!, $preview: Boolean) {
    importRegistrations(programId: $programId, file: $file, preview: $preview) {
      preview added changed unchanged absent changes { nodes { kind email fields } } ${errorFields} } }`,
  sessions: `query ($programId: ID!, $filter: SessionFilter, $offset: Int) {
    sessions(programId: $programId, filter: $filter, first: 100, offset: $offset) { totalCount nodes {
      id version title startsAt endsAt minutes speakers room track virtual eligible credits date releasedOn recordingOfId
      registrationTypes creditsReason removedAt claimCount attendedFrom attendedUntil } } }`,
  updateSessions: `mutation ($ids: [ID!]!, $input: SessionInput!, $reason: String) {
    updateSessions(ids: $ids, input: $input, reason: $reason) { id credits creditsReason minutes virtual eligible } }`,
  conferences: `{ conferences { id name startsOn endsOn timeZone place creditUnit claimedCredits
    days { date sessions { id title } } claims { attendedOn attendedOnEditable session { title } }
    certificate { id number status } } }`,
  conference: `query ($id: ID!) { conference(id: $id) { id claimedCredits
    days { date sessions { id title date attendedFrom attendedUntil virtual eligible credits claim { attendedOn } } }
    claims { attendedOn attendedOnEditable session { id title credits } } certificate { id status } } }`,
  claim: `mutation ($sessionId: ID!, $attendedOn: LocalDate) { claimSession(sessionId: $sessionId, attendedOn: $attendedOn) {
    attendedOn attendedOnEditable session { id title claim { attendedOn } } } }`,
  unclaim: "mutation ($sessionId: ID!) { unclaimSession(sessionId: $sessionId) }",
  generate: `mutation ($conferenceId: ID!) { generateCertificate(conferenceId: $conferenceId) {
    id number status verificationCode recipientName title credits creditUnit completedOn pdfUrl transcriptUrl
    lines { title attendedOn credits virtual } supersededBy { number } } }`,
} as const;

export interface SessionAnswer {
  id: string;
  version: number;
  title: string;
  startsAt: string;
  endsAt: string;
  minutes: number;
  room: string | null;
  virtual: boolean;
  eligible: boolean;
  credits: string;
  date: string;
  removedAt: string | null;
  claimCount: number;
  creditsReason: string | null;
}

/** The ID of a conference as its attendees have it, by its program's. */
export const asConference = (programId: string): string => `Conference_${programId}`;

/** One server with a provider, staff, and what tests of conferences do over and over. */
export class ConferenceWorld {
  private constructor(
    readonly world: World,
    readonly provider: Awaited<ReturnType<World["provider"]>>,
    readonly staff: Awaited<ReturnType<World["staff"]>>,
  ) {}

  static async start(): Promise<ConferenceWorld> {
    const world = await World.start({ signInDays: 36_500 });
    world.setClock("2026-03-02T15:00:00Z");
    return new ConferenceWorld(world, await world.provider({ name: "Lakeside Sleep Center" }), await world.staff());
  }

  stop(): Promise<void> {
    return this.world.stop();
  }

  /** An approved conference. */
  async conference(
    place: { startsOn: string; endsOn: string; timeZone?: string; format?: string },
    name = "Sleep Summit",
    status = "APPROVED",
  ): Promise<string> {
    const online = place.format === "VIRTUAL" || place.format === "HYBRID";
    const program = await programIn(this.world, this, status, {
      typeId: await typeId(this.world, "CONFERENCE"),
      name,
      minutes: 6_000,
      requestedCredits: "100.00",
      offerings: [offering({ ...place, ...(online && { url: "https://example.test/live" }) })],
    });
    return program.id;
  }

  /** By staff: what a provider adds after approval is a proposal. */
  async importSchedule(programId: string, file: string | Buffer, preview = false, token = this.staff.token) {
    return this.world.upload(token, documents.importSchedule, { programId, preview }, file, "schedule");
  }

  /** Imports what must be right, and answers with the counts. */
  async imported(programId: string, file: string | Buffer, preview = false) {
    const answer = await this.importSchedule(programId, file, preview);
    const found = answer.data?.importSchedule;
    if (!found || found.errors.totalCount > 0) throw new Error(JSON.stringify(answer, null, 1).slice(0, 3_000));
    const { added, changed, removed, flagged, unchanged } = found;
    return { added, changed, removed, flagged, unchanged };
  }

  importRegistrations(programId: string, file: string | Buffer, preview = false, token = this.provider.token) {
    return this.world.upload(token, documents.importRegistrations, { programId, preview }, file, "registrations.csv");
  }

  /** Registers addresses: "address, type, from, until, virtual" a line. */
  async register(programId: string, ...rows: string[]): Promise<void> {
    const file = ["Email,Registration Type,Access From,Access Until,Virtual", ...rows].join("\n");
    const answer: Answer = await this.importRegistrations(programId, file);
    if (answer.data?.importRegistrations.errors.totalCount !== 0) throw new Error(JSON.stringify(answer));
  }

  async sessions(programId: string, filter: Record<string, unknown> | null = null): Promise<SessionAnswer[]> {
    const found: SessionAnswer[] = [];
    for (;;) {
      const variables = { programId, filter, offset: found.length };
      const { sessions } = await this.world.ok(this.staff.token, documents.sessions, variables);
      found.push(...sessions.nodes);
      if (found.length >= sessions.totalCount) return found;
    }
  }

  async session(programId: string, title: string): Promise<SessionAnswer> {
    const found = (await this.sessions(programId)).find((session) => session.title === title);
    if (!found) throw new Error(`No session "${title}"`);
    return found;
  }

  update(ids: string[], input: Record<string, unknown>, reason?: string, token = this.staff.token) {
    return this.world.ok(token, documents.updateSessions, { ids, input, reason });
  }

  /** A member with an account that is signed in. The first address is primary; all are verified. */
  async attendee(
    addresses: [string, ...string[]],
    name = { firstName: "John", lastName: "Smith" },
  ): Promise<Member & { token: string }> {
    const { ctx } = this.world;
    const member = await makeMember(ctx, { ...name, accountId: await makeAccount(ctx, addresses) });
    return { ...member, token: await this.world.signIn(addresses[0]) };
  }

  claim(token: string, sessionId: string, attendedOn: string | null = null) {
    return this.world.ok(token, documents.claim, { sessionId, attendedOn });
  }

  refusedClaim(token: string | null, sessionId: string, attendedOn: string | null = null): Promise<string> {
    return this.world.refused(token, documents.claim, { sessionId, attendedOn });
  }

  async generate(token: string, conferenceId: string) {
    return (await this.world.ok(token, documents.generate, { conferenceId })).generateCertificate;
  }
}

/** A schedule in CSV: "ID, title, date, start, end or minutes, virtual, speakers" a line. */
export const csvSchedule = (...rows: string[]): string =>
  ["Session ID,Title,Date,Start,End,Virtual,Speakers,Type", ...rows].join("\n");
