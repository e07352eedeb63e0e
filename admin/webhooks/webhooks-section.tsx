import { Button, Chip, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { DeliveriesDialog } from "./deliveries-dialog.tsx";
import {
  createWebhook,
  eventTypes,
  removeWebhook,
  rotateWebhookSecret,
  startWebhook,
  stopWebhook,
  type Webhook,
  webhooksQuery,
} from "./webhooks.data.ts";

type Asked = "ROTATE_SECRET" | "STOP" | "START" | "REMOVE";

interface Props {
  /** Whose; null: the accreditor's. */
  providerId: string | null;
  mayMake: boolean;
}

/** Addresses to which is posted what happens: for the owners of a provider, and for staff. */
export const WebhooksSection = ({ providerId, mayMake }: Props) => {
  const { data } = useAsk(webhooksQuery, { providerId }, { refetchInterval: 30_000 });
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<{ webhook: Webhook; action: Asked } | null>(null);
  const [reading, setReading] = useState<Webhook | null>(null);
  const [shown, setShown] = useState<{ url: string; secret: string } | null>(null);
  const create = useOperation(createWebhook, { quiet: true });
  const rotate = useOperation(rotateWebhookSecret, { quiet: true });
  const stop = useOperation(stopWebhook, { done: t("webhooks.stopped"), quiet: true });
  const start = useOperation(startWebhook, { done: t("webhooks.started"), quiet: true });
  const remove = useOperation(removeWebhook, { done: t("webhooks.removed"), quiet: true });
  const types = eventTypes.filter((type) => providerId === null || !type.startsWith("MEMBER_"));
  const close = () => {
    for (const { forget } of [create, rotate, stop, start, remove]) forget();
    setMaking(false);
    setAsking(null);
  };
  const keep = (made: { secret: string; webhook: { url: string } } | null) => {
    if (!made) return;
    setShown({ url: made.webhook.url, secret: made.secret });
    close();
  };
  const simple = { STOP: stop, START: start, REMOVE: remove };
  return (
    <Section
      title={t("webhooks.title")}
      place="webhooks"
      actions={
        mayMake && (
          <Button variant="contained" onClick={() => setMaking(true)}>
            {t("webhooks.makeOpen")}
          </Button>
        )
      }
    >
      <Typography sx={{ mb: 1 }}>{t("webhooks.meaning")}</Typography>
      {shown && (
        <ShownOnce
          keep={t("webhooks.keep")}
          label={t("webhooks.secretOf", { url: shown.url })}
          value={shown.secret}
          onKept={() => setShown(null)}
        />
      )}
      {data && data.webhooks.length > 0 && (
        <ScrollTable
          label={t("webhooks.title")}
          headings={[t("webhooks.address"), t("webhooks.what"), t("column.state"), t("column.actions")]}
        >
          {data.webhooks.map((webhook) => (
            <TableRow key={webhook.id}>
              <TableCell sx={{ overflowWrap: "anywhere", minWidth: 200 }}>{webhook.url}</TableCell>
              <TableCell>
                {webhook.types.length === 0
                  ? t("webhooks.everything")
                  : webhook.types.map((type) => (
                      <Chip key={type} size="small" label={t(`webhooks.type.${type}`)} sx={{ m: 0.25 }} />
                    ))}
              </TableCell>
              <TableCell sx={{ minWidth: 160 }}>
                <WebhookState webhook={webhook} />
              </TableCell>
              <TableCell sx={{ minWidth: 220 }}>
                <Button
                  size="small"
                  aria-label={`${t("webhooks.log")}: ${webhook.url}`}
                  onClick={() => setReading(webhook)}
                >
                  {t("webhooks.log")}
                </Button>
                {webhook.availableActions
                  .filter((action) => action !== "REPLAY")
                  .map((action) => (
                    <Button
                      key={action}
                      size="small"
                      color={action === "REMOVE" ? "error" : "primary"}
                      aria-label={`${t(`webhooks.open.${action}`)}: ${webhook.url}`}
                      onClick={() => setAsking({ webhook, action })}
                    >
                      {t(`webhooks.open.${action}`)}
                    </Button>
                  ))}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {reading && <DeliveriesDialog webhook={reading} onClose={() => setReading(null)} />}
      {making && (
        <OperationDialog
          title={t("webhooks.make")}
          explanation={t("webhooks.makeMeaning")}
          fields={[
            { name: "url", label: t("webhooks.address"), required: true, help: t("webhooks.addressHelp") },
            {
              name: "types",
              label: t("webhooks.whatElse"),
              several: true,
              choices: types.map((id) => ({ id, name: t(`webhooks.type.${id}`) })),
            },
          ]}
          confirm={t("webhooks.make")}
          busy={create.busy}
          refusal={create.refusal}
          onClose={close}
          onConfirm={async ({ url = "", types: chosen = "" }) =>
            keep(
              await create.run(
                providerId,
                url,
                types.filter((type) => chosen.split(",").includes(type)),
              ),
            )
          }
        />
      )}
      {asking?.action === "ROTATE_SECRET" && (
        <OperationDialog
          title={t("webhooks.ask.ROTATE_SECRET")}
          explanation={t("webhooks.rotateMeaning")}
          fields={[{ name: "hours", label: t("webhooks.hours"), type: "number", required: true, initial: "24" }]}
          confirm={t("webhooks.confirm.ROTATE_SECRET")}
          busy={rotate.busy}
          refusal={rotate.refusal}
          onClose={close}
          onConfirm={async ({ hours }) => keep(await rotate.run(asking.webhook.id, Number(hours)))}
        />
      )}
      {asking && asking.action !== "ROTATE_SECRET" && (
        <OperationDialog
          title={t(`webhooks.ask.${asking.action}`)}
          explanation={t(`webhooks.askMeaning.${asking.action}`, { url: asking.webhook.url })}
          fields={[]}
          confirm={t(`webhooks.confirm.${asking.action}`)}
          danger={asking.action === "REMOVE"}
          busy={simple[asking.action].busy}
          refusal={simple[asking.action].refusal}
          onClose={close}
          onConfirm={async () => {
            if (asking.action !== "ROTATE_SECRET" && (await simple[asking.action].run(asking.webhook.id))) close();
          }}
        />
      )}
    </Section>
  );
};

/** How a webhook stands, in one or two lines. */
const WebhookState = ({ webhook }: { webhook: Webhook }) => {
  const { stoppedAt, stoppedBecause, failures, resumeAt, lastSuccessAt, waiting, previousUntil } = webhook;
  return (
    <>
      {stoppedAt && stoppedBecause
        ? t(`webhooks.stoppedBecause.${stoppedBecause}`, { at: formatInstant(stoppedAt) })
        : failures > 0
          ? resumeAt
            ? t("webhooks.failingUntil", { at: formatInstant(resumeAt) })
            : t("webhooks.failing")
          : lastSuccessAt
            ? t("webhooks.lastTaken", { at: formatInstant(lastSuccessAt) })
            : t("webhooks.nothingYet")}
      {(waiting > 0 || previousUntil) && (
        <Typography variant="body2" color="text.secondary">
          {[
            waiting > 0 && t("webhooks.waiting", { count: waiting }),
            previousUntil && t("webhooks.twoSecrets", { at: formatInstant(previousUntil) }),
          ]
            .filter(Boolean)
            .join(" ")}
        </Typography>
      )}
    </>
  );
};
