import { create } from "qrcode";
import type { Tag } from "./tag.ts";

/** A line drawing in page coordinates: points from the upper left corner. */
export interface Drawing {
  type: "path";
  d: string;
  color?: string;
  lineColor?: string;
  lineWidth?: number;
  tag?: Tag;
}

/** Dark and light ink of documents. Both keep their distance on a greyscale printer. */
export const INK = "#1b2a4a";
export const GOLD = "#9c7a34";
const PALE_GOLD = "#c9b27c";

const point = (x: number, y: number) => `${x.toFixed(2)} ${y.toFixed(2)}`;
const polyline = (points: readonly string[]) => `M${points.join("L")}`;
const rectangle = (x: number, y: number, width: number, height: number) =>
  `M${point(x, y)}H${(x + width).toFixed(2)}V${(y + height).toFixed(2)}H${x.toFixed(2)}Z`;
const circle = (x: number, y: number, radius: number) => {
  const arc = `A${radius} ${radius} 0 1 0`;
  return `M${point(x - radius, y)}${arc} ${point(x + radius, y)}${arc} ${point(x - radius, y)}Z`;
};

/** A closed curve around a centre whose distance from it swings between two radii, `petals` times around. */
function rosette(x: number, y: number, inner: number, outer: number, petals: number, turn = 0): string {
  const points: string[] = [];
  const steps = petals * 16;
  for (let step = 0; step < steps; step++) {
    const angle = (step / steps) * 2 * Math.PI;
    const radius = (inner + outer) / 2 + ((outer - inner) / 2) * Math.cos(petals * angle + turn);
    points.push(point(x + radius * Math.cos(angle), y + radius * Math.sin(angle)));
  }
  return `${polyline(points)}Z`;
}

/** Strands that wind around each other from one point to another, a whole number of waves. */
function braid(x1: number, y1: number, x2: number, y2: number, amplitude: number, strands: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [along, across] = [
    [(x2 - x1) / length, (y2 - y1) / length],
    [-(y2 - y1) / length, (x2 - x1) / length],
  ] as [[number, number], [number, number]];
  const waves = Math.round(length / 18);
  const steps = waves * 12;
  let path = "";
  for (let strand = 0; strand < strands; strand++) {
    const points: string[] = [];
    for (let step = 0; step <= steps; step++) {
      const distance = (step / steps) * length;
      const swing = amplitude * Math.sin((step / steps) * waves * 2 * Math.PI + (strand * 2 * Math.PI) / strands);
      points.push(point(x1 + distance * along[0] + swing * across[0], y1 + distance * along[1] + swing * across[1]));
    }
    path += polyline(points);
  }
  return path;
}

/** The border of a certificate: a braid between rules, with a rosette in each corner. */
export function frame(width: number, height: number): Drawing[] {
  const [outer, middle, inner] = [24, 31, 38];
  const corners = [
    [middle, middle],
    [width - middle, middle],
    [width - middle, height - middle],
    [middle, height - middle],
  ] as const;
  const gap = 14;
  const braids =
    braid(middle + gap, middle, width - middle - gap, middle, 4.2, 3) +
    braid(middle + gap, height - middle, width - middle - gap, height - middle, 4.2, 3) +
    braid(middle, middle + gap, middle, height - middle - gap, 4.2, 3) +
    braid(width - middle, middle + gap, width - middle, height - middle - gap, 4.2, 3);
  return [
    { type: "path", d: rectangle(outer, outer, width - 2 * outer, height - 2 * outer), lineColor: INK, lineWidth: 1.4 },
    { type: "path", d: rectangle(inner, inner, width - 2 * inner, height - 2 * inner), lineColor: INK, lineWidth: 0.6 },
    { type: "path", d: braids, lineColor: GOLD, lineWidth: 0.45 },
    ...corners.flatMap(([x, y]): Drawing[] => [
      { type: "path", d: circle(x, y, 12.5), color: "#ffffff", lineColor: INK, lineWidth: 0.9 },
      {
        type: "path",
        d: rosette(x, y, 3, 10.5, 8) + rosette(x, y, 3, 10.5, 8, Math.PI),
        lineColor: GOLD,
        lineWidth: 0.5,
      },
      { type: "path", d: circle(x, y, 2), color: INK },
    ]),
  ];
}

/** The seal: an engraver's rosette around a star, without words. */
export function seal(x: number, y: number, radius: number): Drawing[] {
  const engraving = [0, 1, 2, 3].map((turn) => rosette(x, y, radius * 0.52, radius * 0.84, 24, (turn * Math.PI) / 2));
  const star: string[] = [];
  for (let corner = 0; corner < 16; corner++) {
    const reach = corner % 2 === 1 ? radius * 0.15 : corner % 4 === 0 ? radius * 0.4 : radius * 0.27;
    const angle = (corner / 16) * 2 * Math.PI - Math.PI / 2;
    star.push(point(x + reach * Math.cos(angle), y + reach * Math.sin(angle)));
  }
  return [
    { type: "path", d: rosette(x, y, radius * 0.95, radius, 48), color: "#ffffff", lineColor: GOLD, lineWidth: 1.1 },
    { type: "path", d: circle(x, y, radius * 0.88), lineColor: GOLD, lineWidth: 0.6 },
    { type: "path", d: engraving.join(""), lineColor: GOLD, lineWidth: 0.35 },
    { type: "path", d: circle(x, y, radius * 0.48), lineColor: GOLD, lineWidth: 0.6 },
    { type: "path", d: `${polyline(star)}Z`, color: INK },
    { type: "path", d: circle(x, y, radius * 0.05), color: "#ffffff" },
  ];
}

/** A thin rule that ends in points, with a diamond in its middle. */
export function divider(x: number, y: number, width: number): Drawing[] {
  const half = width / 2;
  const arm = (side: 1 | -1) =>
    `M${point(x + side * 8, y - 0.5)}L${point(x + side * half, y)}L${point(x + side * 8, y + 0.5)}Z`;
  const diamond = (middle: number, reach: number) =>
    `M${point(middle, y - reach)}L${point(middle + reach, y)}L${point(middle, y + reach)}L${point(middle - reach, y)}Z`;
  return [{ type: "path", d: arm(1) + arm(-1) + diamond(x, 3.4), color: GOLD }];
}

/** A straight rule. */
export function rule(x1: number, y: number, x2: number, lineWidth = 0.6, lineColor = INK): Drawing {
  return { type: "path", d: `M${point(x1, y)}H${x2.toFixed(2)}`, lineColor, lineWidth };
}

/** A plain border for pages that continue a certificate. */
export function plainFrame(width: number, height: number): Drawing[] {
  return [
    { type: "path", d: rectangle(24, 24, width - 48, height - 48), lineColor: INK, lineWidth: 0.9 },
    { type: "path", d: rectangle(27, 27, width - 54, height - 54), lineColor: PALE_GOLD, lineWidth: 0.5 },
  ];
}

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
  return { type: "path", d: path, color: "#000000", tag };
}
