import { create } from "qrcode";
import { asks, question } from "../evaluations/evaluation-world.ts";
import { programIn, typeId } from "../programs/applications.ts";
import { password, World } from "../support/world.ts";
import { looks, RealBrowser, soon, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { day, makeAttendee } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;
let visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
  world = await World.start({ signInDays: 36_500 });
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});
afterEach(async () => {
  const complaints = visitors.flatMap((each) => each.complaints);
  for (const each of visitors) await each.leave();
  visitors = [];
  expect(complaints).toEqual([]);
});

const visit = async (look = looks[0]) => {
  const visitor = await browser.visitor(world.url, look);
  visitors.push(visitor);
  return visitor;
};

const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();

/** A conference that asks for presence, with a session that is held just now, and the link for its room. */
async function scene(email: string) {
  const [provider, staff] = [await world.provider(), await world.staff()];
  const { id } = await programIn(world, { provider, staff }, "APPROVED", {
    name: "Spring Congress",
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [
      { startsOn: day(-1), endsOn: day(1), timeZone: "UTC", format: "IN_PERSON", place: "Chicago, IL", url: "" },
    ],
  });
  const { createSession } = await world.ok(
    staff.token,
    "mutation ($p: ID!, $i: SessionInput!) { createSession(programId: $p, input: $i) { id } }",
    {
      p: id,
      i: { title: "Safe sedation", room: "Grand Hall", startsAt: minutes(-10), endsAt: minutes(50), eligible: true },
    },
  );
  await world.ok(provider.token, "mutation ($p: ID!) { setPresenceDemand(programId: $p, demand: IN_PERSON) { id } }", {
    p: id,
  });
  await world.ok(
    provider.token,
    "mutation ($p: ID!, $i: RegistrationInput!) { saveRegistration(programId: $p, input: $i) { id } }",
    { p: id, i: { email, registrationType: "Full" } },
  );
  const member = await makeAttendee(world, email);
  const { makeRoomLink } = await world.ok(provider.token, "mutation ($s: ID!) { makeRoomLink(sessionId: $s) }", {
    s: createSession.id,
  });
  const { pathname, hash } = new URL(makeRoomLink);
  const doorLink = async () => {
    const { makeDoorLink } = await world.ok(provider.token, "mutation ($p: ID!) { makeDoorLink(programId: $p) }", {
      p: id,
    });
    const door = new URL(makeDoorLink);
    return door.pathname + door.hash;
  };
  const badgeOf = async (address: string): Promise<string> =>
    (
      await world.ok(
        provider.token,
        `mutation ($p: ID!, $i: RegistrationInput!) { saveRegistration(programId: $p, input: $i) { badge } }`,
        { p: id, i: { email: address, registrationType: "Full" } },
      )
    ).saveRegistration.badge;
  return {
    provider,
    doorLink,
    badgeOf,
    id,
    sessionId: createSession.id as string,
    member,
    link: pathname + hash,
  };
}

const codeOn = async (screen: Visitor): Promise<string> =>
  (await screen.page.locator(".room-digits").innerText()).replace(/\D/g, "");
const marksOf = async (memberId: string) =>
  (await world.sql("SELECT count(*)::int AS count FROM presence WHERE member_id = $1 AND NOT waits", [memberId]))[0]
    .count;

