import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { addPasskey, removePasskey, renamePasskey } from "../data/passkeys.ts";
import { passkeysWork } from "../data/passkeys-work.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { type Account, renewRecoveryCodes } from "./account.data.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

type Passkey = Account["passkeys"][number];

interface Props {
  passkeys: readonly Passkey[];
  /** How many are left to whoever has passkeys and no app, which has a button of its own; null for everybody else. */
  codesLeft?: number | null;
  /** Called when a first passkey was added and its codes are kept, or there are none. */
  onAdded?(): void;
}

/** The viewer's passkeys: added, named and removed. */
export const PasskeysSection = ({ passkeys, codesLeft = null, onAdded }: Props) => {
  const [asking, setAsking] = useState<"add" | "codes" | { rename: Passkey } | { remove: Passkey } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const add = useOperation(addPasskey, { quiet: true, done: t("passkey.added") });
  const renew = useOperation((password: string) => renewRecoveryCodes(password), { quiet: true });
  const rename = useOperation(renamePasskey, { quiet: true });
  const remove = useOperation(
    async (id: string) => {
      await removePasskey(id);
      return true;
    },
    { quiet: true, done: t("passkey.removed") },
  );
  const close = () => setAsking(null);
  const possible = passkeysWork();
  if (codes)
    return (
      <Section title={t("passkey.title")}>
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            onAdded?.();
          }}
        />
      </Section>
    );
  return (
    <Section title={t("passkey.title")}>
      <Typography sx={{ mb: 2 }}>{t(possible ? "passkey.meaning" : "passkey.notHere")}</Typography>
      {passkeys.map((passkey) => (
        <Box
          key={passkey.id}
          sx={{
            display: "flex",
            gap: 1,
            alignItems: "center",
            flexWrap: "wrap",
            py: 1,
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          <Box sx={{ flexGrow: 1, minWidth: 0 }}>
            <Typography sx={{ overflowWrap: "anywhere" }}>{passkey.name}</Typography>
            <Typography variant="body2" color="text.secondary">
              {passkey.lastUsedAt
                ? t("account.lastUsed", { when: formatInstant(passkey.lastUsedAt) })
                : t("passkey.addedOn", { day: formatInstantDay(passkey.createdAt) })}
            </Typography>
          </Box>
          <Button
            size="small"
            aria-label={t("passkey.renameThis", { name: passkey.name })}
            onClick={() => setAsking({ rename: passkey })}
          >
            {t("passkey.rename")}
          </Button>
          <Button
            size="small"
            color="error"
            aria-label={t("passkey.removeThis", { name: passkey.name })}
            onClick={() => setAsking({ remove: passkey })}
          >
            {t("passkey.remove")}
          </Button>
        </Box>
      ))}
      {codesLeft !== null && <Typography sx={{ mt: 1 }}>{t("passkey.codesLeft", { count: codesLeft })}</Typography>}
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", mt: 1 }}>
        {possible && (
          <Button variant="outlined" onClick={() => setAsking("add")}>
            {t("passkey.add")}
          </Button>
        )}
        {codesLeft !== null && (
          <Button variant="outlined" onClick={() => setAsking("codes")}>
            {t("account.newCodes")}
          </Button>
        )}
      </Box>
      {asking === "codes" && (
        <OperationDialog
          title={t("account.newCodes")}
          explanation={t("account.newCodesMeaning")}
          fields={[{ name: "password", label: t("account.yourPassword"), type: "password", required: true }]}
          confirm={t("account.makeCodes")}
          busy={renew.busy}
          refusal={renew.refusal}
          onConfirm={async ({ password = "" }) => {
            const made = await renew.run(password);
            if (!made) return;
            close();
            setCodes(made);
          }}
          onClose={close}
        />
      )}
      {asking === "add" && (
        <OperationDialog
          title={t("passkey.add")}
          explanation={t("passkey.addMeaning")}
          fields={[{ name: "name", label: t("passkey.name"), required: true, help: t("passkey.nameHelp") }]}
          confirm={t("passkey.addNow")}
          busy={add.busy}
          refusal={add.refusal}
          onConfirm={async ({ name = "" }) => {
            const made = await add.run(name);
            if (!made) return;
            close();
            if (made.length > 0) setCodes(made);
            else onAdded?.();
          }}
          onClose={close}
        />
      )}
      {asking && typeof asking === "object" && "rename" in asking && (
        <OperationDialog
          title={t("passkey.renameTitle")}
          fields={[{ name: "name", label: t("passkey.name"), required: true, initial: asking.rename.name }]}
          confirm={t("passkey.save")}
          busy={rename.busy}
          refusal={rename.refusal}
          onConfirm={async ({ name = "" }) => {
            if (await rename.run(asking.rename.id, name)) close();
          }}
          onClose={close}
        />
      )}
      {asking && typeof asking === "object" && "remove" in asking && (
        <OperationDialog
          title={t("passkey.removeTitle")}
          explanation={t("passkey.removeMeaning", { name: asking.remove.name })}
          fields={[]}
          confirm={t("passkey.remove")}
          danger
          busy={remove.busy}
          refusal={remove.refusal}
          onConfirm={async () => {
            if (await remove.run(asking.remove.id)) close();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
};
