import { Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { type App, appKinds, appScopes, appsQuery, createApp, removeApp } from "./apps.data.ts";

/** Partners' programs that members may let act for them. */
export const AppsSection = () => {
  const { data } = useAsk(appsQuery, {});
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<App | null>(null);
  const [shown, setShown] = useState<{ name: string; secret: string } | null>(null);
  const create = useOperation(createApp, { done: t("apps.made"), quiet: true });
  const remove = useOperation(removeApp, { done: t("apps.removed"), quiet: true });
  const close = () => {
    create.forget();
    remove.forget();
    setMaking(false);
    setRemoving(null);
  };
  return (
    <Section
      title={t("apps.title")}
      place="settings-apps"
      actions={
        <Button variant="contained" onClick={() => setMaking(true)}>
          {t("apps.makeOpen")}
        </Button>
      }
    >
      <Typography sx={{ mb: 1 }}>{t("apps.meaning")}</Typography>
      {shown && (
        <ShownOnce
          keep={t("apps.keep")}
          label={t("apps.secretOf", { name: shown.name })}
          value={shown.secret}
          onKept={() => setShown(null)}
        />
      )}
      {data && data.apps.length > 0 && (
        <ScrollTable
          label={t("apps.title")}
          headings={[t("column.name"), t("apps.clientId"), t("apps.may"), t("apps.since"), t("column.actions")]}
        >
          {data.apps.map((app) => (
            <TableRow key={app.id}>
              <TableCell sx={{ minWidth: 160, overflowWrap: "anywhere" }}>
                {app.name}
                <Typography variant="body2" color="text.secondary">
                  {t(`apps.kind.${app.kind}`)}
                </Typography>
              </TableCell>
              <TableCell sx={{ minWidth: 260, overflowWrap: "anywhere" }}>
                <Typography variant="body2" component="span" sx={{ fontFamily: "monospace" }}>
                  {app.id}
                </Typography>
                {app.redirectUris.map((uri) => (
                  <Typography key={uri} variant="body2" color="text.secondary">
                    {uri}
                  </Typography>
                ))}
              </TableCell>
              <TableCell sx={{ minWidth: 160 }}>
                {app.scopes.map((scope) => t(`apps.scope.${scope}`)).join(", ")}
              </TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>{formatInstantDay(app.createdAt)}</TableCell>
              <TableCell>
                <Button
                  size="small"
                  color="error"
                  sx={{ whiteSpace: "nowrap" }}
                  aria-label={`${t("apps.removeOpen")}: ${app.name}`}
                  onClick={() => setRemoving(app)}
                >
                  {t("apps.removeOpen")}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {making && (
        <OperationDialog
          title={t("apps.make")}
          explanation={t("apps.makeMeaning")}
          fields={[
            { name: "name", label: t("column.name"), required: true, help: t("apps.nameHelp") },
            {
              name: "kind",
              label: t("apps.kind"),
              required: true,
              initial: "CONFIDENTIAL",
              choices: appKinds.map((id) => ({ id, name: t(`apps.kind.${id}`) })),
            },
            {
              name: "redirectUris",
              label: t("apps.redirectUris"),
              required: true,
              multiline: true,
              help: t("apps.redirectUrisHelp"),
            },
            {
              name: "scopes",
              label: t("apps.may"),
              several: true,
              choices: appScopes.map((id) => ({ id, name: t(`apps.scope.${id}`) })),
            },
          ]}
          confirm={t("apps.make")}
          busy={create.busy}
          refusal={create.refusal}
          onClose={close}
          onConfirm={async ({ name = "", kind, redirectUris = "", scopes = "" }) => {
            const made = await create.run({
              name,
              kind: kind as App["kind"],
              redirectUris: redirectUris.split(/\s+/).filter(Boolean),
              scopes: appScopes.filter((scope) => scopes.split(",").includes(scope)),
            });
            if (!made) return;
            if (made.clientSecret) setShown({ name: made.app.name, secret: made.clientSecret });
            close();
          }}
        />
      )}
      {removing && (
        <OperationDialog
          title={t("apps.remove")}
          explanation={t("apps.removeMeaning", { name: removing.name })}
          fields={[]}
          confirm={t("apps.remove")}
          danger
          busy={remove.busy}
          refusal={remove.refusal}
          onClose={close}
          onConfirm={async () => {
            if (await remove.run(removing.id)) close();
          }}
        />
      )}
    </Section>
  );
};
