import { Decimal } from "decimal.js";
import { DateTime } from "luxon";
import type { Content } from "pdfmake/interfaces.js";
import { type Message, say } from "../core/messages/message.ts";
import { dayInWords, daysInWords, type Language, sentence } from "../core/messages/sentence.ts";
import { breakable, printableName, printableText } from "../core/print/printable-text.ts";
import { type FitOptions, type FittedText, fitText } from "./pdf/fit-text.ts";
import { type Drawing, divider, frame, INK, plainFrame, qrCode, rule, seal } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** A session on a conference certificate. */
export interface CertificateSession {
  title: string;
  /** YYYY-MM-DD */
  attendedOn: string;
  /** Exact decimal with two places, "1.25". */
  credits: string;
  virtual: boolean;
  /** Whether it earned as one of its speakers, where the session says so. */
  instructs?: boolean;
}

/** What a certificate says, frozen when it is issued. Days are YYYY-MM-DD, credits exact decimals with two places. */
export interface CertificateContent {
  /** The accreditor's logo as a data URL, a PNG without transparency or a JPEG; null: none. */
  logo: string | null;
  accreditorName: string;
  certificateNumber: string;
  /** "XXXX-XXXX-XXXX-XXXX" */
  verificationCode: string;
  /** http or https */
  verifyUrl: string;
  recipientName: string;
  /** The accreditor's name for the member ID: "AAST ID". */
  memberIdLabel: string;
  memberNumber: string;
  /** Licences and registry numbers, each with its kind: "NPI 1234567893". */
  licences?: readonly string[];
  title: string;
  programNumber: string;
  programType: string;
  providerName: string;
  providerNumber: string;
  /** The provider's postal address in one line; empty: it is not printed. */
  providerAddress?: string;
  /** Names of those who provided it together with the provider. */
  jointProviders?: readonly string[];
  /** "Chicago, IL" or "Online" */
  place: string;
  startsOn: string;
  endsOn: string;
  completedOn: string;
  /** The total. Of a conference certificate: exactly the sum of its sessions. */
  credits: string;
  /** "CEC" */
  creditUnit: string;
  /** "1 CEC = 60 minutes" */
  creditRule: string;
  signatoryName: string;
  signatoryTitle: string;
  issuedOn: string;
  /** Of its own words. */
  language: Language;
  /** Where it was made as a sample, which certifies nothing; false: it is none. */
  sample?: "SANDBOX" | "REHEARSAL" | false;
  /** Of further kinds of credit, each on a line of its own. */
  kinds?: readonly {
    name: string;
    unit: string;
    credits: string;
    /** Whether another kind includes it. */
    isPart: boolean;
    /** Empty: the accreditor. */
    approvingBody: string;
    /** Empty: none. */
    approvalNumber: string;
  }[];
  /** Of a conference certificate. */
  sessions?: readonly CertificateSession[];
}

/** US Letter, landscape, in points. */
const PAGE = { width: 792, height: 612 };
const MIDDLE = PAGE.width / 2;
const COLUMN = 592;
const GREY = "#4a4f5a";

/** Most sessions on one certificate: far above any conference, and drawn in about a second. */
const MOST_SESSIONS = 500;

/**
 * The certificate as a document for `renderPdf`. One page to hang on a wall; a conference certificate goes on with the
 * list of sessions and their total.
 * @throws RangeError where a text is longer than its place (titles and names 500 characters, numbers 40) or there are
 *   more than 500 sessions
 * @throws Error where the credits of the sessions do not add up to `credits`, a day is none, or the link is no web link
 */
export function certificateDocument(content: CertificateContent): TaggedDocument {
  const printed = printable(content);
  const structure = new Tag("Document");
  const pages: Content[] = [wall(printed, structure)];
  if (printed.sessions) pages.push(sessionList(printed, printed.sessions, structure));
  return {
    structure,
    pageSize: "LETTER",
    pageOrientation: "landscape",
    pageMargins: [60, 78, 60, 58],
    defaultStyle: { font: "Sans", fontSize: 9, color: INK },
    images: printed.logo ? { logo: printed.logo } : {},
    background: (page) => ({
      canvas: (page === 1 ? frame(PAGE.width, PAGE.height) : plainFrame(PAGE.width, PAGE.height)) as never,
    }),
    header: (page) => (page === 1 ? null : continuationHeading(printed)),
    footer: (page, pages) => (page === 1 ? null : continuationFooting(printed, page, pages)),
    content: pages,
  };
}

