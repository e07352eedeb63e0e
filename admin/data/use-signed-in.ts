import { usePermissions } from "react-admin";
import { t } from "../i18n/t.ts";
import type { SignedIn } from "./viewer.ts";

/** Who is signed in; null until it is known, and where nobody is. */
export const useSignedIn = (): SignedIn | null => usePermissions<SignedIn | null>().permissions ?? null;

type StaffRole = SignedIn["viewer"]["staffRoles"][number];

/** Whether the viewer holds one of these roles of staff. What the server would refuse is not offered. */
export const useHolds = (...roles: StaffRole[]): boolean =>
  useSignedIn()?.viewer.staffRoles.some((role) => roles.includes(role)) ?? false;

/** Whether the viewer reads what tells of people, as all staff do but who looks after fees alone. */
export const useReadsPersons = (): boolean => useHolds("REVIEWER", "REGISTRAR", "AUDITOR", "ADMINISTRATOR");

/** What the accreditor calls a member's number. */
export const useMemberIdLabel = (): string => useSignedIn()?.settings.memberIdLabel ?? t("column.memberId");
