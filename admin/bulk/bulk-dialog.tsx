import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ErrorIcon from "@mui/icons-material/ErrorOutlined";
import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { messageOf } from "../data/message-of.ts";
import { Refusal } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";

/** One thing that is to be done to one of the chosen. */
export interface BulkItem {
  id: string;
  /** The row of the list that it belongs to. */
  rowId: string;
  name: string;
  /** What will be done, or why nothing can be. */
  detail: string;
  /** Null where the server says that it cannot be done now. */
  act: ((values: Record<string, string>) => Promise<unknown>) | null;
}

export interface BulkOperation {
  title: string;
  explanation?: string;
  confirm: string;
  danger?: boolean;
  fields: DialogField[];
  /** What there is to do, by how the chosen are now. */
  read(ids: string[], signal: AbortSignal): Promise<BulkItem[]>;
}

interface Outcome {
  item: BulkItem;
  /** The server's sentence; null where it is done. */
  refusal: string | null;
}

/** After these every further try would be refused as well. */
const endsAll = ["STEP_UP_REQUIRED", "UNAUTHENTICATED", "UNREACHABLE", "TOO_MANY_REQUESTS"];

interface Props {
  operation: BulkOperation;
  ids: string[];
  /** Told of the rows that are done with: they needn't be chosen any longer. */
  onDone(rowIds: string[]): void;
  onClose(): void;
}

/**
 * Does the same to each of the chosen, one after the other by the operation that does it to one: each is a step of its own, and what one
 * is refused for stands beside it and stops no other.
 */
