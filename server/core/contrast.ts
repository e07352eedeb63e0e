/** A colour as CSS writes it: # and six hexadecimal digits. */
export type Colour = string;

/** Least contrast of text with what is behind it. Source: WCAG 2.2, 1.4.3. */
export const leastContrast = 4.5;

const channels = (colour: Colour): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How far two colours can be told apart, from 1 (not at all) to 21. Source: WCAG 2.2, contrast ratio. */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** White, or where that cannot be read on a colour, black: one of them always can. */
export const textOn = (background: Colour): Colour =>
  contrast("#ffffff", background) >= leastContrast ? "#ffffff" : "#000000";

/** A colour, or as much lighter or darker a one as can be read on a background. */
export function readableOn(colour: Colour, background: Colour): Colour {
  const end = channels(textOn(background));
  const steps = 20;
  for (let step = 0; step < steps; step++) {
    const mixed = channels(colour).map((from, at) => Math.round(from + (((end[at] ?? 0) - from) * step) / steps));
    const candidate = `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
    if (contrast(candidate, background) >= leastContrast) return candidate;
  }
  return textOn(background);
}
