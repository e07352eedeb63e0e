import { readPdf } from "../certificates/pdf-reader.ts";
import { ConferenceWorld, documents, type SessionAnswer, schedule31c3 } from "../conferences/conference-world.ts";

// The published schedule of 31C3, from its file to certificate and transcript. Times are those of Hamburg, +01:00.

let conference: ConferenceWorld;
let programId: string;
let sessions: SessionAnswer[];

beforeAll(async () => {
  conference = await ConferenceWorld.start();
  const { world } = conference;
  await world.sql("UPDATE accreditor_settings SET claims_from_year = 2014");
  programId = await conference.conference(
    { startsOn: "2014-12-27", endsOn: "2014-12-30", timeZone: "Europe/Berlin", format: "HYBRID" },
    "31. Chaos Communication Congress",
  );
  expect(await conference.imported(programId, schedule31c3)).toEqual({
    added: 138,
    changed: 0,
    removed: 0,
    flagged: 0,
    unchanged: 0,
  });
  sessions = await conference.sessions(programId);
});
afterAll(() => conference.stop());

const titled = (title: string): SessionAnswer => sessions.find((session) => session.title === title)!;

/** Without blanks: a line may break at a hyphen, where the text has none. */
const joined = (text: string): string => text.replace(/\s+/g, "");

/** All texts of a PDF, in order, joined. */
const textOf = async (response: Response): Promise<string> => {
  expect(response.headers.get("content-type")).toBe("application/pdf");
  const { pages } = await readPdf(new Uint8Array(await response.arrayBuffer()));
  return joined(pages.join(""));
};

test("its sessions are those of the file", () => {
  expect(sessions).toHaveLength(138);
  expect(titled("31C3 Opening Event")).toMatchObject({
    startsAt: "2014-12-27T10:00:00.000Z",
    endsAt: "2014-12-27T10:30:00.000Z",
    minutes: 30,
    credits: "0.50",
    date: "2014-12-27",
    room: "Saal 1",
    virtual: false,
    eligible: true,
    claimCount: 0,
    removedAt: null,
  });
  // Four start after midnight and stand under the day on which they do.
  const pastMidnight = sessions.filter(
    (session) => /T(23:|0[0-4]:)/.test(session.startsAt) && session.startsAt > "2014",
  );
  expect(pastMidnight.filter(({ startsAt, date }) => startsAt.slice(0, 10) !== date).length).toBeGreaterThan(0);
});

