import { usePermissions } from "react-admin";
import { t } from "../i18n/t.ts";
import type { SignedIn } from "./viewer.ts";

/** Who is signed in; null until it is known, and where nobody is. */
export const useSignedIn = (): SignedIn | null => usePermissions<SignedIn | null>().permissions ?? null;

/** What the accreditor calls a member's number. */
export const useMemberIdLabel = (): string => useSignedIn()?.settings.memberIdLabel ?? t("column.memberId");
