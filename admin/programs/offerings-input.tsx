import { Box, Typography } from "@mui/material";
import { ArrayInput, AutocompleteInput, DateInput, SelectInput, SimpleFormIterator, TextInput } from "react-admin";
import { t } from "../i18n/t.ts";
import { AddRow } from "./add-row.tsx";

const zones = Intl.supportedValuesOf("timeZone").map((id) => ({ id, name: id.replaceAll("_", " ") }));

/** When and where a program is held. A new date begins with the IANA name of `timeZone`. */
export const OfferingsInput = ({ timeZone }: { timeZone: string }) => {
  const choices = zones.some((zone) => zone.id === timeZone) ? zones : [{ id: timeZone, name: timeZone }, ...zones];
  return (
    <>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("programs.offeringsHint")}
      </Typography>
      <ArrayInput source="offerings" label={t("programs.offerings")} defaultValue={[]}>
        <SimpleFormIterator
          disableReordering
          disableClear
          fullWidth
          addButton={<AddRow label={t("programs.addDate")} />}
        >
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, columnGap: 2 }}>
            <DateInput source="startsOn" label={t("column.firstDay")} helperText={false} />
            <DateInput source="endsOn" label={t("column.lastDay")} helperText={false} />
            <SelectInput
              source="format"
              label={t("column.held")}
              defaultValue="IN_PERSON"
              choices={(["IN_PERSON", "VIRTUAL", "HYBRID"] as const).map((id) => ({ id, name: t(`format.${id}`) }))}
              helperText={false}
              validate={undefined}
            />
            <AutocompleteInput
              source="timeZone"
              label={t("programs.timeZone")}
              choices={choices}
              defaultValue={timeZone}
              helperText={false}
            />
            <TextInput source="place" label={t("programs.place")} helperText={false} />
            <TextInput source="url" label={t("column.address")} helperText={false} type="url" />
          </Box>
        </SimpleFormIterator>
      </ArrayInput>
    </>
  );
};
