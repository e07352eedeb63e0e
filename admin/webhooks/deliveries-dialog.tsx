import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from "@mui/material";
import { useId } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { PagedRows } from "../ui/paged-rows.tsx";
import { readDeliveries, replayDelivery, type Webhook } from "./webhooks.data.ts";

/** What was sent to a webhook and what waits, with what was answered. */
export const DeliveriesDialog = ({ webhook, onClose }: { webhook: Webhook; onClose(): void }) => {
  const title = useId();
  const replay = useOperation(replayDelivery, { done: t("webhooks.replayed") });
  const mayReplay = webhook.availableActions.includes("REPLAY") && !webhook.stoppedAt;
  return (
    <Dialog open fullWidth maxWidth="lg" onClose={onClose} aria-labelledby={title}>
      <DialogTitle id={title} sx={{ overflowWrap: "anywhere" }}>
        {t("webhooks.logTitle", { url: webhook.url })}
      </DialogTitle>
      <DialogContent>
        <Typography sx={{ mb: 1 }}>{t("webhooks.logMeaning")}</Typography>
        <PagedRows
          label={t("webhooks.log")}
          columns={[
            t("webhooks.event"),
            t("webhooks.happened"),
            t("column.state"),
            t("mail.tries"),
            t("webhooks.lastAnswer"),
            t("column.actions"),
          ]}
          queryKey={[webhook.id]}
          read={(after, signal) => readDeliveries(webhook.id, after, signal)}
          row={({ id, eventId, type, at, state, attempts, answer, problem, tookMs, triedAt, nextAt }) => [
            <Box key={id} sx={{ minWidth: 180 }}>
              {t(`webhooks.type.${type}`)}
              <Typography variant="body2" color="text.secondary" sx={{ fontFamily: "monospace" }}>
                {eventId}
              </Typography>
            </Box>,
            formatInstant(at),
            nextAt && attempts > 0
              ? t("webhooks.againAt", { at: formatInstant(nextAt) })
              : t(`webhooks.deliveryState.${state}`),
            attempts,
            triedAt
              ? t("webhooks.answered", {
                  said: problem ? t(`webhooks.problem.${problem}`, { status: answer ?? 0 }) : String(answer ?? ""),
                  at: formatInstant(triedAt),
                  ms: tookMs ?? 0,
                })
              : "–",
            mayReplay && (
              <Button
                size="small"
                sx={{ whiteSpace: "nowrap" }}
                disabled={replay.busy}
                aria-label={`${t("webhooks.replay")}: ${eventId}`}
                onClick={() => void replay.run(id)}
              >
                {t("webhooks.replay")}
              </Button>
            ),
          ]}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("button.close")}</Button>
      </DialogActions>
    </Dialog>
  );
};
