import { Button, Chip, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { DocumentsTable } from "./documents-table.tsx";
import {
  type ApiKey,
  createApiKey,
  everyScope,
  keysQuery,
  providerScopes,
  revokeApiKey,
  rotateApiKey,
  sweepSandbox,
} from "./provider-show.data.ts";

/** What acts for a provider by itself, or for the accreditor where none is given: partners' systems. For who makes keys there. */
export const KeysSection = ({ provider }: { provider: { id: string; name: string } | null }) => {
  const { data } = useAsk(keysQuery, { providerId: provider?.id ?? null });
  const scopes = provider ? providerScopes : everyScope;
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<{ key: ApiKey; action: "rotate" | "revoke" } | null>(null);
  const [sweeping, setSweeping] = useState(false);
  const [shown, setShown] = useState<{ name: string; key: string } | null>(null);
  const create = useOperation(createApiKey, { quiet: true });
  const rotate = useOperation(rotateApiKey, { quiet: true });
  const revoke = useOperation(revokeApiKey, { done: t("keys.revoked"), quiet: true });
  const sweep = useOperation(sweepSandbox, { done: t("keys.swept"), quiet: true });
  const close = () => {
    for (const { forget } of [create, rotate, revoke, sweep]) forget();
    setMaking(false);
    setSweeping(false);
    setAsking(null);
  };
  const keep = (made: { key: string; apiKey: { name: string } } | null) => {
    if (!made) return;
    setShown({ name: made.apiKey.name, key: made.key });
    close();
  };
  return (
    <Section
      title={t("keys.title")}
      place={provider ? undefined : "settings-keys"}
      actions={
        <>
          {!provider && data?.sandbox && (
            <Button disabled={data.sandbox.beingMade} onClick={() => setSweeping(true)}>
              {t("keys.sweepOpen")}
            </Button>
          )}
          <Button variant="contained" onClick={() => setMaking(true)}>
            {t("keys.makeOpen")}
          </Button>
        </>
      }
    >
      <Typography sx={{ mb: 1 }}>{provider ? t("keys.meaning") : t("keys.meaningOfAccreditor")}</Typography>
      {data?.sandbox && (
        <Typography sx={{ mb: 1 }}>
          {t("keys.sandboxMeaning", { address: data.sandbox.url })}
          {data.sandbox.madeAt && ` ${t("keys.sandboxMade", { at: formatInstant(data.sandbox.madeAt) })}`}
        </Typography>
      )}
      {shown && (
        <ShownOnce
          keep={t("keys.keep")}
          label={t("keys.keyOf", { name: shown.name })}
          value={shown.key}
          onKept={() => setShown(null)}
        />
      )}
      {data && data.apiKeys.length > 0 && (
        <ScrollTable
          label={t("keys.title")}
          headings={[t("column.name"), t("keys.scopes"), t("column.state"), t("keys.lastUsed"), t("column.actions")]}
        >
          {data.apiKeys.map((key) => (
            <TableRow key={key.id}>
              <TableCell>
                {key.name}
                {key.sandbox && <Chip size="small" color="warning" label={t("keys.test")} sx={{ ml: 1 }} />}
                <Typography variant="body2" color="text.secondary" sx={{ fontFamily: "monospace" }}>
                  {key.prefix}…
                </Typography>
              </TableCell>
              <TableCell>
                {key.scopes.map((scope) => (
                  <Chip key={scope} size="small" label={t(`keys.scope.${scope}`)} sx={{ m: 0.25 }} />
                ))}
              </TableCell>
              <TableCell>
                {key.revokedAt
                  ? t("keys.revokedAt", { at: formatInstant(key.revokedAt) })
                  : t("keys.until", { day: formatInstantDay(key.expiresAt) })}
              </TableCell>
              <TableCell>{key.lastUsedAt ? formatInstant(key.lastUsedAt) : t("staff.never")}</TableCell>
              <TableCell>
                {key.availableActions.includes("ROTATE") && (
                  <Button
                    size="small"
                    aria-label={`${t("keys.rotateOpen")}: ${key.name}`}
                    onClick={() => setAsking({ key, action: "rotate" })}
                  >
                    {t("keys.rotateOpen")}
                  </Button>
                )}
                {key.availableActions.includes("REVOKE") && (
                  <Button
                    size="small"
                    color="error"
                    aria-label={`${t("keys.revokeOpen")}: ${key.name}`}
                    onClick={() => setAsking({ key, action: "revoke" })}
                  >
                    {t("keys.revokeOpen")}
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {making && (
        <OperationDialog
          title={t("keys.make")}
          explanation={provider ? t("keys.makeMeaning", { name: provider.name }) : t("keys.makeMeaningOfAccreditor")}
          fields={[
            { name: "name", label: t("column.name"), required: true, help: t("keys.nameHelp") },
            {
              name: "scopes",
              label: t("keys.scopes"),
              several: true,
              choices: scopes.map((id) => ({ id, name: t(`keys.scope.${id}`) })),
              initial: "PROGRAMS_READ",
            },
            ...(data?.sandbox
              ? [
                  {
                    name: "leads",
                    label: t("keys.leads"),
                    choices: [
                      { id: "real", name: t("keys.leadsReal") },
                      { id: "sandbox", name: t("keys.leadsSandbox") },
                    ],
                    initial: "real",
                    required: true,
                    help: t("keys.leadsHelp"),
                  },
                ]
              : []),
            { name: "days", label: t("keys.days"), type: "number", required: true, initial: "365" },
          ]}
          confirm={t("keys.make")}
          busy={create.busy}
          refusal={create.refusal}
          onClose={close}
          onConfirm={async ({ name = "", scopes: given = "", days, leads }) => {
            const chosen = scopes.filter((scope) => given.split(",").includes(scope));
            keep(await create.run(provider?.id ?? null, name, chosen, Number(days), leads === "sandbox"));
          }}
        />
      )}
      {data && <DocumentsTable keys={data.apiKeys} ofEverybody={!provider} />}
      {sweeping && (
        <OperationDialog
          title={t("keys.sweepTitle")}
          explanation={t("keys.sweepMeaning")}
          fields={[]}
          confirm={t("keys.sweep")}
          danger
          busy={sweep.busy}
          refusal={sweep.refusal}
          onClose={close}
          onConfirm={async () => {
            if (await sweep.run()) close();
          }}
        />
      )}
      {asking?.action === "rotate" && (
        <OperationDialog
          title={t("keys.rotateTitle", { name: asking.key.name })}
          explanation={t("keys.rotateMeaning")}
          fields={[{ name: "hours", label: t("keys.hours"), type: "number", required: true, initial: "24" }]}
          confirm={t("keys.rotate")}
          busy={rotate.busy}
          refusal={rotate.refusal}
          onClose={close}
          onConfirm={async ({ hours }) => keep(await rotate.run(asking.key.id, Number(hours)))}
        />
      )}
      {asking?.action === "revoke" && (
        <OperationDialog
          title={t("keys.revokeTitle", { name: asking.key.name })}
          explanation={t("keys.revokeMeaning")}
          fields={[]}
          confirm={t("keys.revoke")}
          danger
          busy={revoke.busy}
          refusal={revoke.refusal}
          onClose={close}
          onConfirm={async () => {
            if (await revoke.run(asking.key.id)) close();
          }}
        />
      )}
    </Section>
  );
};
