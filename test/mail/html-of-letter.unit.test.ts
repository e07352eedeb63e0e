import fc from "fast-check";
import type { Context } from "../../server/core/context.ts";
import { contrast, leastContrast, readableOn, textOn } from "../../server/core/contrast.ts";
import { sentence } from "../../server/core/messages/sentence.ts";
import { htmlOfLetter } from "../../server/mail/html-of-letter.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { optionalKinds } from "../../server/mail/mail-choices.ts";
import { sampleLetters } from "../../server/mail/sample-letters.ts";

const look = {
  accreditor: "Sleep & Co",
  senderName: "Sleep & Co",
  colour: "#0b6e4f",
  accentColour: "#0b6e4f",
  logo: null,
};

const pageOf = (text: string, kind = MailKind.CHANGE, language = "en") =>
  htmlOfLetter({ kind, text, subject: "A & B", language }, look, "https://credit.example");

/** The body without tags of the frame and without styles: its paragraphs as they stand there. */
const partsOf = (page: string) =>
  [
    ...page
      .replace(/ style="[^"]*"/g, "")
      .matchAll(/<(?:p class="text"|td class="(?:from|signature)")>([\s\S]*?)<\/(?:p|td)>/g),
  ].map(([, inner]) => inner);

test("a mail's page has the words of its text, and no markup that others wrote", () => {
  expect(
    partsOf(
      pageOf(
        'Hello,\n\nThe reason given:\n<b class="head">"no"</b>\n\nSee https://evil.example/x.\n\nSleep & Co\nhttps://credit.example\n',
      ),
    ),
  ).toEqual([
    "Sleep &amp; Co",
    "Hello,",
    "The reason given:<br>\n&lt;b class=&quot;head&quot;&gt;&quot;no&quot;&lt;/b&gt;",
    "See https://evil.example/x.",
    'Sleep &amp; Co<br>\n<a class="link" href="https://credit.example">https://credit.example</a>',
  ]);
});

test.each([
  ["Open https://credit.example/admin/#/programs/1/show.", "https://credit.example/admin/#/programs/1/show", "."],
  ["Open https://credit.example, then go on.", "https://credit.example", ", then go on."],
  ["https://credit.example/?a=1&b=2", "https://credit.example/?a=1&amp;b=2", ""],
  // Another's host that begins like ours is no way to there.
  ["https://credit.example.evil.example/x", "https://credit.example", ".evil.example/x"],
])("%j is a link of ours", (text, address, rest) => {
  expect(partsOf(pageOf(text))[1]).toContain(`<a class="link" href="${address}">${address}</a>${rest}`);
});

test("where a mail leads to there is a button as well, in words; a way out of mails gets none", () => {
  const buttons = (text: string, kind?: MailKind) =>
    [...pageOf(`Hello,\n\n${text}\n\nSleep & Co\nhttps://credit.example\n`, kind).matchAll(/class="press"[^>]*>/g)].map(
      ([tag]) => /href="([^"]*)"/.exec(tag)?.[1],
    );
  expect(buttons("Open it: https://credit.example/verify/A\n\nOr https://credit.example/b")).toEqual([
    "https://credit.example/verify/A",
  ]);
  expect(buttons("Nothing to open.")).toEqual([]);
  expect(buttons("Write to us at https://credit.example")).toEqual([]);
  expect(buttons("https://credit.example.evil.example/x")).toEqual([]);
  expect(buttons("End it: https://credit.example/unsubscribe/1", MailKind.ANNOUNCEMENT)).toEqual([]);
  expect(pageOf("Choose it: https://credit.example/reset", MailKind.PASSWORD_RESET)).toContain(
    ">Choose a new password</a>",
  );
});

test("its language says from which side it is read", () => {
  expect(pageOf("x", MailKind.CHANGE, "de")).toContain('<html lang="de" dir="ltr">');
  expect(pageOf("x", MailKind.CHANGE, "ar")).toContain('<html lang="ar" dir="rtl">');
});

test("words can be read in whatever colour the accreditor has chosen", () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
  expect([contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff").toFixed(2)]).toEqual([21, "4.48"]);
  fc.assert(
    fc.property(colour, colour, (one, ground) => {
      expect(contrast(textOn(ground), ground)).toBeGreaterThanOrEqual(leastContrast);
      const readable = readableOn(one, ground);
      expect(contrast(readable, ground)).toBeGreaterThanOrEqual(leastContrast);
      if (contrast(one, ground) >= leastContrast) expect(readable).toBe(one);
    }),
  );
});

/** Every kind of mail: what somebody must know or has asked for, or what its reader can turn off. A new one is decided here. */
const told: Record<MailKind, "duty" | "choice"> = {
  CERTIFICATE: "duty",
  WELCOME: "duty",
  SIGN_UP: "duty",
  EMAIL_CODE: "duty",
  PASSWORD_RESET: "duty",
  CHANGE: "duty",
  INVITATION: "duty",
  PROVIDER: "duty",
  MERGE: "duty",
  ERASURE: "duty",
  PROGRAM_SUBMITTED: "choice",
  PROGRAM_TAKEN_UP: "choice",
  REVIEW: "duty",
  CHANGES_REQUESTED: "duty",
  PROGRAM_APPROVED: "duty",
  PROGRAM_DENIED: "duty",
  SESSION_DECIDED: "duty",
  PRESENCE_DECIDED: "duty",
  CREDIT_DECIDED: "duty",
  RENEWAL_DUE: "choice",
  DEADLINE_EXTENDED: "duty",
  ATTENDANCE_REMINDER: "duty",
  ATTENDANCE_RECORDED: "choice",
  FEE_DUE: "duty",
  RECEIPT: "duty",
  DOCUMENTS_DUE: "duty",
  EVALUATION: "duty",
  SPEAKER: "duty",
  CERTIFICATES_RELEASED: "choice",
  STAFF_DIGEST: "choice",
  LOG_HEAD: "duty",
  ATTENDEE_KIT: "choice",
  ANNOUNCEMENT: "choice",
};

test("of every kind of mail it is decided whether its reader can turn it off, and there is one to look at before", () => {
  const ctx = { config: { publicUrl: "https://credit.example" } } as Context;
  const samples = sampleLetters(ctx, { name: "Ann", title: "Title", provider: "Lakeside", reason: "Because." });
  const found = Object.values(MailKind).map((kind) => [kind, optionalKinds.includes(kind) ? "choice" : "duty"]);
  expect(Object.fromEntries(found)).toEqual(told);
  for (const kind of Object.values(MailKind)) {
    const { subject, paragraphs } = samples[kind];
    const text = [subject, ...paragraphs].map((each) => sentence(each, "en"));
    expect([kind, text.every((line) => line.trim() !== "" && !line.includes("{"))]).toEqual([kind, true]);
    expect([kind, text.join().includes("undefined")]).toEqual([kind, false]);
  }
});
