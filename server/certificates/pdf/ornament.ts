import { create } from "qrcode";
import type { Tag } from "./tag.ts";

/**
 * A line drawing in page coordinates: points from the upper left corner. It is written in the operators of PDF, ready to
 * go into the page: pdfmake's own paths are parsed for every document, which would take longer than all the text.
 */
export interface Drawing {
  /** What pdfmake takes it for. */
  type: "path";
  /** Path operators of ISO 32000-1, 8.5.2. */
  operators: string;
  color?: string;
  lineColor?: string;
  lineWidth?: number;
  tag?: Tag;
}

/** Dark ink of documents. It and gold keep their distance on a greyscale printer. */
export const INK = "#1b2a4a";
const GOLD = "#9c7a34";
const PALE_GOLD = "#c9b27c";

type Point = readonly [number, number];

const digits = (value: number) => String(Math.round(value * 100) / 100);
const point = ([x, y]: Point) => `${digits(x)} ${digits(y)}`;
const polygon = (points: readonly Point[]) =>
  `${points.map((corner, index) => `${point(corner)} ${index === 0 ? "m" : "l"}`).join(" ")} h `;
const rectangle = (x: number, y: number, width: number, height: number) =>
  `${point([x, y])} ${digits(width)} ${digits(height)} re `;
const circle = (x: number, y: number, radius: number) =>
  curve((turn) => [x + radius * Math.cos(turn * 2 * Math.PI), y + radius * Math.sin(turn * 2 * Math.PI)], 8);

/** A smooth curve along a function of 0 to 1, in cubic pieces that leave and arrive in its direction. */
function curve(at: (t: number) => Point, pieces: number): string {
  const step = 1 / pieces;
  const slope = (t: number): Point => {
    const [[x1, y1], [x2, y2]] = [at(t - 1e-5), at(t + 1e-5)];
    return [(((x2 - x1) / 2e-5) * step) / 3, (((y2 - y1) / 2e-5) * step) / 3];
  };
  let path = `${point(at(0))} m `;
  for (let piece = 0; piece < pieces; piece++) {
    const [start, end] = [at(piece * step), at((piece + 1) * step)];
    const [out, into] = [slope(piece * step), slope((piece + 1) * step)];
    path += `${point([start[0] + out[0], start[1] + out[1]])} ${point([end[0] - into[0], end[1] - into[1]])} ${point(end)} c `;
  }
  return path;
}

/** A closed curve around a centre whose distance from it swings between two radii, `petals` times around. */
function rosette(x: number, y: number, inner: number, outer: number, petals: number, turn = 0): string {
  return curve((t) => {
    const angle = t * 2 * Math.PI;
    const radius = (inner + outer) / 2 + ((outer - inner) / 2) * Math.cos(petals * angle + turn);
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  }, petals * 4);
}

/** Strands that wind around each other from one point to another, a whole number of waves. */
function braid([x1, y1]: Point, [x2, y2]: Point, amplitude: number, strands: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const along: Point = [(x2 - x1) / length, (y2 - y1) / length];
  const waves = Math.round(length / 18);
  let path = "";
  for (let strand = 0; strand < strands; strand++) {
    path += curve((t) => {
      const swing = amplitude * Math.sin((t * waves + strand / strands) * 2 * Math.PI);
      return [x1 + t * length * along[0] - swing * along[1], y1 + t * length * along[1] + swing * along[0]];
    }, waves * 3);
  }
  return path;
}

/** Keeps what a function drew: the ornaments of every certificate are alike. */
function once<Arguments extends readonly number[]>(draw: (...sizes: Arguments) => Drawing[]) {
  const drawn = new Map<string, Drawing[]>();
  return (...sizes: Arguments): Drawing[] => {
    const key = sizes.join(" ");
    const drawings = drawn.get(key) ?? draw(...sizes);
    drawn.set(key, drawings);
    return drawings.map((drawing) => ({ ...drawing }));
  };
}

