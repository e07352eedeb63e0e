import { type IncomingMessage, request } from "node:http";
import ICAL from "ical.js";
import { offering, type ProgramAnswer, programIn, step, typeId } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;

beforeAll(async () => {
  world = await World.start({ signInDays: 3_650 });
  world.setClock("2026-03-02T15:00:00Z");
  provider = await world.provider({ name: "Lakeside Sleep Center" });
  staff = await world.staff();
});
afterAll(() => world.stop());

const program = (status: string, name: string, changes: Record<string, unknown> = {}): Promise<ProgramAnswer> =>
  programIn(world, { provider, staff }, status, { name, ...changes });

const document = `query ($from: LocalDate, $to: LocalDate, $filter: CalendarFilter, $first: Int, $offset: Int) {
  calendar(from: $from, to: $to, filter: $filter, first: $first, offset: $offset) {
    id programNumber title startsOn endsOn startsAt endsAt timeZone format place publicUrl status postponedFrom credits
    creditUnit providerName typeName } }`;
const listed = async (variables: Record<string, unknown> = {}) => (await world.ok(null, document, variables)).calendar;
const titles = async (variables: Record<string, unknown> = {}) =>
  (await listed(variables)).map(({ title }: { title: string }) => title);

/** A page or a feed, as nobody sees it; each with a query that none asked before, since answers are kept for a minute. */
let asked = 0;
const read = async (path: string) => {
  const answer = await world.fetch(`${path}${path.includes("?") ? "&" : "?"}asked=${asked++}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

/** As browsers ask, which fetch does not let us. */
const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request(`${world.url}${path}`, { headers: { "Accept-Encoding": "gzip", ...headers } }, resolve)
      .on("error", reject)
      .end(),
  );
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  return { status: answer.statusCode, headers: answer.headers, bytes };
};

describe("what is on the calendar", () => {
  const states = [
    "DRAFT",
    "SUBMITTED",
    "IN_REVIEW",
    "CHANGES_REQUESTED",
    "DENIED",
    "WITHDRAWN",
    "APPROVED",
    "CANCELLED",
  ];

  test("approved programs and those called off later, if their providers asked for it; nothing of any other is anywhere", async () => {
    for (const status of states) {
      await program(status, `Asked ${status}`);
      await program(status, `Silent ${status}`, {
        listOnCalendar: false,
        contactEmail: `silent-${status}@example.test`,
      });
    }
    expect(await titles()).toEqual(["Asked APPROVED", "Asked CANCELLED"]);
    const numbers = await world.sql(
      "SELECT number, id FROM program WHERE name ~ '^(Silent|Asked (SUB|IN_|CH|DEN))' AND number IS NOT NULL",
    );
    expect(numbers.length).toBeGreaterThan(6);
    for (const { number } of numbers) expect((await read(`/calendar/${number}`)).status).toBe(404);
    for (const path of ["/calendar", "/calendar/embed", "/calendar.ics", "/calendar.atom"]) {
      const { text, status } = await read(path);
      expect(status).toBe(200);
      expect(text).toContain("Asked APPROVED");
      expect(text).toMatch(/Asked CANCELLED/);
      expect(text).not.toMatch(/Silent|SUBMITTED|IN_REVIEW|WITHDRAWN|DENIED|pat@example|Pat Rivera/);
    }
    const offerings = await world.sql(
      "SELECT o.id FROM offering o JOIN program p ON p.id = o.program_id WHERE p.name ~ '^Silent'",
    );
    for (const { id } of offerings)
      expect(
        (await world.ok(null, "query ($id: ID!) { calendarEntry(id: $id) { id } }", { id })).calendarEntry,
      ).toBeNull();
    await world.sql("UPDATE program SET list_on_calendar = false");
  });

  test("the address of what is held online is nowhere; the provider's page is", async () => {
    await program("APPROVED", "Held online", {
      offerings: [offering({ format: "VIRTUAL", url: "https://meet.example/secret-room", place: "" })],
      publicUrl: "https://lakeside.example/online",
    });
    const [{ programNumber }] = await listed();
    for (const path of [
      "/calendar",
      "/calendar.ics",
      "/calendar.atom",
      `/calendar/${programNumber}`,
      `/calendar/${programNumber}.ics`,
    ]) {
      const { text } = await read(path);
      expect(text).toContain("Held online");
      expect(text).not.toContain("secret-room");
    }
    expect((await read(`/calendar/${programNumber}`)).text).toContain('href="https://lakeside.example/online"');
    await world.sql("UPDATE program SET list_on_calendar = false");
  });

  test("a moved one says from when, wherever it is shown, and is found by its new day", async () => {
    const approved = await program("APPROVED", "Moved");
    await step(world, provider.token, "postponeOffering", approved, {
      move: { startsOn: "2026-06-10", endsOn: "2026-06-11" },
    });
    await step(
      world,
      provider.token,
      "postponeOffering",
      { ...approved, version: approved.version + 1 },
      {
        move: { startsOn: "2026-07-10", endsOn: "2026-07-11" },
      },
    );
    expect(await listed({ from: "2026-07-01" })).toMatchObject([
      { status: "POSTPONED", postponedFrom: "2026-04-10", startsOn: "2026-07-10", endsOn: "2026-07-11" },
    ]);
    expect((await read("/calendar")).text).toContain("Postponed");
    expect((await read(`/calendar/${approved.number}`)).text).toContain("Postponed from April 10, 2026");
    expect((await read("/calendar.atom")).text).toContain("Postponed: Moved (July 10–11, 2026)");
    await world.sql("UPDATE program SET list_on_calendar = false");
  });
});

describe("filters", () => {
  beforeAll(async () => {
    const other = await world.provider({ name: "Harbor 100% Clinic" });
    const at = (startsOn: string, changes = {}) => ({
      offerings: [offering({ startsOn, endsOn: startsOn, ...changes })],
    });
    await program("APPROVED", "Spring in Chicago", at("2026-03-31", { place: "Palmer House, Chicago" }));
    await program("APPROVED", "April webinar", {
      ...at("2026-04-01", { format: "VIRTUAL", place: "", url: "https://x.example" }),
      typeId: await typeId(world, "WEBINAR"),
    });
    await programIn(world, { provider: other, staff }, "APPROVED", {
      name: "April hybrid: Ärzte",
      requestedCredits: "1.00",
      minutes: 60,
      ...at("2026-04-30", { format: "HYBRID", place: "100% Hall, Boston", url: "https://x.example" }),
    });
    await program("APPROVED", "Past", at("2026-03-10"));
    world.setClock("2026-03-20T15:00:00Z");
  });

  test.each([
    ["", {}, ["Spring in Chicago", "April webinar", "April hybrid: Ärzte"]],
    ["month=2026-04", { from: "2026-04-01", to: "2026-04-30" }, ["April webinar", "April hybrid: Ärzte"]],
    ["month=2026-03", { from: "2026-03-01", to: "2026-03-31" }, ["Past", "Spring in Chicago"]],
    ["words=arzte", { filter: { words: "arzte" } }, ["April hybrid: Ärzte"]],
    ["words=%25", { filter: { words: "%" } }, []],
    ["place=chicago", { filter: { place: "chicago" } }, ["Spring in Chicago"]],
    ["place=100%25", { filter: { place: "100%" } }, ["April hybrid: Ärzte"]],
    ["place=1_0", { filter: { place: "1_0" } }, []],
    ["format=VIRTUAL", { filter: { format: "VIRTUAL" } }, ["April webinar", "April hybrid: Ärzte"]],
    ["format=IN_PERSON", { filter: { format: "IN_PERSON" } }, ["Spring in Chicago", "April hybrid: Ärzte"]],
    ["type=WEBINAR", { filter: { typeCode: "WEBINAR" } }, ["April webinar"]],
    ["provider=100%25", { filter: { provider: "100%" } }, ["April hybrid: Ärzte"]],
    ["credits=1.5", { filter: { minimumCredits: "1.50" } }, ["Spring in Chicago", "April webinar"]],
    ["unit=cec", { filter: { creditUnit: "cec" } }, ["Spring in Chicago", "April webinar", "April hybrid: Ärzte"]],
    ["unit=CEU", { filter: { creditUnit: "CEU" } }, []],
    ["skip=1", { offset: 1 }, ["April webinar", "April hybrid: Ärzte"]],
  ])("?%s and its GraphQL twin find the same", async (query, variables, expected) => {
    expect(await titles(variables)).toEqual(expected);
    const { text } = await read(`/calendar?${query}`);
    expect([...text.matchAll(/dir="auto">([^<]+)<\/a>/g)].map(([, title]) => title)).toEqual(expected);
    if (query.startsWith("skip")) return;
    const events = new ICAL.Component(ICAL.parse((await read(`/calendar.ics?${query}`)).text)).getAllSubcomponents(
      "vevent",
    );
    expect(events.map((event) => new ICAL.Event(event).summary)).toEqual(expected);
  });

  test.each([
    "month=April",
    "month=2026-13",
    "from=2026-02-30",
    "format=BOTH",
    "credits=a",
    "credits=-1",
    "skip=-1",
    "skip=1e9",
    `words=${"x".repeat(301)}`,
    "words=%00",
  ])("?%s is a refusal that people can read, and GraphQL refuses as well", async (query) => {
    for (const path of ["/calendar", "/calendar/embed"]) {
      const { status, text } = await read(`${path}?${query}`);
      expect(status).toBe(400);
      expect(text).toContain("cannot be read");
    }
    const feed = await read(`/calendar.ics?${query}`);
    expect([feed.status, JSON.parse(feed.text).errors[0].extensions.code]).toEqual([400, "BAD_INPUT"]);
  });

  test("GraphQL takes at most a thousand, and only real days", async () => {
    for (const variables of [
      { first: 1_001 },
      { first: 0 },
      { offset: -1 },
      { from: "0001-01-01" },
      { filter: { words: "\u0001" } },
    ])
      expect(await world.refused(null, document, variables)).toBe("BAD_INPUT");
  });
});

describe("feeds", () => {
  test("days and hours come back as they are, over a change of clocks and in zones of all kinds", async () => {
    await world.sql("UPDATE program SET list_on_calendar = false");
    const zones = ["America/Chicago", "Pacific/Kiritimati", "Asia/Calcutta", "Australia/Lord_Howe", "Etc/UTC"];
    const kept: { name: string; start: string; end: string }[] = [];
    for (const [i, timeZone] of zones.entries()) {
      const name = `Conference in ${timeZone}; with, signs \\ "and" ${"long ".repeat(20)}words 🎓`;
      const approved = await program("APPROVED", name, {
        typeId: await typeId(world, "CONFERENCE"),
        offerings: [offering({ startsOn: "2026-10-31", endsOn: "2026-11-02", timeZone })],
      });
      const start = `2026-10-31T1${i}:00:00.000Z`;
      const end = `2026-11-01T1${i}:30:00.000Z`;
      for (const [from, to] of [
        [start, `2026-10-31T1${i}:50:00Z`],
        [`2026-11-01T1${i}:00:00Z`, end],
      ])
        await world.sql(
          `INSERT INTO session (program_id, title, starts_at, ends_at, minutes, virtual, eligible, credits)
           VALUES ($1, 'A', $2, $3, 50, false, true, 1)`,
          [approved.id, from, to],
        );
      kept.push({ name, start, end });
    }
    await program("APPROVED", "Whole days", {
      offerings: [offering({ startsOn: "2026-12-31", endsOn: "2027-01-01" })],
    });
    const { text, headers } = await read("/calendar.ics");
    expect(headers.get("content-type")).toMatch(/^text\/calendar/);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
    const timed = events.filter((event) => !event.startDate.isDate);
    expect(
      timed
        .map(({ summary, startDate, endDate }) => ({
          name: summary,
          start: startDate.toJSDate().toISOString(),
          end: endDate.toJSDate().toISOString(),
        }))
        .sort((a, b) => a.start.localeCompare(b.start)),
    ).toEqual(kept);
    const [days] = events.filter((event) => event.startDate.isDate);
    expect([days?.startDate.toString(), days?.endDate.toString()]).toEqual(["2026-12-31", "2027-01-02"]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });

  test("titles in every script, with signs of the format and longer than its lines, come back as they were", async () => {
    const hostile = [
      `${"ß".repeat(40)}${"語".repeat(40)}${"🎓".repeat(20)}`,
      "مؤتمر طب النوم \u202e2026\u202c, part; two\\n: three",
      "Sleep\r\nBEGIN:VALARM\r\nATTACH:https://evil.example",
    ];
    const names = new Map<string, string>();
    for (const name of hostile) {
      const { id, number } = await program("APPROVED", "Hostile");
      await world.sql("UPDATE program SET name = $2 WHERE id = $1", [id, name]);
      names.set(number ?? "", name);
    }
    for (const [number, name] of names) {
      const { text } = await read(`/calendar/${number}.ics`);
      for (const line of text.split("\r\n")) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // A line that was folded within a character would hold half of it.
        expect(line).not.toContain("\ufffd");
      }
      const calendar = new ICAL.Component(ICAL.parse(text));
      const [event] = calendar.getAllSubcomponents("vevent");
      expect(event?.getAllSubcomponents()).toEqual([]);
      expect(String(event?.getFirstPropertyValue("summary")).replace(/\s+/g, " ")).toBe(name.replace(/\s+/g, " "));
      for (const path of ["/calendar.atom", "/calendar", `/calendar/${number}`])
        expect((await read(path)).status).toBe(200);
    }
    await world.sql("UPDATE program SET list_on_calendar = false");
  });

  test("a cancelled event is marked for who has it already", async () => {
    const approved = await program("APPROVED", "Called off");
    const before = (await read(`/calendar/${approved.number}.ics`)).text;
    // What staff note among themselves is no change of it.
    const note = 'mutation ($id: ID!) { addNote(programId: $id, text: "Ask them.") { id } }';
    world.setClock("2026-03-20T12:00:00Z");
    await world.ok(staff.token, note, { id: approved.id });
    world.setClock("2026-03-02T15:00:00Z");
    expect((await read(`/calendar/${approved.number}.ics`)).text).toBe(before);
    await step(world, staff.token, "cancelProgram", approved);
    const after = (await read(`/calendar/${approved.number}.ics`)).text;
    const facts = (text: string) => {
      const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")!;
      return ["uid", "status", "sequence"].map((name) => event.getFirstPropertyValue(name));
    };
    const [was, is] = [facts(before), facts(after)];
    expect(is[0]).toBe(was[0]);
    expect([was[1], is[1]]).toEqual(["CONFIRMED", "CANCELLED"]);
    expect(Number(is[2])).toBeGreaterThan(Number(was[2]));
  });

  test("Atom is well formed whatever titles hold, and names the latest change", async () => {
    await program("APPROVED", `<script>alert("&amp;")</script> ]]> & 'quotes'`);
    const { text } = await read("/calendar.atom");
    expect(text).not.toContain("<script>");
    expect(text).toMatch(/<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
    expect(text).toMatch(/<updated>2026-03-\d\dT/);
  });
});

describe("pages", () => {
  test("nothing that is typed into a program is markup or a script, and data for search engines is data", async () => {
    const approved = await program("APPROVED", "</script><script>alert(1)</script>\"'", {
      description: "<b>bold</b>",
      objectives: ["<i>x</i>"],
      offerings: [offering({ place: '"><img src=x onerror=1>' })],
    });
    for (const path of [`/calendar/${approved.number}`, "/calendar", "/calendar?words=%22%3E%3Cscript%3E"]) {
      const { text } = await read(path);
      expect(text).not.toMatch(/<script>|<img src=x|<b>bold|<i>x/);
    }
    const { text, headers } = await read(`/calendar/${approved.number}`);
    const [, json = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      "@type": "EducationEvent",
      name: "</script><script>alert(1)</script>\"'",
      startDate: "2026-04-10",
      eventStatus: "https://schema.org/EventScheduled",
    });
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test("the embedded list may stand in any page, and no other page may", async () => {
    const embedded = await read("/calendar/embed");
    expect(embedded.headers.get("x-frame-options")).toBeNull();
    expect(embedded.headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect(embedded.text).not.toContain("<form");
    expect((await read("/calendar")).headers.get("x-frame-options")).toBe("DENY");
  });

  test("answers have an ETag, are not sent again to who has them, and come compressed", async () => {
    const path = `/calendar?asked=${asked++}`;
    const first = await get(path);
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(first.headers["content-encoding"]).toBe("gzip");
    expect(first.headers["cache-control"]).toContain("public");
    const again = await get(path, { "If-None-Match": etag });
    expect([again.status, again.bytes]).toEqual([304, 0]);
  });

  test("a page of a thousand has under 100 KB as it is sent; the rest is a link away", async () => {
    const [row] = await world.sql(
      "SELECT p.id FROM program p WHERE p.list_on_calendar AND p.status = 'APPROVED' LIMIT 1",
    );
    await world.sql(
      `INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format, place)
       SELECT $1, '2028-01-01'::date + n / 3, '2028-01-01'::date + n / 3, 'America/Chicago', 'IN_PERSON',
         md5(n::text) || ', ' || substr(md5((n * 7)::text), 1, 8) FROM generate_series(1, 1200) n`,
      [row.id],
    );
    const { text } = await read("/calendar?from=2028-01-01");
    expect(text.match(/<li>/g)).toHaveLength(1_000);
    expect(text).toContain('rel="next" href="/calendar?from=2028-01-01&amp;skip=1000"');
    const { bytes } = await get(`/calendar?from=2028-01-01&asked=${asked++}`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(100_000);
    expect((await read("/calendar?from=2028-01-01&skip=1000")).text.match(/<li>/g)).toHaveLength(200);
  });
});