/** "March 5, 2024". Throws where the text is not a day of the calendar as YYYY-MM-DD. */
export function printedDay(day: string, language: Language): string {
  assertDay(day);
  return dayInWords(day, language);
}

function assertDay(day: string): void {
  if (!DateTime.fromFormat(day, "yyyy-MM-dd", { zone: "utc" }).isValid)
    throw new Error(`${JSON.stringify(day)} is not a day as YYYY-MM-DD.`);
}

/** The content with each text as it can be printed, and checked. */
function printable(content: CertificateContent): CertificateContent {
  const blank = sentence(say("certificate.notPrintable"), content.language);
  const text = (value: string) => printableText(value, blank);
  /** Numbers and labels of our own, which have a place of fixed size. */
  const short = (value: string, what: string, longest = 40) => {
    if (value.length > longest) throw new RangeError(`The ${what} has ${value.length} characters; ${longest} fit.`);
    return text(value);
  };
  const url = new URL(short(content.verifyUrl, "link", 200));
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Error(`The link to verify a certificate must be a web link, not ${url.protocol}`);
  }
  const sessions = content.sessions?.map((session) => ({ ...session, title: text(session.title) }));
  if (sessions) requireTotal(sessions, content.credits);
  return {
    ...content,
    verifyUrl: url.href,
    accreditorName: text(content.accreditorName),
    certificateNumber: short(content.certificateNumber, "certificate number"),
    verificationCode: short(content.verificationCode, "verification code"),
    recipientName: printableName(content.recipientName, blank),
    memberIdLabel: short(content.memberIdLabel, "label of the member ID"),
    memberNumber: short(content.memberNumber, "member ID"),
    licences: (content.licences ?? []).map(text),
    title: text(content.title),
    programNumber: short(content.programNumber, "program number"),
    programType: text(content.programType),
    providerName: text(content.providerName),
    providerNumber: short(content.providerNumber, "provider number"),
    providerAddress: content.providerAddress ? text(content.providerAddress) : "",
    jointProviders: (content.jointProviders ?? []).map(text),
    place: text(content.place),
    credits: short(content.credits, "credits"),
    creditUnit: short(content.creditUnit, "credit unit"),
    creditRule: short(content.creditRule, "credit rule", 200),
    signatoryName: printableName(short(content.signatoryName, "signatory", 120), blank),
    // Whoever signs may do so without a title.
    signatoryTitle: content.signatoryTitle === "" ? "" : short(content.signatoryTitle, "title of the signatory", 200),
    ...(sessions ? { sessions } : {}),
    kinds: (content.kinds ?? []).map((kind) => ({
      ...kind,
      name: text(kind.name),
      unit: text(kind.unit),
      approvingBody: kind.approvingBody && text(kind.approvingBody),
      approvalNumber: kind.approvalNumber && text(kind.approvalNumber),
    })),
  };
}

function requireTotal(sessions: readonly CertificateSession[], credits: string): void {
  if (sessions.length > MOST_SESSIONS) {
    throw new RangeError(`A certificate lists at most ${MOST_SESSIONS} sessions, not ${sessions.length}.`);
  }
  const total = sessions.reduce((sum, session) => sum.plus(session.credits), new Decimal(0));
  if (!total.equals(credits)) {
    throw new Error(`The sessions add up to ${total.toFixed(2)} credits, but the certificate says ${credits}.`);
  }
}

/** Text of the wall page that stands in the middle, one under the other. */
interface Row {
  role: "H1" | "P";
  text: string;
  style: TextStyle;
  fit: Omit<FitOptions, "width">;
  /** Room above, in points, where there is enough. */
  above: number;
  /** A drawing under the text. */
  ornament?: (y: number) => Drawing[];
  ornamentHeight?: number;
}

