import type { Moves } from "../core/transitions.ts";

export enum CertificateStatus {
  ISSUED = "ISSUED",
  SUPERSEDED = "SUPERSEDED",
  REVOKED = "REVOKED",
}

/** Which status may follow which: one that has ended is never issued again. The database refuses every other move. */
export const certificateMoves = {
  ISSUED: [CertificateStatus.SUPERSEDED, CertificateStatus.REVOKED],
  SUPERSEDED: [],
  REVOKED: [],
} satisfies Moves<CertificateStatus>;
