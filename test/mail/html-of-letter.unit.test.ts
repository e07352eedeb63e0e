import { htmlOfLetter } from "../../server/mail/html-of-letter.ts";

const bodyOf = (text: string) =>
  htmlOfLetter({ text, subject: "A & B", language: "en" }, "Sleep & Co", "https://credit.example")
    .split("<body>")[1]
    ?.split("</body>")[0];

test("a mail's page has the words of its text, and no markup that others wrote", () => {
  expect(
    bodyOf(
      'Hello,\n\nThe reason given:\n<b>"no"</b>\n\nSee https://evil.example/x.\n\nSleep & Co\nhttps://credit.example\n',
    ),
  ).toBe(`
<div class="mail">
<p class="from">Sleep &amp; Co</p>
<p>Hello,</p>
<p>The reason given:<br>
&lt;b&gt;&quot;no&quot;&lt;/b&gt;</p>
<p>See https://evil.example/x.</p>
<p class="signature">Sleep &amp; Co<br>
<a href="https://credit.example">https://credit.example</a></p>
</div>
`);
});

test.each([
  ["Open https://credit.example/admin/#/programs/1/show.", "https://credit.example/admin/#/programs/1/show", "."],
  ["Open https://credit.example, then go on.", "https://credit.example", ", then go on."],
  ["https://credit.example/?a=1&b=2", "https://credit.example/?a=1&amp;b=2", ""],
  // Another's host that begins like ours is no way to there.
  ["https://credit.example.evil.example/x", "https://credit.example", ".evil.example/x"],
])("%j is a link of ours", (text, address, rest) => {
  expect(bodyOf(text)).toContain(`<a href="${address}">${address}</a>${rest}</p>`);
});

test("its language says from which side it is read", () => {
  const page = (language: string) => htmlOfLetter({ text: "x", subject: "x", language }, "x", "https://credit.example");
  expect(page("de")).toContain('<html lang="de" dir="ltr">');
  expect(page("ar")).toContain('<html lang="ar" dir="rtl">');
});
