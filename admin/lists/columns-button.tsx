import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import ViewColumnIcon from "@mui/icons-material/ViewColumn";
import { Box, Button, Checkbox, Divider, FormControlLabel, IconButton, Popover } from "@mui/material";
import { useId, useState } from "react";
import { t } from "../i18n/t.ts";
import { type ListLayout, plainLayout, useListLayout } from "./list-layout.ts";
import type { ListName } from "./saved-views.data.ts";

export interface ListedColumn {
  /** What the table calls it. */
  name: string;
  label: string;
  /** Its cells open the rows' pages: it stays. */
  opens: boolean;
}

interface Props {
  list: ListName;
  columns: readonly ListedColumn[];
}

/** Places of the columns as they are shown; columns that came later stand last. */
export const ranksOf = ({ ranks = [] }: Pick<ListLayout, "ranks">, count: number): number[] => {
  const known = ranks.filter((rank) => rank < count);
  return [...known, ...Array.from({ length: count }, (_, i) => i).filter((rank) => !known.includes(rank))];
};

/** Which columns a table has, and in which order: by mouse, touch and keyboard alike. It is kept in this browser, and in saved views. */
export const ColumnsButton = ({ list, columns }: Props) => {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [layout, setLayout] = useListLayout(list);
  const ranks = ranksOf(layout, columns.length);
  const toggle = (name: string) => {
    const others = layout.hidden.filter((hidden) => hidden !== name);
    setLayout({ ...layout, hidden: others.length < layout.hidden.length ? others : [...others, name] });
  };
  const move = (from: number, to: number) => {
    const moved = ranks.toSpliced(from, 1);
    setLayout({ ...layout, ranks: moved.toSpliced(to, 0, ranks[from] as number) });
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<ViewColumnIcon />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t("list.columns")}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-labelledby": id, sx: { p: 1, minWidth: 260 } } }}
      >
        <Box id={id} sx={{ px: 1, fontWeight: 600 }}>
          {t("list.columns")}
        </Box>
        <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {ranks.map((rank, place) => {
            const column = columns[rank];
            if (!column) return null;
            const { name, label, opens } = column;
            return (
              <Box component="li" key={name} sx={{ display: "flex", alignItems: "center", pl: 1 }}>
                <FormControlLabel
                  sx={{ flex: 1, mr: 1 }}
                  control={
                    <Checkbox
                      size="small"
                      checked={!layout.hidden.includes(name)}
                      disabled={opens}
                      onChange={() => toggle(name)}
                    />
                  }
                  label={label}
                />
                <IconButton
                  size="small"
                  disabled={place === 0}
                  aria-label={t("list.moveForward", { column: label })}
                  onClick={() => move(place, place - 1)}
                >
                  <ArrowUpwardIcon fontSize="small" />
                </IconButton>
                <IconButton
                  size="small"
                  disabled={place === ranks.length - 1}
                  aria-label={t("list.moveBack", { column: label })}
                  onClick={() => move(place, place + 1)}
                >
                  <ArrowDownwardIcon fontSize="small" />
                </IconButton>
              </Box>
            );
          })}
        </Box>
        <Divider sx={{ my: 0.5 }} />
        <FormControlLabel
          sx={{ pl: 1 }}
          control={
            <Checkbox
              size="small"
              checked={layout.roomy}
              onChange={(event) => setLayout({ ...layout, roomy: event.target.checked })}
            />
          }
          label={t("list.roomy")}
        />
        <Box sx={{ textAlign: "right" }}>
          <Button size="small" onClick={() => setLayout(plainLayout)}>
            {t("list.asAtFirst")}
          </Button>
        </Box>
      </Popover>
    </>
  );
};
