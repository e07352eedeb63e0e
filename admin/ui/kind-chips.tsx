import { Chip, Stack } from "@mui/material";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";

interface Props<Kind extends string> {
  /** What the row of chips is for, to those who don't see it. */
  label: string;
  kinds: { kind: Kind; name: string; count: number }[];
  /** How many there are, where `kinds` knows only of those read so far. */
  total?: number;
  chosen: Kind | null;
  onChoose(kind: Kind | null): void;
  children?: ReactNode;
}

/** How many of each kind there are; a press shows that kind alone. */
export const KindChips = <Kind extends string>({ label, kinds, total, chosen, onChoose, children }: Props<Kind>) => {
  const known = kinds.reduce((sum, { count }) => sum + count, 0);
  const all = total ?? known;
  return (
    <Stack
      direction="row"
      useFlexGap
      role="group"
      aria-label={label}
      sx={{ flexWrap: "wrap", gap: 1, mb: 1, alignItems: "center" }}
    >
      <Chip
        label={t("list.all", { count: all })}
        variant={chosen ? "outlined" : "filled"}
        aria-pressed={!chosen}
        onClick={() => onChoose(null)}
      />
      {kinds.map(({ kind, name, count }) => (
        <Chip
          key={kind}
          label={`${name} (${count}${all > known ? "+" : ""})`}
          variant={chosen === kind ? "filled" : "outlined"}
          aria-pressed={chosen === kind}
          onClick={() => onChoose(chosen === kind ? null : kind)}
        />
      ))}
      {children}
    </Stack>
  );
};
