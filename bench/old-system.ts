import { smallPdf } from "../test/support/small-pdf.ts";

/** A fault that the check must name. */
export interface Planted {
  file: string;
  line: number;
  code: string;
  /** A warning is to be looked at; with it the bundle is recorded all the same. */
  severity: "ERROR" | "WARNING";
}

/** What one accreditor has, and what is wrong with it. */
export interface OldSystem {
  files: Map<string, Buffer>;
  /** PDFs of certificates, made when they are asked for. */
  pdfs: () => Generator<[name: string, content: Buffer]>;
  planted: Planted[];
  records: Record<string, number>;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** A thousand in a folder. */
const pdfOf = (n: number): string => `pdf/${Math.floor(n / 1_000)}/X${n}.pdf`;

/**
 * What one accreditor has in its old system, in files as people have them; with the faults of real lists, or mended.
 * @param size 1: 994 programs, 20,000 members, 1,000,000 attendances, 300,000 certificates with their PDFs
 */
export function oldSystem(size: number, faulty: boolean): OldSystem {
  const of = (all: number) => Math.max(4, Math.round(all * size));
  const [providers, programs, members] = [of(200), of(994), of(20_000)];
  const perMember = Math.min(50, programs * 2);
  const planted: Planted[] = [];
  const texts: Record<string, string[]> = {};
  const add = (file: string, ...rows: string[]) => {
    const lines = texts[file] ?? [];
    texts[file] = lines;
    for (const row of rows) lines.push(row);
  };
  const fault = (file: string, row: string, code: string, severity: Planted["severity"] = "ERROR") => {
    if (!faulty) return;
    add(file, row);
    planted.push({ file, line: texts[file]?.length ?? 0, code, severity });
  };
  const faults = 3;

  add("providers.csv", "Provider ID,Name,Contact Email");
  for (let i = 0; i < providers; i++) add("providers.csv", `P${2_000 + i},Höhere Schule ${i},office${i}@example.test`);
  fault("providers.csv", "P2001,Again,", "DUPLICATE_ROW");
  fault("providers.csv", "p2002,Written otherwise,", "DUPLICATE_ROW");

  add("members.csv", "Member ID;First Name;Last Name;City;Member Since;Email");
  for (let i = 0; i < members; i++)
    add(
      "members.csv",
      `${300_000 + i};Zoë ${i};Müller-${i % 997};Austin;${two((i % 12) + 1)}/15/2009;zoe${i}@example.test`,
    );
  for (let i = 0; i < faults; i++) {
    fault("members.csv", `${300_000 + i};Zoë ${i};Müller;Austin;;`, "DUPLICATE_ROW");
    // One person with two numbers, whose name was typed without its accents. Who only has the same name is another one.
    fault(
      "members.csv",
      `${400_000 + i};ZOE ${i};Muller ${i};Dallas;;Zoe${i}@example.test`,
      "AMBIGUOUS_MEMBER",
      "WARNING",
    );
    if (faulty) add("members.csv", `${410_000 + i};Zoë ${i};Müller-${i};Waco;;other${i}@example.test`);
  }
  // That of somebody in the small world.
  fault("members.csv", "100100;Somebody;Else;;;", "NUMBER_TAKEN");

  const numberOf = (p: number) => `A${two(9 + (p % 15))}${500 + Math.floor(p / 15)}`;
  const dayOf = (p: number, second: number) =>
    [2009 + (p % 15), 1 + ((p * 7) % 6) + 6 * second, 1 + ((p * 11) % 28)] as const;
  const iso = ([year, month, day]: readonly [number, number, number]) => `${year}-${two(month)}-${two(day)}`;
  add("programs.csv", "Program ID,Provider ID,Title,Type,Status,Credits,Minutes");
  add("offerings.csv", "Program ID,First Day,Place");
  for (let p = 0; p < programs; p++) {
    add(
      "programs.csv",
      `${numberOf(p)},P${2_000 + (p % providers)},Punkte №${p},Single Lecture/Workshop,Completed,2,120`,
    );
    for (const second of [0, 1]) add("offerings.csv", `${numberOf(p)},${iso(dayOf(p, second))},Dallas`);
  }
  for (let i = 0; i < faults; i++) {
    fault("programs.csv", `B0900${i},P9${i}99,No provider,Single Lecture/Workshop,Completed,2,120`, "UNKNOWN_PROVIDER");
    if (faulty) add("offerings.csv", `B0900${i},2009-01-01,Dallas`);
  }
  fault("programs.csv", `${numberOf(0)},P2000,Number reused,Single Lecture/Workshop,Completed,2,120`, "DUPLICATE_ROW");
  fault("offerings.csv", "Z99999,2009-01-01,Dallas", "UNKNOWN_PROGRAM");

  // Day-first: 25/04/2009 is in it.
  const dayFirst = ([year, month, day]: readonly [number, number, number]) => `${two(day)}/${two(month)}/${year}`;
  add(
    "certificates.csv",
    "Certificate Number,Verification Code,Member ID,Title,Program ID,Provider ID,Completion Date,Credits,PDF",
  );
  add("attendance.csv", "Program ID,Member ID,Completion Date,Credits");
  let records = 0;
  let certificates = 0;
  for (let m = 0; m < members; m++)
    for (let j = 0; j < perMember; j++) {
      const place = (m * 3 + j) % (programs * 2);
      const [p, second] = [place >> 1, place & 1];
      const credits = 1 + (j % 4) * 0.25;
      add("attendance.csv", `${numberOf(p)},${300_000 + m},${dayFirst(dayOf(p, second))},${credits}`);
      records++;
      if (j % 10 < 3) {
        certificates++;
        add(
          "certificates.csv",
          `X${certificates},OLD-${String(certificates).padStart(10, "0")},${300_000 + m},Punkte ${p},${numberOf(p)},P${2_000 + (p % providers)},${iso(dayOf(p, second))},${credits},${pdfOf(certificates)}`,
        );
      }
    }
  for (let i = 0; i < faults; i++) {
    fault("certificates.csv", `X${i + 1},,${300_000 + i},Again,,,2011-01-01,1`, "DUPLICATE_ROW");
    fault("certificates.csv", `V${i + 1},,${300_000 + i},Lost,,,2011-01-01,1,pdf/lost${i}.pdf`, "UNKNOWN_FILE");
    fault("certificates.csv", `W${i + 1},,${300_000 + i},Cut off,,,2011-01-01,1,pdf/cut${i}.pdf`, "INVALID_VALUE");
    fault(
      "certificates.csv",
      `U${i + 1},,${300_000 + i},Its PDF again,,,2011-01-01,1,${pdfOf(i + 1)}`,
      "DUPLICATE_ROW",
    );
    fault("certificates.csv", `Y${i + 1},,${300_000 + i},No provider,,P9${i}99,2011-01-01,1`, "UNKNOWN_PROVIDER");
    fault("attendance.csv", `${numberOf(1)},99${i}999,${dayFirst(dayOf(1, 0))},1`, "UNKNOWN_MEMBER");
    fault("attendance.csv", `Q0900${i},${300_000 + i},${dayFirst(dayOf(1, 0))},1`, "UNKNOWN_PROGRAM");
    fault("attendance.csv", `${numberOf(0)},${300_000 + i},31/02/2010,1`, "INVALID_DATE");
    fault("attendance.csv", `${numberOf(0)},${300_000 + i},31/12/2020,1`, "DATE_OUTSIDE_OFFERING");
    // The first of each member is attended already.
    fault(
      "attendance.csv",
      `${numberOf(Math.floor((i * 3) / 2))},${300_000 + i},${dayFirst(dayOf(Math.floor((i * 3) / 2), (i * 3) % 2))},1`,
      "DUPLICATE_ROW",
    );
  }
  const last = members - 1;
  const free = (last * 3 + perMember) % (programs * 2);
  if (perMember < programs * 2)
    fault(
      "attendance.csv",
      `${numberOf(free >> 1)},${300_000 + last},${dayFirst(dayOf(free >> 1, free & 1))},2.5`,
      "CREDITS_ABOVE_MAXIMUM",
    );

  const encodings: Record<string, (text: string) => Buffer> = {
    "members.csv": (text) => Buffer.from(text, "latin1"),
    "programs.csv": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  };
  const files = new Map(
    Object.entries(texts).map(([name, lines]) => {
      const text = `${lines.join("\r\n")}\r\n`;
      return [name, encodings[name]?.(text) ?? Buffer.from(text)];
    }),
  );
  return {
    files,
    *pdfs() {
      for (let n = 1; n <= certificates; n++) yield [pdfOf(n), smallPdf(`X${n}`)];
      for (let i = 0; faulty && i < faults; i++) yield [`pdf/cut${i}.pdf`, smallPdf("cut").subarray(0, 200)];
    },
    planted,
    records: { programs, members, attendance_record: records, outside_certificate: certificates },
  };
}