/** The border of a certificate: a braid between rules, with a rosette in each corner. Arguments: the page's size. */
export const frame = once((width: number, height: number): Drawing[] => {
  const [outer, middle, inner] = [24, 31, 38];
  const [right, bottom, gap] = [width - middle, height - middle, 14];
  const corners: Point[] = [
    [middle, middle],
    [right, middle],
    [right, bottom],
    [middle, bottom],
  ];
  const braids =
    braid([middle + gap, middle], [right - gap, middle], 4.2, 3) +
    braid([middle + gap, bottom], [right - gap, bottom], 4.2, 3) +
    braid([middle, middle + gap], [middle, bottom - gap], 4.2, 3) +
    braid([right, middle + gap], [right, bottom - gap], 4.2, 3);
  const border = (inset: number) => rectangle(inset, inset, width - 2 * inset, height - 2 * inset);
  return [
    { type: "path", operators: border(outer), lineColor: INK, lineWidth: 1.4 },
    { type: "path", operators: border(inner), lineColor: INK, lineWidth: 0.6 },
    { type: "path", operators: braids, lineColor: GOLD, lineWidth: 0.45 },
    ...corners.flatMap(([x, y]): Drawing[] => [
      { type: "path", operators: circle(x, y, 12.5), color: "#ffffff", lineColor: INK, lineWidth: 0.9 },
      {
        type: "path",
        operators: rosette(x, y, 3, 10.5, 8) + rosette(x, y, 3, 10.5, 8, Math.PI),
        lineColor: GOLD,
        lineWidth: 0.5,
      },
      { type: "path", operators: circle(x, y, 2), color: INK },
    ]),
  ];
});

/** The seal: an engraver's rosette around a star, without words. Arguments: centre and radius. */
export const seal = once((x: number, y: number, radius: number): Drawing[] => {
  const engraving = [0, 1, 2, 3].map((turn) => rosette(x, y, radius * 0.52, radius * 0.84, 24, (turn * Math.PI) / 2));
  const star: Point[] = [];
  for (let corner = 0; corner < 16; corner++) {
    const reach = corner % 2 === 1 ? radius * 0.15 : corner % 4 === 0 ? radius * 0.4 : radius * 0.27;
    const angle = (corner / 16) * 2 * Math.PI - Math.PI / 2;
    star.push([x + reach * Math.cos(angle), y + reach * Math.sin(angle)]);
  }
  const edge = rosette(x, y, radius * 0.95, radius, 48);
  return [
    { type: "path", operators: edge, color: "#ffffff", lineColor: GOLD, lineWidth: 1.1 },
    { type: "path", operators: circle(x, y, radius * 0.88), lineColor: GOLD, lineWidth: 0.6 },
    { type: "path", operators: engraving.join(""), lineColor: GOLD, lineWidth: 0.35 },
    { type: "path", operators: circle(x, y, radius * 0.48), lineColor: GOLD, lineWidth: 0.6 },
    { type: "path", operators: polygon(star), color: INK },
    { type: "path", operators: circle(x, y, radius * 0.05), color: "#ffffff" },
  ];
});

/** A thin rule that ends in points, with a diamond in its middle. */
export function divider(x: number, y: number, width: number): Drawing[] {
  const arm = (side: 1 | -1) =>
    polygon([
      [x + side * 8, y - 0.5],
      [x + (side * width) / 2, y],
      [x + side * 8, y + 0.5],
    ]);
  const diamond = polygon([
    [x, y - 3.4],
    [x + 3.4, y],
    [x, y + 3.4],
    [x - 3.4, y],
  ]);
  return [{ type: "path", operators: arm(1) + arm(-1) + diamond, color: GOLD }];
}

/** A straight rule. */
export function rule(x1: number, y: number, x2: number): Drawing {
  return { type: "path", operators: `${point([x1, y])} m ${point([x2, y])} l `, lineColor: INK, lineWidth: 0.6 };
}

/** A plain border for pages that continue a certificate. Arguments: the page's size. */
export const plainFrame = once((width: number, height: number): Drawing[] => [
  { type: "path", operators: rectangle(24, 24, width - 48, height - 48), lineColor: INK, lineWidth: 0.9 },
  { type: "path", operators: rectangle(27, 27, width - 54, height - 54), lineColor: PALE_GOLD, lineWidth: 0.5 },
]);

/**
 * A QR code (level M: a seventh may be damaged) with its upper left corner at a point. The quiet zone around it is the
 * caller's to leave: four modules.
 */
export function qrCode(text: string, x: number, y: number, size: number, tag: Tag): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const module = size / modules.size;
  let path = "";
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      path += rectangle(x + start * module, y + row * module, (column + 1 - start) * module, module);
    }
  }
  return { type: "path", operators: path, color: "#000000", tag };
}
