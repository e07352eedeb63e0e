import { Box, Button, Paper, Typography } from "@mui/material";
import { keepPreviousData } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useListContext } from "react-admin";
import type { TadaDocumentNode } from "../data/graphql.ts";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { ExportLink } from "../ui/export-button.tsx";
import type { BulkOperation } from "./bulk-dialog.tsx";

const BulkDialog = lazy(async () => ({ default: (await import("./bulk-dialog.tsx")).BulkDialog }));

/** The server reads so many by their IDs at once. */
const most = 100;

export interface BulkAction {
  label: string;
  danger?: boolean;
  operation: BulkOperation;
}

/** What the chosen rows come to, as the server adds it up. */
export interface SelectionTotals {
  held: number;
  people: number;
  credits: { creditUnit: string; credits: string }[];
}

type TotalsQuery = TadaDocumentNode<{ totals: SelectionTotals }, { ids: string[] }>;

interface Props {
  /** The list's name among the exports. */
  list: string;
  actions?: readonly BulkAction[];
  /** What adds up what the chosen rows come to. */
  totals?: TotalsQuery;
}

/** What can be done with the rows that are chosen: it stays in sight, and the choice stays when the page of the list is turned. */
export const SelectionBar = ({ list, actions = [], totals }: Props) => {
  const { selectedIds, onUnselectItems, onSelect, onSelectAll, data, total = 0 } = useListContext();
  const [open, setOpen] = useState<{ operation: BulkOperation; ids: string[] } | null>(null);
  const ids = selectedIds.map(String);
  const wholePage = data?.length && data.every(({ id }) => ids.includes(String(id)));
  return (
    <>
      {ids.length > 0 && (
        <Paper
          square
          elevation={0}
          role="toolbar"
          aria-label={t("bulk.toolbar")}
          sx={{
            // On a phone it would take a third of the window.
            position: { xs: "static", sm: "sticky" },
            top: 48,
            zIndex: 3,
            display: "flex",
            flexWrap: "wrap",
            alignItems: "center",
            gap: 1,
            px: 2,
            py: 1,
            borderBottom: 2,
            borderColor: "primary.main",
          }}
        >
          <Typography role="status" sx={{ fontWeight: 600 }}>
            {t("bulk.count", { count: ids.length })}
          </Typography>
          {totals && ids.length <= most && <Totals query={totals} ids={ids} />}
          {wholePage && ids.length < Math.min(total, most) && (
            <Button size="small" onClick={() => onSelectAll({ limit: most })}>
              {t("bulk.all", { count: Math.min(total, most), total })}
            </Button>
          )}
          <Button size="small" onClick={() => onUnselectItems()}>
            {t("bulk.clear")}
          </Button>
          <Box sx={{ flex: 1 }} />
          {ids.length > most ? (
            <Typography variant="body2">{t("bulk.tooMany", { most })}</Typography>
          ) : (
            <>
              {actions.map(({ label, danger, operation }) => (
                <Button
                  key={label}
                  size="small"
                  variant="outlined"
                  color={danger ? "error" : "primary"}
                  onClick={() => setOpen({ operation, ids })}
                >
                  {label}
                </Button>
              ))}
              <ExportLink list={list} filter={{ ids }} orderBy={null} label={t("bulk.export")} />
            </>
          )}
        </Paper>
      )}
      <Suspense>
        {open && (
          <BulkDialog
            {...open}
            onDone={(done) => onSelect(selectedIds.filter((id) => !done.includes(String(id))))}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </>
  );
};

/** While more is chosen, what the last choice came to stays in its place. */
const Totals = ({ query, ids }: { query: TotalsQuery; ids: string[] }) => {
  const { data } = useAsk(query, { ids }, { placeholderData: keepPreviousData });
  if (!data) return null;
  const { held, people, credits } = data.totals;
  const sums = credits.map((sum) => `${sum.credits} ${sum.creditUnit}`).join(" · ") || "0";
  return (
    <Typography variant="body2" role="status" sx={{ fontVariantNumeric: "tabular-nums" }}>
      {t("bulk.totals", { sums, people, out: ids.length - held })}
    </Typography>
  );
};