function wall(content: CertificateContent, structure: Tag): Content {
  const drawings: Drawing[] = [];
  const texts: Content[] = content.logo ? [logo(content, structure)] : [];
  const top = WALL_TOP + (content.logo ? LOGO.height + LOGO.below : 0);
  // Long texts shrink the page's type step by step until everything stands above the signature.
  for (const scale of [1, 0.92, 0.84, 0.76, 0.68, 0.6]) {
    const rows = wallRows(content).map((row) => ({ ...row, fitted: fitRow(row, scale) }));
    const height = rows.reduce((sum, row) => sum + row.fitted.height + (row.ornamentHeight ?? 0), 0);
    const room = WALL_BOTTOM - top;
    const airs = rows.reduce((sum, row) => sum + row.above, 0);
    if (height + airs * 0.35 > room && scale > 0.6) continue;
    const air = Math.max(0, Math.min(1.45, (room - height) / airs));
    let y = top + Math.max(0, (room - height - airs * air) / 2);
    for (const row of rows) {
      y += row.above * air;
      texts.push(
        at(MIDDLE - COLUMN / 2, y, COLUMN, [
          taggedText(structure.add(row.role), row.fitted.text, {
            alignment: "center",
            ...row.style,
            fontSize: row.fitted.fontSize,
          }),
        ]),
      );
      y += row.fitted.height;
      if (row.ornament) drawings.push(...row.ornament(y + (row.ornamentHeight ?? 0) / 2));
      y += row.ornamentHeight ?? 0;
    }
    break;
  }
  return { stack: [art(drawings), ...texts, ...signature(content, structure), ...verification(content, structure)] };
}

/** Where the middle of the wall page starts and ends, in points from the top. */
const WALL_TOP = 56;
const WALL_BOTTOM = 454;
/** The place of the logo, above all else in the middle. */
const LOGO = { width: 200, height: 44, below: 4 };

function logo(content: CertificateContent, structure: Tag): Content {
  const left = MIDDLE - LOGO.width / 2;
  const tag = structure.add("Figure", {
    alt: sentence(say("certificate.logoOf", { name: content.accreditorName }), content.language),
    box: [left, WALL_TOP, left + LOGO.width, WALL_TOP + LOGO.height],
  });
  return at(left, WALL_TOP, LOGO.width, [
    { image: "logo", fit: [LOGO.width, LOGO.height], alignment: "center", tag } as unknown as Content,
  ]);
}

function fitRow(row: Row, scale: number): FittedText {
  const sizes = row.fit.sizes.map(({ size, lines }) => ({ size: size * scale, lines }));
  return fitText(row.text, { ...row.fit, sizes, width: COLUMN });
}