export const BulkDialog = ({ operation, ids, onDone, onClose }: Props) => {
  const id = useId();
  const [asked, setAsked] = useState(ids);
  const [round, setRound] = useState(0);
  const [given, setGiven] = useState<Record<string, string>>({});
  const [at, setAt] = useState(0);
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const stopped = useRef(false);
  // What somebody has read must not turn into something newer behind the dialog.
  const { data: items, error } = useQuery({
    queryKey: ["bulk", id, round],
    queryFn: ({ signal }) => operation.read(asked, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    enabled: outcomes === null,
  });
  const able = items?.filter(({ act }) => act) ?? [];
  const { run, busy } = useOperation(async (values: Record<string, string>) => {
    const all: Outcome[] = [];
    stopped.current = false;
    let end: string | null = null;
    for (const item of able) {
      if (stopped.current) end ??= t("bulk.stopped");
      if (end !== null) {
        all.push({ item, refusal: end });
        continue;
      }
      setAt(all.length);
      try {
        await item.act?.(values);
        all.push({ item, refusal: null });
      } catch (failure) {
        const refusal = messageOf(failure);
        all.push({ item, refusal });
        if (failure instanceof Refusal && endsAll.includes(failure.code)) end = t("bulk.notTried", { why: refusal });
      }
    }
    setOutcomes(all);
    const left = new Set(all.filter(({ refusal }) => refusal !== null).map(({ item }) => item.rowId));
    onDone(all.map(({ item }) => item.rowId).filter((rowId) => !left.has(rowId)));
    return all;
  });
  const confirm = async (values: Record<string, string>) => {
    setGiven(values);
    await run(values);
  };
  const again = () => {
    setAsked([...new Set(outcomes?.filter(({ refusal }) => refusal !== null).map(({ item }) => item.rowId))]);
    setRound(round + 1);
    setOutcomes(null);
  };
  if (outcomes) return <Outcomes title={operation.title} outcomes={outcomes} onAgain={again} onClose={onClose} />;
  if (busy)
    return (
      <Dialog open fullWidth maxWidth="sm" aria-labelledby={id}>
        <DialogTitle id={id}>{operation.title}</DialogTitle>
        <DialogContent>
          <p>{t("bulk.running", { at: at + 1, count: able.length, name: able[at]?.name ?? "" })}</p>
          <LinearProgress
            variant="determinate"
            value={(100 * at) / Math.max(1, able.length)}
            aria-label={operation.title}
          />
        </DialogContent>
        <DialogActions>
          <Button
            onClick={() => {
              stopped.current = true;
            }}
          >
            {t("bulk.stop")}
          </Button>
        </DialogActions>
      </Dialog>
    );
  if (!items || able.length === 0)
    return (
      <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
        <DialogTitle id={id}>{operation.title}</DialogTitle>
        <DialogContent>
          {error ? (
            <Alert severity="error">{messageOf(error)}</Alert>
          ) : items ? (
            <>
              <p>{t("bulk.noneAble", { count: asked.length })}</p>
              <Items items={items} />
            </>
          ) : (
            <LinearProgress aria-label={t("list.reading")} />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} autoFocus>
            {t("button.close")}
          </Button>
        </DialogActions>
      </Dialog>
    );
  return (
    <OperationDialog
      {...operation}
      fields={operation.fields.map((field) => ({ ...field, initial: given[field.name] ?? field.initial ?? "" }))}
      busy={busy}
      refusal={null}
      onClose={onClose}
      onConfirm={(values) => void confirm(values)}
    >
      <p>{t("bulk.able", { able: able.length, count: items.length })}</p>
      <Items items={items} />
    </OperationDialog>
  );
};

/** Long lists scroll on their own, by keys too, so that what is asked stays near. */
const scrolls = { maxHeight: 220, overflowY: "auto", mb: 1, border: 1, borderColor: "divider", borderRadius: 1 };
const line = { px: 1.5, py: 0.75, overflowWrap: "anywhere", "& + li": { borderTop: 1, borderColor: "divider" } };

const Items = ({ items }: { items: BulkItem[] }) => (
  <Box component="ul" aria-label={t("bulk.chosen")} tabIndex={0} sx={{ ...scrolls, listStyle: "none", m: 0, p: 0 }}>
    {[...items]
      .sort((a, b) => Number(a.act === null) - Number(b.act === null))
      .map(({ id, name, detail, act }) => (
        <Box component="li" key={id} sx={{ ...line, color: act ? "text.primary" : "text.secondary" }}>
          <strong>{name}</strong>
          <div>{act ? detail : t("bulk.leftOut", { why: detail })}</div>
        </Box>
      ))}
  </Box>
);

interface OutcomesProps {
  title: string;
  outcomes: Outcome[];
  onAgain(): void;
  onClose(): void;
}

/** What became of each, what was refused first. */
const Outcomes = ({ title, outcomes, onAgain, onClose }: OutcomesProps) => {
  const id = useId();
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  const done = outcomes.filter(({ refusal }) => refusal === null);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <Alert severity={refused.length === 0 ? "success" : "warning"} sx={{ mb: 2 }}>
          {t("bulk.outcome", { done: done.length, refused: refused.length })}
        </Alert>
        <Box
          component="ul"
          aria-label={t("bulk.outcomes")}
          tabIndex={0}
          sx={{ ...scrolls, maxHeight: 360, listStyle: "none", m: 0, p: 0 }}
        >
          {[...refused, ...done].map(({ item, refusal }) => (
            <Box component="li" key={item.id} sx={{ ...line, display: "flex", gap: 1 }}>
              {refusal === null ? (
                <CheckIcon color="success" titleAccess={t("bulk.done")} fontSize="small" sx={{ mt: 0.25 }} />
              ) : (
                <ErrorIcon color="error" titleAccess={t("bulk.refused")} fontSize="small" sx={{ mt: 0.25 }} />
              )}
              <div>
                <strong>{item.name}</strong>
                <div>{refusal ?? item.detail}</div>
              </div>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        {refused.length > 0 && <Button onClick={onAgain}>{t("bulk.again", { count: refused.length })}</Button>}
        <Button variant="contained" onClick={onClose} autoFocus>
          {t("button.close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
