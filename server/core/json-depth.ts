import { DomainError, ErrorCode } from "./errors.ts";

/** So deep JSON may be nested that people send: ours needs a dozen. Each further one is a copy on the stack of whoever walks through it. */
export const deepestJson = 64;

const quotationMark = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const curly = 0x20;
const opening = 0x7b;
const closing = 0x7d;

/**
 * Whether JSON is nested deeper than anybody needs, told from its bytes before anything is made of them: brackets outside of texts. What
 * is no JSON is left to the parser.
 */
export function isTooDeep(json: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number;
    if (inText) {
      if (byte === backslash) i += 1;
      else if (byte === quotationMark) inText = false;
    } else if (byte === quotationMark) inText = true;
    else if ((byte | curly) === opening) {
      depth += 1;
      if (depth > deepestJson) return true;
    } else if ((byte | curly) === closing) depth -= 1;
  }
  return false;
}

/** The refusal that goes with it. */
export const tooDeep = (): DomainError => new DomainError(ErrorCode.BAD_INPUT, "http.tooDeep", { most: deepestJson });