function wallRows(content: CertificateContent): Row[] {
  const small: Omit<FitOptions, "width"> = {
    font: "Sans",
    sizes: [
      { size: 9.5, lines: 2 },
      { size: 8, lines: 4 },
    ],
  };
  const lead: Omit<FitOptions, "width"> = {
    font: "Serif",
    style: "italics",
    sizes: [
      { size: 14, lines: 1 },
      { size: 10, lines: 2 },
    ],
  };
  const { language, sessions, startsOn, endsOn } = content;
  const words = (message: Message) => sentence(message, language);
  for (const day of [startsOn, endsOn]) assertDay(day);
  const days = daysInWords(startsOn, endsOn, language);
  const completed = printedDay(content.completedOn, language);
  return [
    ...(content.sample
      ? [
          {
            role: "P",
            text: words(say(content.sample === "REHEARSAL" ? "certificate.rehearsalNote" : "certificate.sampleNote")),
            style: { bold: true, color: "#9b2226" },
            fit: { ...small, style: "bold" },
            above: 0,
          } as const,
        ]
      : []),
    {
      role: "P",
      text: content.accreditorName,
      style: { font: "Serif", bold: true, characterSpacing: 0.8 },
      fit: {
        font: "Serif",
        style: "bold",
        spacing: 0.8,
        sizes: [
          { size: 17, lines: 1 },
          { size: 13, lines: 2 },
          { size: 9, lines: 4 },
        ],
      },
      above: 0,
    },
    {
      role: "H1",
      text: words(sessions ? say("certificate.ofAttendance") : say("certificate.ofCompletion")),
      style: { font: "Serif" },
      fit: {
        font: "Serif",
        sizes: [
          { size: 43, lines: 1 },
          { size: 30, lines: 1 },
          { size: 20, lines: 2 },
        ],
      },
      above: 2,
      ornament: (y) => divider(MIDDLE, y, 210),
      ornamentHeight: 12,
    },
    {
      role: "P",
      text: words(say("certificate.certifiesThat")),
      style: { font: "Serif", italics: true, color: GREY },
      fit: lead,
      above: 9,
    },
    {
      role: "P",
      text: content.recipientName,
      style: { font: "Serif" },
      fit: {
        font: "Serif",
        sizes: [
          { size: 38, lines: 1 },
          { size: 31, lines: 1 },
          { size: 27, lines: 2 },
          { size: 22, lines: 2 },
          { size: 18, lines: 3 },
          { size: 12, lines: 5 },
        ],
      },
      above: 5,
    },
    {
      role: "P",
      text: `${content.memberIdLabel} ${content.memberNumber}`,
      style: { color: GREY, characterSpacing: 0.5 },
      fit: { ...small, spacing: 0.5 },
      above: 2,
    },
    ...(content.licences?.length
      ? [{ role: "P", text: content.licences.join(" · "), style: { color: GREY }, fit: small, above: 2 } as const]
      : []),
    {
      role: "P",
      text: words(sessions ? say("certificate.hasAttended") : say("certificate.hasCompleted")),
      style: { font: "Serif", italics: true, color: GREY },
      fit: lead,
      above: 10,
    },
    {
      role: "P",
      text: content.title,
      style: { font: "Serif", bold: true },
      fit: {
        font: "Serif",
        style: "bold",
        sizes: [
          { size: 23, lines: 1 },
          { size: 20, lines: 2 },
          { size: 16, lines: 3 },
          { size: 12.5, lines: 4 },
          { size: 10, lines: 7 },
        ],
      },
      above: 5,
    },
    { role: "P", text: `${content.place} · ${days}`, style: {}, fit: small, above: 5 },
    {
      role: "P",
      text: words(
        say("certificate.program", {
          type: content.programType,
          program: content.programNumber,
          provider: content.providerName,
          number: content.providerNumber,
        }),
      ),
      style: { color: GREY },
      fit: small,
      above: 2,
    },
    ...(content.providerAddress
      ? [{ role: "P", text: content.providerAddress, style: { color: GREY }, fit: small, above: 0 } as const]
      : []),
    ...(content.jointProviders?.length
      ? [
          {
            role: "P",
            text: words(say("certificate.jointly", { names: content.jointProviders.join(" · ") })),
            style: { color: GREY },
            fit: { font: "Sans", sizes: [...small.sizes, { size: 6, lines: 7 }, { size: 4.5, lines: 20 }] },
            above: 2,
          } as const,
        ]
      : []),
    {
      role: "P",
      text: words(say("certificate.credits", { credits: content.credits, unit: content.creditUnit })),
      style: { font: "Serif", bold: true },
      fit: {
        font: "Serif",
        style: "bold",
        sizes: [
          { size: 27, lines: 1 },
          { size: 18, lines: 2 },
          { size: 10, lines: 4 },
        ],
      },
      above: 11,
    },
    ...(content.kinds ?? []).map(
      ({ name, unit, credits, isPart, approvingBody: body, approvalNumber: number }): Row => ({
        role: "P",
        text: words(
          say("certificate.kind", {
            name,
            unit,
            credits,
            body,
            number,
            isPart: isPart ? "yes" : "no",
            hasBody: body ? "yes" : "no",
            hasNumber: number ? "yes" : "no",
          }),
        ),
        style: { font: "Serif", bold: true },
        fit: {
          font: "Serif",
          style: "bold",
          sizes: [
            { size: 13, lines: 1 },
            { size: 10, lines: 2 },
            { size: 8, lines: 4 },
          ],
        },
        above: 1,
      }),
    ),
    {
      role: "P",
      text: words(say("certificate.completed", { rule: content.creditRule, completed })),
      style: { color: GREY },
      fit: small,
      above: 0,
    },
  ];
}

