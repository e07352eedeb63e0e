import { t } from "../i18n/t.ts";

interface Limits {
  minimumMinutes: number | null;
  maximumMinutes: number | null;
}

/** How many minutes a program of a type may have, as people read it. */
export function minutesOf({ minimumMinutes, maximumMinutes }: Limits): string {
  if (minimumMinutes !== null && maximumMinutes !== null) return `${minimumMinutes} – ${maximumMinutes}`;
  if (minimumMinutes !== null) return t("programs.minutesFrom", { minutes: minimumMinutes });
  return maximumMinutes === null ? t("programs.minutesAny") : t("programs.minutesUpTo", { minutes: maximumMinutes });
}
