import { fold } from "../core/fold.ts";
import { attendanceKind } from "./kinds/attendance.kind.ts";
import { certificatesKind } from "./kinds/certificates.kind.ts";
import { decisionsKind } from "./kinds/decisions.kind.ts";
import { documentsKind } from "./kinds/documents.kind.ts";
import { feesKind } from "./kinds/fees.kind.ts";
import { formerNamesKind } from "./kinds/former-names.kind.ts";
import { licencesKind } from "./kinds/licences.kind.ts";
import { membersKind } from "./kinds/members.kind.ts";
import { mergedNumbersKind } from "./kinds/merged-numbers.kind.ts";
import { offeringsKind } from "./kinds/offerings.kind.ts";
import { outsideCreditKind } from "./kinds/outside-credit.kind.ts";
import { programsKind } from "./kinds/programs.kind.ts";
import { providersKind } from "./kinds/providers.kind.ts";
import { registrationsKind } from "./kinds/registrations.kind.ts";
import { sessionsKind } from "./kinds/sessions.kind.ts";
import { speakersKind } from "./kinds/speakers.kind.ts";
import { type MovingKind, type MovingKindName, movingKindNames } from "./moving-kind.ts";

/** Every kind of file, by its name. */
export const movingKinds: Record<MovingKindName, MovingKind> = {
  PROVIDERS: providersKind,
  MEMBERS: membersKind,
  MERGED_NUMBERS: mergedNumbersKind,
  FORMER_NAMES: formerNamesKind,
  LICENCES: licencesKind,
  PROGRAMS: programsKind,
  SPEAKERS: speakersKind,
  OFFERINGS: offeringsKind,
  DECISIONS: decisionsKind,
  SESSIONS: sessionsKind,
  REGISTRATIONS: registrationsKind,
  FEES: feesKind,
  DOCUMENTS: documentsKind,
  CERTIFICATES: certificatesKind,
  OUTSIDE_CREDIT: outsideCreditKind,
  ATTENDANCE: attendanceKind,
};

/** In the order in which they are compared and recorded. */
export const everyKind: readonly MovingKind[] = movingKindNames.map((name) => movingKinds[name]);

/** What a file's rows are, by what it is called: `members.csv`, `Members 2024 (1).xlsx`. Null: its name says nothing that is understood. */
export function kindOfFile(name: string): MovingKindName | null {
  const words = fold(
    name
      .slice(name.lastIndexOf("/") + 1)
      .replace(/\.[a-z0-9]+$/i, "")
      .replace(/\d+/g, ""),
  );
  return everyKind.find(({ fileNames }) => fileNames.some((each) => fold(each) === words))?.name ?? null;
}