function signature(content: CertificateContent, structure: Tag): Content[] {
  const [x, width, line] = [84, 196, 506];
  const signed = fitText(content.signatoryName, {
    font: "Script",
    width,
    sizes: [
      { size: 27, lines: 1 },
      { size: 20, lines: 1 },
      { size: 13, lines: 2 },
      { size: 7, lines: 4 },
    ],
  });
  const name = fitText(content.signatoryName, {
    font: "Serif",
    width,
    sizes: [
      { size: 12, lines: 1 },
      { size: 9, lines: 2 },
      { size: 6, lines: 3 },
    ],
  });
  const title = fitText(content.signatoryTitle, {
    font: "Sans",
    width,
    sizes: [
      { size: 8.5, lines: 1 },
      { size: 7.5, lines: 2 },
      { size: 5, lines: 4 },
    ],
  });
  const figure = structure.add("Figure", {
    alt: sentence(say("certificate.signatureOf", { name: content.signatoryName }), content.language),
    box: [x, line - signed.height + 1, x + width, line + 1],
  });
  return [
    at(x, line - signed.height + 1, width, [
      taggedText(figure, signed.text, { font: "Script", fontSize: signed.fontSize, alignment: "center" }),
    ]),
    art([rule(x, line, x + width), ...seal(MIDDLE, 508, 42)]),
    at(x, line + 3, width, [
      taggedText(structure.add("P"), name.text, { font: "Serif", fontSize: name.fontSize, alignment: "center" }),
      ...(content.signatoryTitle === ""
        ? []
        : [taggedText(structure.add("P"), title.text, { fontSize: title.fontSize, alignment: "center", color: GREY })]),
    ]),
  ];
}

function verification(content: CertificateContent, structure: Tag): Content[] {
  const words = (message: Message) => sentence(message, content.language);
  const size = 66;
  const [x, y] = [PAGE.width - 84 - size, 475];
  const width = 172;
  const left = x - 14 - width;
  const line = (text: string, style: TextStyle, sizes: FitOptions["sizes"], bold = false) => {
    const fitted = fitText(text, { font: "Sans", style: bold ? "bold" : "normal", width, sizes });
    return { text: fitted.text, style: { ...style, bold, fontSize: fitted.fontSize, alignment: "right" } as TextStyle };
  };
  const tiny = [
    { size: 8, lines: 1 },
    { size: 6.5, lines: 2 },
    { size: 4.5, lines: 6 },
  ];
  const number = line(words(say("certificate.number", { number: content.certificateNumber })), {}, tiny, true);
  const issued = line(
    words(say("certificate.issued", { day: printedDay(content.issuedOn, content.language) })),
    { color: GREY },
    tiny,
  );
  const code = line(content.verificationCode, { characterSpacing: 0 }, [{ size: 11, lines: 1 }, ...tiny], true);
  const label = line(words(say("certificate.code")), { color: GREY }, tiny);
  const url = line(content.verifyUrl, {}, [
    { size: 7, lines: 2 },
    { size: 5, lines: 4 },
    { size: 3.5, lines: 9 },
  ]);
  const box = [x, y, x + size, y + size] as [number, number, number, number];
  return [
    at(left, y - 4, width, [
      taggedText(structure.add("P"), number.text, number.style),
      taggedText(structure.add("P"), issued.text, issued.style),
      taggedText(structure.add("P"), label.text, { ...label.style, margin: [0, 5, 0, 0] }),
      taggedText(structure.add("P"), code.text, code.style),
      taggedText(
        structure
          .add("P")
          .add("Link", { url: content.verifyUrl, alt: words(say("certificate.verifyAt", { url: content.verifyUrl })) }),
        url.text,
        url.style,
      ),
    ]),
    art([
      qrCode(
        content.verifyUrl,
        x,
        y,
        size,
        structure.add("Figure", { alt: words(say("certificate.qrCode", { url: content.verifyUrl })), box }),
      ),
    ]),
  ];
}