test("attended in person: claimed, certificate and transcript read back", async () => {
  const { world } = conference;
  const attendee = await conference.attendee(["ada@example.test"], { firstName: "Ada", lastName: "Lovelace" });
  await conference.register(programId, "ADA@example.test,Full,,,no");
  // Eight sessions that do not overlap: the first that fits after the one before, over all four days.
  const chosen: SessionAnswer[] = [];
  for (const session of sessions)
    if (chosen.length < 60 && session.startsAt >= (chosen.at(-1)?.endsAt ?? "")) chosen.push(session);
  expect(new Set(chosen.map((session) => session.date)).size).toBeGreaterThanOrEqual(4);
  for (const session of chosen) {
    const { claimSession } = await conference.claim(attendee.token, session.id);
    expect(claimSession).toEqual({
      attendedOn: session.date,
      attendedOnEditable: false,
      session: { id: session.id, title: session.title, claim: { attendedOn: session.date } },
    });
  }
  const cents = chosen.reduce((sum, session) => sum + Number(session.credits.replace(".", "")), 0);
  const total = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
  const seen = (await world.ok(attendee.token, documents.conference, { id: programId })).conference;
  expect(seen.claimedCredits).toBe(total);
  expect(seen.claims.map((claim: { session: { id: string } }) => claim.session.id)).toEqual(chosen.map(({ id }) => id));

  const certificate = await conference.generate(attendee.token, programId);
  expect(certificate).toEqual({
    id: expect.any(String),
    number: expect.stringMatching(/^C\d{6}$/),
    status: "ISSUED",
    verificationCode: expect.any(String),
    recipientName: "Ada Lovelace",
    title: "31. Chaos Communication Congress",
    credits: total,
    creditUnit: "CEC",
    completedOn: chosen.at(-1)!.date,
    pdfUrl: `${world.url}/certificates/${certificate.id}.pdf`,
    transcriptUrl: `${world.url}/certificates/${certificate.id}/transcript.pdf`,
    lines: chosen.map(({ title, date, credits }) => ({ title, attendedOn: date, credits, virtual: false })),
    supersededBy: null,
  });

  const days: Record<string, string> = {
    "2014-12-27": "December 27, 2014",
    "2014-12-28": "December 28, 2014",
    "2014-12-29": "December 29, 2014",
    "2014-12-30": "December 30, 2014",
  };
  const pdf = await textOf(await world.fetch(certificate.pdfUrl, { token: attendee.token }));
  let at = 0;
  for (const { title, date, credits } of chosen) {
    const found = pdf.indexOf(joined(title), at);
    expect({ title, found: found >= at }).toEqual({ title, found: true });
    at = found;
    const line = pdf.slice(found, found + title.length + 60);
    expect(line).toContain(joined(days[date]!));
    expect(line).toContain(credits);
  }
  expect(pdf.slice(at)).toContain(total);
  expect(pdf).toContain("AdaLovelace");

  await world.runJobs();
  const own = await world.ok(
    attendee.token,
    `{ transcript { memberNumber memberName from to pdfUrl totals { creditUnit credits }
      lines { completedOn title sessionTitle credits creditUnit certificateNumber } } }`,
  );
  expect(own.transcript.totals).toEqual([{ creditUnit: "CEC", credits: total }]);
  expect(own.transcript.lines).toEqual(
    [...chosen].reverse().map(({ title, date, credits }) => ({
      completedOn: date,
      title: "31. Chaos Communication Congress",
      sessionTitle: title,
      credits,
      creditUnit: "CEC",
      certificateNumber: certificate.number,
    })),
  );
  for (const url of [own.transcript.pdfUrl, certificate.transcriptUrl]) {
    const transcript = await textOf(await world.fetch(url, { token: attendee.token }));
    for (const { title } of chosen) expect(transcript).toContain(joined(title));
    expect(transcript).toContain(`${total}CEC`);
  }
});

test("attended online: only virtual sessions, with dates of one's own", async () => {
  const { world } = conference;
  const attendee = await conference.attendee(["grace@example.test"], { firstName: "Grace", lastName: "Hopper" });
  await conference.register(programId, "grace@example.test,Stream,,,yes");
  expect((await world.ok(attendee.token, documents.conferences)).conferences).toEqual([]);
  const inPersonId = titled("31C3 Opening Event").id;
  expect(await conference.refusedClaim(attendee.token, inPersonId)).toBe("SESSION_NOT_CLAIMABLE");

  const chosen = sessions.filter((session) => session.room === "Saal G").slice(0, 3);
  await conference.update(
    chosen.map((session) => session.id),
    { virtual: true },
  );
  const { conferences } = await world.ok(attendee.token, documents.conferences);
  expect(conferences).toHaveLength(1);
  expect(
    conferences[0].days.flatMap((day: { sessions: { id: string }[] }) => day.sessions.map(({ id }) => id)),
  ).toEqual(chosen.map(({ id }) => id));
  const dates = [chosen[0]!.date, "2015-01-05", "2026-03-02"];
  for (const [i, session] of chosen.entries()) await conference.claim(attendee.token, session.id, dates[i]);
  const certificate = await conference.generate(attendee.token, programId);
  expect(certificate.lines).toEqual(
    chosen.map(({ title, credits }, i) => ({ title, attendedOn: dates[i], credits, virtual: true })),
  );
  expect(certificate.completedOn).toBe("2026-03-02");
  const pdf = await textOf(await world.fetch(certificate.pdfUrl, { token: attendee.token }));
  for (const day of ["January 5, 2015", "March 2, 2026"]) expect(pdf).toContain(joined(day));
  expect(pdf).toContain(certificate.credits);
});
