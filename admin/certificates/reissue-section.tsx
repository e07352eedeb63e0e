import { Box, Button, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import {
  type ReissueRow,
  type ReissueScope,
  readReissueLines,
  reissueMany,
  reissuePreviewQuery,
  reissuesQuery,
  stopReissue,
} from "./reissue.data.ts";

/** Certificates of a program that are printed otherwise than they would be now: previewed, issued anew together, watched, stopped. */
export const ReissueSection = ({ programId }: { programId: string }) => {
  const [opened, setOpened] = useState(false);
  const mayReissue = useHolds("REGISTRAR");
  const [isUnderWay, setUnderWay] = useState(false);
  const { data } = useAsk(reissuesQuery, { programId }, { refetchInterval: isUnderWay ? 2_000 : false });
  const reissues = data?.certificateReissues ?? [];
  const underWay = reissues.some(({ endedAt, stoppedAt }) => endedAt === null && stoppedAt === null);
  if (underWay !== isUnderWay) setUnderWay(underWay);
  return (
    <Box sx={{ mt: 1.5 }}>
      {mayReissue && <Button onClick={() => setOpened(true)}>{t("reissue.open")}</Button>}
      {reissues.map((reissue) => (
        <Progress key={reissue.id} reissue={reissue} mayStop={mayReissue} />
      ))}
      {opened && <ReissueDialog scope={{ programId }} onClose={() => setOpened(false)} />}
    </Box>
  );
};

const Progress = ({ reissue, mayStop }: { reissue: ReissueRow; mayStop: boolean }) => {
  const { id, requestedAt, stoppedAt, endedAt, reason, total, done, passed, refused } = reissue;
  const stop = useOperation(stopReissue, { done: t("reissue.changed") });
  const state = endedAt ? "reissue.ended" : stoppedAt ? "reissue.stopped" : "reissue.under";
  return (
    <Box sx={{ mt: 1 }} role="group" aria-label={t("reissue.title")}>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {formatInstant(requestedAt)} {reason}
      </Typography>
      <Typography variant="body2" color="text.secondary" role="status">
        {t(state)} {t("reissue.progress", { done, total, passed, refused })}
      </Typography>
      {!endedAt && (
        <LinearProgress
          variant="determinate"
          value={total === 0 ? 100 : ((done + passed + refused) / total) * 100}
          aria-label={t("reissue.title")}
        />
      )}
      {!endedAt && mayStop && (
        <Button size="small" disabled={stop.busy} onClick={() => void stop.run(id, stoppedAt === null)}>
          {t(stoppedAt ? "reissue.continue" : "reissue.stop")}
        </Button>
      )}
    </Box>
  );
};

/** Shows which certificates and what changes, and has them issued anew with a reason. */
const ReissueDialog = ({ scope, onClose }: { scope: ReissueScope; onClose(): void }) => {
  const { data } = useAsk(reissuePreviewQuery, { scope }, { gcTime: 0 });
  const reissue = useOperation(reissueMany, { done: t("reissue.begun"), quiet: true });
  const count = data?.reissuePreview.certificates.totalCount ?? 0;
  return (
    <OperationDialog
      title={t("reissue.title")}
      explanation={t("reissue.meaning")}
      confirm={t("reissue.confirm", { count })}
      fields={[{ name: "reason", label: t("column.reason"), multiline: true, required: true }]}
      busy={reissue.busy || !data}
      refusal={reissue.refusal}
      onClose={onClose}
      onConfirm={async ({ reason = "" }) => {
        if (await reissue.run(scope, count, reason)) onClose();
      }}
    >
      {!data && <LinearProgress aria-label={t("list.reading")} />}
      {data && count === 0 && <Typography>{t("reissue.none")}</Typography>}
      {data?.reissuePreview.mistakes.map(({ mistake, count: many }) => (
        <Typography key={mistake}>{t("reissue.count", { name: t(`mistake.${mistake}`), count: many })}</Typography>
      ))}
      {count > 0 && (
        <PagedRows
          label={t("reissue.changes")}
          columns={[t("reissue.certificate"), t("column.activity"), t("reissue.changes")]}
          queryKey={[JSON.stringify(scope)]}
          read={(after, signal) => readReissueLines(scope, after, signal)}
          row={({ number, recipientName, title, changes }) => [
            `${number} ${recipientName}`,
            title,
            changes.map(({ mistake, before, after }) => (
              <div key={mistake}>
                {mistake === "LOGO"
                  ? t("reissue.otherLogo", { name: t("mistake.LOGO") })
                  : t("reissue.change", {
                      name: t(`mistake.${mistake}`),
                      before: before ?? t("reissue.unknown"),
                      after,
                    })}
              </div>
            )),
          ]}
        />
      )}
    </OperationDialog>
  );
};
