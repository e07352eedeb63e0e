import { writeFileSync } from "node:fs";
import { PNG } from "pngjs";
import { create } from "qrcode";
import { htmlOfLetter } from "../../server/mail/html-of-letter.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { badgeContentId, badgeIn, badgePicture } from "../../server/mail/mail-badge.ts";

const look = { accreditor: "Sleep", senderName: "Sleep", colour: "#0b6e4f", accentColour: "#0b6e4f", logo: null };
const badge = "7K3M-9QXA-0TBC-5HZ2";
const letter = (closing: string, kind = MailKind.ATTENDEE_KIT) => ({
  kind,
  text: `Dear Ann,\n\nCome early. Ours is AAAA-BBBB-CCCC-DDDD.\n\n${closing}\n\nSleep\nhttps://credit.example\n`,
  subject: "Soon",
  language: "en",
});
const scanned = `Where badges are scanned at the doors, yours is ${badge}. It stands here: https://credit.example/badge`;
const pageOf = (mail: ReturnType<typeof letter>) => htmlOfLetter(mail, look, "https://credit.example");

test("the mail to who is registered has the reader's badge as a picture, with words in its place", () => {
  const mail = letter(scanned);
  expect(badgeIn(mail)).toBe(badge);
  const page = pageOf(mail);
  expect(page.match(/<img [^>]*>/g)).toEqual([
    `<img class="badge" style="display:block;border:0;width:200px;height:200px" src="cid:${badgeContentId}" alt="QR code of your badge: ${badge}" width="200" height="200">`,
  ]);
  expect(page.indexOf("<img")).toBeGreaterThan(page.indexOf(`yours is ${badge}`));
  if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/mail.html`, page);
});

test("what a provider writes is no badge, and no other mail has a picture of one", () => {
  for (const mail of [letter("This mail is from Lakeside."), letter(scanned, MailKind.ANNOUNCEMENT)]) {
    expect(badgeIn(mail)).toBeNull();
    expect(pageOf(mail)).not.toContain("<img");
  }
});

test("the picture is the code of the number alone, dark on white with four modules of white around it", async () => {
  const { contentId, mediaType, content } = await badgePicture(badge);
  expect([contentId, mediaType]).toEqual(["badge", "image/png"]);
  if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/badge.png`, content);
  const picture = PNG.sync.read(content);
  const { modules } = create("7K3M9QXA0TBC5HZ2", { errorCorrectionLevel: "M" });
  const [quiet, scale] = [4, 8];
  expect([picture.width, picture.height]).toEqual(Array(2).fill((modules.size + 2 * quiet) * scale));
  const dark = (row: number, column: number) =>
    picture.data[4 * (((row + quiet) * scale + 4) * picture.width + (column + quiet) * scale + 4)]! < 128;
  for (let row = -quiet; row < modules.size + quiet; row++)
    for (let column = -quiet; column < modules.size + quiet; column++) {
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      expect([row, column, dark(row, column)]).toEqual([row, column, inside && modules.get(row, column) === 1]);
    }
});
