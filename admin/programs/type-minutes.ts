interface Limits {
  minimumMinutes: number | null;
  maximumMinutes: number | null;
}

/** How many minutes a program of a type may have, as people read it. */
export function minutesOf(
  { minimumMinutes, maximumMinutes }: Limits,
  t: (key: string, values?: object) => string,
): string {
  if (minimumMinutes !== null && maximumMinutes !== null) return `${minimumMinutes} – ${maximumMinutes}`;
  if (minimumMinutes !== null) return t("from %{minutes}", { minutes: minimumMinutes });
  return maximumMinutes === null ? t("any") : t("up to %{minutes}", { minutes: maximumMinutes });
}
