import { Typography } from "@mui/material";
import { ArrayInput, SimpleFormIterator, TextInput } from "react-admin";
import { t } from "../i18n/t.ts";
import { AddRow } from "./add-row.tsx";

/** Who teaches, in order. */
export const SpeakersInput = () => (
  <>
    <ArrayInput source="speakers" label={t("column.speakers")}>
      <SimpleFormIterator inline disableReordering disableClear addButton={<AddRow label={t("programs.addSpeaker")} />}>
        <TextInput source="name" label={t("column.name")} helperText={false} />
        <TextInput source="credentials" label={t("programs.speakerPost")} helperText={false} sx={{ minWidth: 280 }} />
      </SimpleFormIterator>
    </ArrayInput>
    <Typography variant="body2" color="text.secondary">
      {t("programs.cvHint")}
    </Typography>
  </>
);