function sessionList(content: CertificateContent, sessions: readonly CertificateSession[], structure: Tag): Content {
  const words = (message: Message) => sentence(message, content.language);
  const table = structure.add("H2");
  const heading = taggedText(table, words(say("certificate.sessions")), {
    font: "Serif",
    fontSize: 20,
    margin: [0, 0, 0, 8],
  });
  const list = structure.add("Table");
  const headingRow = list.add("THead").add("TR");
  const body = list.add("TBody");
  const headingCell = (text: string, alignment: TextStyle["alignment"] = "left") =>
    taggedText(headingRow.add("TH", { scope: "Column" }), text, { bold: true, fontSize: 8.5, alignment });
  const rows = sessions.map((session) => {
    const row = body.add("TR");
    return [
      taggedText(row.add("TD"), breakable(session.title)),
      taggedText(row.add("TD"), printedDay(session.attendedOn, content.language)),
      taggedText(row.add("TD"), words(formatOf(session))),
      taggedText(row.add("TD"), session.credits, { alignment: "right" }),
    ];
  });
  const totalRow = body.add("TR");
  const total = taggedText(totalRow.add("TH", { scope: "Row", columns: 3 }), words(say("certificate.total")), {
    bold: true,
    colSpan: 3,
  });
  const credits = taggedText(totalRow.add("TD"), content.credits, { bold: true, alignment: "right" });
  return {
    pageBreak: "before",
    stack: [
      heading,
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          keepWithHeaderRows: 1,
          widths: ["*", 100, 62, 54],
          body: [
            [
              headingCell(words(say("certificate.session"))),
              headingCell(words(say("certificate.attendedOn"))),
              headingCell(words(say("certificate.format"))),
              headingCell(
                content.creditUnit.length <= 12 ? content.creditUnit : words(say("certificate.creditsHeading")),
                "right",
              ),
            ],
            ...rows,
            [total, "", "", credits],
          ],
        },
        layout: tableLines(rows.length + 1),
      },
    ],
  };
}

function formatOf({ virtual, instructs }: CertificateSession): Message {
  if (instructs) return say("certificate.instructor");
  return virtual ? say("certificate.virtual") : say("certificate.inPerson");
}

/** Rules under the headings and around the total, and hairlines between lines. */
export function tableLines(totalRow: number) {
  return {
    hLineWidth: (line: number) => (line === 0 ? 0 : line === 1 || line === totalRow ? 0.9 : 0.25),
    hLineColor: (line: number) => (line === 1 || line === totalRow ? INK : "#b9bdc6"),
    vLineWidth: () => 0,
    paddingLeft: (column: number) => (column === 0 ? 0 : 6),
    paddingRight: () => 6,
    paddingTop: () => 3.2,
    paddingBottom: () => 3.2,
  };
}

function continuationHeading(content: CertificateContent): Content {
  const line = `${content.recipientName} · ${content.title}`;
  const shown = fitText(line, {
    font: "Sans",
    width: PAGE.width - 120,
    sizes: [
      { size: 8.5, lines: 1 },
      { size: 6.5, lines: 2 },
      { size: 4, lines: 9 },
    ],
  });
  return { text: shown.text, fontSize: shown.fontSize, color: GREY, margin: [60, 48, 60, 0] };
}

function continuationFooting(content: CertificateContent, page: number, pages: number): Content {
  const words = (message: Message) => sentence(message, content.language);
  return {
    margin: [60, 14, 60, 0],
    columns: [
      {
        text: words(
          say("certificate.numberAndCode", { number: content.certificateNumber, code: content.verificationCode }),
        ),
        fontSize: 8,
        color: GREY,
      },
      {
        text: words(say("certificate.page", { page, pages })),
        fontSize: 8,
        color: GREY,
        alignment: "right",
        width: 90,
      },
    ],
  };
}

/** Content at a place of the page, in points, and of a width. */
function at(x: number, y: number, width: number, stack: Content[]): Content {
  return { columns: [{ width, stack }], absolutePosition: { x, y } };
}

function art(drawings: Drawing[]): Content {
  return { canvas: drawings as never, absolutePosition: { x: 0, y: 0 } };
}
