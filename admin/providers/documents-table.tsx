import { Box, Button, MenuItem, TableCell, TableRow, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { type ApiKey, documentsQuery, removeDocument, type TrustedDocument } from "./provider-show.data.ts";

const everybody = "everybody";

/** What requests may name by its hash: of a key, or of everybody. Programs register it. */
export const DocumentsTable = ({ keys, ofEverybody }: { keys: readonly ApiKey[]; ofEverybody: boolean }) => {
  const owners = [
    ...(ofEverybody ? [{ id: everybody, name: t("keys.documentsOfEverybody") }] : []),
    ...keys.filter(({ revokedAt }) => !revokedAt).map(({ id, name, prefix }) => ({ id, name: `${name} (${prefix}…)` })),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const owner = owners.find(({ id }) => id === chosen) ?? owners[0];
  return owner ? (
    <Box sx={{ mt: 3 }}>
      <Typography variant="h6" component="h3">
        {t("keys.documents")}
      </Typography>
      <Typography sx={{ mb: 2 }}>{t("keys.documentsMeaning")}</Typography>
      <TextField
        select
        fullWidth
        size="small"
        label={t("keys.documentsOf")}
        value={owner.id}
        onChange={({ target }) => setChosen(target.value)}
        sx={{ mb: 1, maxWidth: 420 }}
      >
        {owners.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <DocumentsOf key={owner.id} apiKeyId={owner.id === everybody ? null : owner.id} keys={keys} />
    </Box>
  ) : null;
};

/** Who registered it: an address, or what the key is called. */
const registrantOf = ({ registeredBy, registeredByKeyId }: TrustedDocument, keys: readonly ApiKey[]): string | null => {
  if (registeredByKeyId === null) return registeredBy;
  const key = keys.find(({ id }) => id === registeredByKeyId);
  return key ? t("keys.documentByKey", { name: key.name }) : t("keys.documentByOtherKey");
};

const DocumentsOf = ({ apiKeyId, keys }: { apiKeyId: string | null; keys: readonly ApiKey[] }) => {
  const { data } = useAsk(documentsQuery, { apiKeyId });
  const [removing, setRemoving] = useState<TrustedDocument | null>(null);
  const remove = useOperation(removeDocument, { done: t("keys.documentRemoved"), quiet: true });
  const close = () => {
    remove.forget();
    setRemoving(null);
  };
  if (!data) return null;
  if (data.trustedDocuments.length === 0)
    return <Typography color="text.secondary">{t("keys.documentsNone")}</Typography>;
  return (
    <>
      <ScrollTable
        label={t("keys.documents")}
        headings={[
          t("column.name"),
          t("keys.documentHash"),
          t("keys.documentSince"),
          t("keys.documentBy"),
          t("keys.lastUsed"),
          t("column.actions"),
        ]}
      >
        {data.trustedDocuments.map((document) => (
          <TableRow key={document.hash}>
            <TableCell sx={{ minWidth: 140, overflowWrap: "anywhere" }}>{document.name}</TableCell>
            <TableCell sx={{ fontFamily: "monospace" }}>{document.hash.slice(0, 16)}…</TableCell>
            <TableCell>{formatInstant(document.registeredAt)}</TableCell>
            <TableCell sx={{ overflowWrap: "anywhere" }}>
              {registrantOf(document, keys) ?? t("keys.documentByNobody")}
            </TableCell>
            <TableCell>{document.lastUsedAt ? formatInstant(document.lastUsedAt) : t("staff.never")}</TableCell>
            <TableCell>
              <Button
                size="small"
                color="error"
                aria-label={`${t("keys.documentRemoveOpen")}: ${document.name}`}
                onClick={() => setRemoving(document)}
              >
                {t("keys.documentRemoveOpen")}
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {removing && (
        <OperationDialog
          title={t("keys.documentRemoveTitle", { name: removing.name })}
          explanation={t("keys.documentRemoveMeaning")}
          fields={[]}
          confirm={t("keys.documentRemove")}
          danger
          busy={remove.busy}
          refusal={remove.refusal}
          onClose={close}
          onConfirm={async () => {
            if (await remove.run(removing.hash, apiKeyId)) close();
          }}
        >
          <Typography
            component="pre"
            variant="body2"
            sx={{ overflow: "auto", maxHeight: 240, fontFamily: "monospace" }}
          >
            {removing.text}
          </Typography>
        </OperationDialog>
      )}
    </>
  );
};