test("from the room's screen to the certificate in at most eight presses; without a network on either side each presence once", async () => {
  const { id, sessionId, member, link } = await scene("phone@example.test");
  const screen = await visit(looks[2]);
  await screen.page.goto(link);
  await screen.page.locator(".room-digits").waitFor();
  const { page, context } = await visit();
  let presses = 0;
  const press = async (name: string) => {
    presses++;
    await page.getByRole("button", { name }).click();
  };
  // The camera opens the picture's address: that is the first press.
  presses++;
  await page.goto(`/presence#${sessionId}.${await codeOn(screen)}`);
  await page.getByLabel("E-mail address").fill("phone@example.test");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press("Sign in");
  await page.getByText("Recorded: you were at “Safe sedation”").waitFor();
  expect(await marksOf(member.id)).toBe(1);
  await page.reload();
  await page.getByRole("heading", { name: "You are here" }).waitFor();
  expect(await marksOf(member.id)).toBe(1);

  // The screen goes on by itself; the phone keeps what it scanned.
  await screen.context.setOffline(true);
  const before = await codeOn(screen);
  const code = await soon(async () => {
    const now = await codeOn(screen);
    expect(now).not.toBe(before);
    return now;
  });
  await context.setOffline(true);
  await page.getByLabel("Digits on the screen").fill(code);
  await page.getByRole("button", { name: "I am here" }).click();
  await page.getByText("Kept on this device").waitFor();
  expect(await marksOf(member.id)).toBe(1);
  await context.setOffline(false);
  await page.getByText("Recorded: you were at “Safe sedation”").waitFor();
  expect(await marksOf(member.id)).toBe(2);

  world.setClock(`${day(3)}T15:00:00Z`);
  presses++;
  await page.goto(`/conferences/${id}`);
  await press("Tick it");
  await soon(async () => expect(await page.locator(".tally-saved").innerText()).toBe("Saved"));
  await press("Generate Certificate");
  await page.waitForURL(/\/certificates\//);
  expect(presses).toBeLessThanOrEqual(8);
  world.setClock(null);
});

interface TreeNode {
  nodeId: string;
  parentId?: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

/** What a screen reader is given of a page. */
class SpokenPage {
  private constructor(private readonly nodes: TreeNode[]) {}

  static async of({ context, page }: Visitor): Promise<SpokenPage> {
    const session = await context.newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    return new SpokenPage(nodes as TreeNode[]);
  }

  /** The names of all that has a role, in their order. */
  names(...roles: string[]): string[] {
    return this.nodes
      .filter(({ ignored, role }) => !ignored && roles.includes(role?.value ?? ""))
      .map(({ name }) => name?.value ?? "");
  }

  /** What is read aloud when it comes: what stands in a live region. */
  announced(): string {
    const byId = new Map(this.nodes.map((node) => [node.nodeId, node]));
    const isLive = (node: TreeNode | undefined): boolean =>
      node !== undefined &&
      (node.properties?.some(({ name, value }) => name === "live" && value.value !== "off") === true ||
        isLive(byId.get(node.parentId ?? "")));
    return this.nodes
      .filter((node) => node.role?.value === "StaticText" && isLive(node))
      .map(({ name }) => name?.value ?? "")
      .join(" ");
  }
}

test("on a phone, by a screen reader's tree: scan, tick, answer and generate by at most eight presses", async () => {
  const email = "reader@example.test";
  const { id, sessionId, link, provider } = await scene(email);
  await asks(world, provider.token, id, [
    question("SCALE", "How was it?", { choices: ["Poor", "Excellent"] }),
    question("TEXT", "What would you change?", { required: false }),
  ]);
  const screen = await visit(looks[2]);
  await screen.page.goto(link);
  await screen.page.locator(".room-digits").waitFor();
  const phone = await visit();
  const { page } = phone;
  await page.setViewportSize({ width: 390, height: 844 });
  let presses = 0;
  /** Presses what is read as this, after all that is on the screen has a name. */
  const press = async (role: "button" | "radio" | "link", name: string) => {
    const spoken = await SpokenPage.of(phone);
    const controls = spoken.names("button", "link", "textbox", "checkbox", "radio", "radiogroup", "heading");
    expect(controls).not.toContain("");
    expect(spoken.names(role).map((each) => each.replace(/\s+/g, " "))).toContain(name);
    expect(spoken.names("main")).toHaveLength(1);
    presses++;
    await page.getByRole(role, { name, exact: true }).click();
  };
  /** Nothing is wrong with what is there, and it is told without being looked for. */
  const finds = async (heading: string, announced: string) => {
    await soon(async () => {
      const spoken = await SpokenPage.of(phone);
      expect(spoken.names("heading")).toContain(heading);
      expect(spoken.announced()).toContain(announced);
    });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/path-${presses}-${colorScheme}.png` });
      expect(await phone.violations()).toEqual([]);
    }
    expect(await phone.overflows()).toBe(false);
  };

  // The camera opens the picture's address.
  presses++;
  await page.goto(`/presence#${sessionId}.${await codeOn(screen)}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press("button", "Sign in");
  await finds("You are here", "Recorded: you were at “Safe sedation”");

  world.setClock(`${day(3)}T15:00:00Z`);
  presses++;
  await page.goto(`/conferences/${id}`);
  await page.getByRole("button", { name: "Tick it" }).waitFor();
  await finds("Spring Congress", "0 sessions");
  await press("button", "Tick it");
  await soon(async () => expect(await page.locator(".tally-saved").innerText()).toBe("Saved"));
  await finds("Spring Congress", "1 session");
  await press("button", "Answer now");
  await finds("Questions about Spring Congress", "0 of 2");
  await press("radio", "4");
  await finds("Questions about Spring Congress", "1 of 2");
  await press("button", "Hand in");
  await finds("Questions about Spring Congress", "Thank you. You have answered on");
  await press("button", "Generate Certificate");
  await page.waitForURL(/\/certificates\//);
  await finds("Your certificate is ready", "");
  expect(presses).toBeLessThanOrEqual(8);
  world.setClock(null);
});

const scansOf = async (sessionId: string) =>
  (
    await world.sql("SELECT count(*)::int AS count FROM presence WHERE session_id = $1 AND source = 'SCAN'", [
      sessionId,
    ])
  )[0].count;

/** The page's camera sees the code of a badge. */
async function showToCamera(page: Visitor["page"], badge: string): Promise<void> {
  const { modules } = create(badge, { errorCorrectionLevel: "M" });
  await page.evaluate(
    ({ size, dark }) => {
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement("canvas");
        canvas.width = 640;
        canvas.height = 480;
        const paint = canvas.getContext("2d");
        setInterval(() => {
          if (!paint) return;
          paint.fillStyle = "#ddd";
          paint.fillRect(0, 0, 640, 480);
          paint.fillStyle = "#111";
          for (const at of dark) paint.fillRect(180 + (at % size) * 10, 100 + Math.floor(at / size) * 10, 10, 10);
        }, 50);
        return canvas.captureStream(10);
      };
    },
    { size: modules.size, dark: [...modules.data].flatMap((module, at) => (module ? [at] : [])) },
  );
}

test("a doorkeeper's telephone scans without a network by hand, scanner and camera, after a reload too, and sends each scan once", async () => {
  const { sessionId, badgeOf, doorLink } = await scene("door@example.test");
  const [ada, bob, eve] = [
    await badgeOf("door@example.test"),
    await badgeOf("bob@x.test"),
    await badgeOf("eve@x.test"),
  ];
  const foreign = await (await scene("elsewhere@example.test")).badgeOf("elsewhere@example.test");
  const phone = await visit();
  const { page, context } = phone;
  await page.goto(await doorLink());
  const number = page.getByLabel("Number on the badge");
  const type = async (badge: string, said: string) => {
    // As a scanner at the cable types it: the text, and Enter.
    await number.fill(badge);
    await number.press("Enter");
    await page.locator(".door-result").getByText(said).waitFor();
  };
  await type(ada, "Full");
  await soon(async () => expect(await scansOf(sessionId)).toBe(1));
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while ((await (await caches.open("accrue-scanner")).keys()).length < 3)
      await new Promise((resolve) => setTimeout(resolve, 20));
  });
  await page.reload();
  await number.waitFor();

  await context.setOffline(true);
  await page.reload();
  await type(bob.toLowerCase().replace(/(.{4})/g, "$1 "), "Full");
  await page.getByText("1 scan is kept on this telephone").waitFor();
  await type(foreign, "another conference");
  await type("https://example.test/", "This is no badge");
  await type(`${ada.slice(0, 4)}000000000000`, "Not known on this telephone");
  await showToCamera(page, eve);
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.getByText("3 scans are kept on this telephone").waitFor();
  await page.getByRole("button", { name: "Stop the camera" }).click();
  await page.getByText("4 people scanned here").waitFor();
  expect(await scansOf(sessionId)).toBe(1);

  await context.setOffline(false);
  await page.getByText("1 scan was not taken").waitFor();
  expect(await scansOf(sessionId)).toBe(3);
  await page.reload();
  await page.getByText("4 people scanned here").waitFor();
  expect(await scansOf(sessionId)).toBe(3);
  // Another link ends this one; what was scanned here is kept for it.
  const next = await doorLink();
  await page.reload();
  await page.getByText("This link was ended").waitFor();
  await page.goto(next);
  await page.getByText("4 people scanned here").waitFor();
});

test.each(looks)("axe finds nothing at the room's screen and where digits are typed, %o", async (look) => {
  const email = `look${look.width}${look.theme}@example.test`;
  const { link, doorLink, badgeOf } = await scene(email);
  const screen = await visit(look);
  await screen.page.goto(link);
  await screen.page.locator(".room-digits").waitFor();
  expect(await screen.violations()).toEqual([]);
  expect(await screen.overflows()).toBe(false);
  const digits = (await screen.page.locator(".room-digits").boundingBox())?.height ?? 0;
  if (look.width > 1_000) expect(digits / look.width).toBeGreaterThan(0.1);
  if (process.env.SHOTS)
    await screen.page.screenshot({ path: `${process.env.SHOTS}/room-${look.width}-${look.theme}.png` });
  await screen.page.goto("/presence");
  await screen.page.getByLabel("E-mail address").fill(email);
  await screen.page.getByLabel("Password", { exact: true }).fill(password);
  await screen.page.getByRole("button", { name: "Sign in" }).click();
  await screen.page.getByRole("heading", { name: "You are here" }).waitFor();
  expect(await screen.violations()).toEqual([]);
  if (process.env.SHOTS)
    await screen.page.screenshot({ path: `${process.env.SHOTS}/presence-${look.width}-${look.theme}.png` });
  const shoot = async (name: string) => {
    expect(await screen.violations()).toEqual([]);
    expect(await screen.overflows()).toBe(false);
    if (process.env.SHOTS)
      await screen.page.screenshot({ path: `${process.env.SHOTS}/${name}-${look.width}-${look.theme}.png` });
  };
  await screen.page.goto("/");
  await screen.page.getByRole("link", { name: "Your badge" }).click();
  await screen.page.locator(".badge-card .qr").waitFor();
  await shoot("badge");
  const door = await doorLink();
  await screen.page.goto(door);
  await screen.page.getByLabel("Number on the badge").fill(await badgeOf(email));
  await screen.page.getByRole("button", { name: "Take" }).click();
  await screen.page.locator(".door-result").waitFor();
  await shoot("scan");
  await doorLink();
  await screen.page.reload();
  await screen.page.getByText("This link was ended").waitFor();
  await shoot("scan-over");
});

/**
 * How high an image has to be so that somebody so far away can read a sign on it: signs are read at 200 times their height (ANSI/AVIXA V202.01,
 * "basic decision making": image height = distance / (200 × sign's share of it)), which are 17 minutes of arc.
 */
const imageHeight = (metres: number, share: number): number => metres / (200 * share);

test.each(["light", "dark"] as const)(
  "the digits of a room's screen are read from 15 m, the picture takes the rest, %s",
  async (theme) => {
    const { link } = await scene(`far.${theme}@example.test`);
    const screen = await visit({ width: 1920, theme });
    const { page } = screen;
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.goto(link);
    await page.locator(".room-digits").waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/room-1920-${theme}.png` });
    const digit = await page.locator(".room-digits").evaluate((element) => {
      const paint = document.createElement("canvas").getContext("2d")!;
      paint.font = getComputedStyle(element).font;
      return Math.min(...[..."0123456789"].map((each) => paint.measureText(each).actualBoundingBoxAscent));
    });
    // On a display of 43 inches, which is 0.54 m high, and on whatever is larger.
    expect(imageHeight(15, digit / 1080)).toBeLessThan(0.54);
    // A camera finds a code from ten times its side: from 15 m where the image is 2.4 m high, and from 6 m on 75 inches.
    const picture = await page.locator(".room .qr").boundingBox();
    expect((picture?.height ?? 0) / 1080).toBeGreaterThan(15 / 10 / 2.4);
    expect(picture?.width).toBeCloseTo(picture?.height ?? 0, 0);
    // Dark on white in either look: cameras read nothing else as surely.
    const line = await page.locator(".room-digits").boundingBox();
    expect((line?.height ?? 0) / digit).toBeLessThan(2);
    expect(await page.locator(".room .qr rect").getAttribute("fill")).toBe("#fff");
    const inside = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1920 && box.y + box.height <= 1080;
    };
    for (const selector of [".room .qr", ".room-digits", ".room-how", ".room-facts"])
      expect([selector, await inside(selector)]).toEqual([selector, true]);
    expect(await screen.violations()).toEqual([]);
  },
);

test("who was there and was not seen says so on the telephone, and reads there what became of it", async () => {
  const { id, sessionId } = await scene("unseen@example.test");
  const { token } = await world.staff();
  world.setClock(`${day(3)}T15:00:00Z`);
  for (const look of looks) {
    const visitor = await visit(look);
    const { page } = visitor;
    await page.goto(`/conferences/${id}`);
    await page.getByLabel("E-mail address").fill("unseen@example.test");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "You were there and nothing shows it?" }).click();
    await page.getByRole("heading", { name: "Safe sedation" }).waitFor();
    if (look === looks[0]) {
      await page.getByLabel("What shows that you were at “Safe sedation”").fill("I sat beside Ann.\nSecond row.");
      expect(await visitor.violations()).toEqual([]);
      await page.getByRole("button", { name: "Send" }).click();
      await page.getByText("It waits for a decision.").waitFor();
      expect(await page.getByRole("button", { name: "Send" }).count()).toBe(0);
      const [{ id: piece }] = await world.sql("SELECT id FROM presence WHERE session_id = $1 AND source = 'SAID'", [
        sessionId,
      ]);
      await world.ok(
        token,
        `mutation ($s: ID!, $ids: [ID!]!) { decidePresence(sessionId: $s, ids: $ids, counts: false, reason: "Ann does not recall it") { id } }`,
        { s: sessionId, ids: [piece] },
      );
      await page.reload();
    }
    await page.getByText("Ann does not recall it").waitFor();
    await page.getByText("It does not count, the accreditor decided").waitFor();
    await page.getByRole("button", { name: "Send" }).waitFor();
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/said-${look.width}-${look.theme}.png`, fullPage: true });
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflows()).toBe(false);
  }
  world.setClock(null);
});
