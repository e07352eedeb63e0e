import AddIcon from "@mui/icons-material/Add";
import { Box, Button, Typography } from "@mui/material";
import {
  ArrayInput,
  AutocompleteInput,
  BooleanInput,
  DateInput,
  NumberInput,
  SelectInput,
  SimpleFormIterator,
  TextInput,
  useSimpleFormIterator,
} from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import type { SignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { typeChoicesQuery } from "./program.data.ts";
import { minutesOf } from "./type-minutes.ts";

export const AboutStep = ({ signedIn, fixedProvider }: { signedIn: SignedIn; fixedProvider: boolean }) => {
  const { data } = useAsk(typeChoicesQuery, {});
  return (
    <>
      <SelectInput
        source="providerId"
        label={t("column.educationalProvider")}
        choices={signedIn.viewer.providers}
        optionText={(p) => `${p.name} [${p.number}]`}
        disabled={fixedProvider}
        isRequired
        fullWidth
      />
      <SelectInput
        source="typeId"
        label={t("programs.type")}
        choices={data?.programTypes ?? []}
        optionText={(type) =>
          type.minimumMinutes === null && type.maximumMinutes === null
            ? type.name
            : t("programs.typeMinutes", { type: type.name, minutes: minutesOf(type) })
        }
        translateChoice={false}
        isRequired
        fullWidth
      />
      <TextInput
        source="name"
        label={t("column.programName")}
        isRequired
        fullWidth
        helperText={t("programs.nameHelp")}
      />
      <TextInput
        source="description"
        label={t("programs.description")}
        multiline
        minRows={4}
        fullWidth
        helperText={t("programs.descriptionHelp")}
      />
    </>
  );
};

export const ContentStep = () => {
  return (
    <>
      <TextInput
        source="objectives"
        label={t("programs.objectives")}
        multiline
        minRows={4}
        fullWidth
        format={(lines: string[] | null) => (lines ?? []).join("\n")}
        parse={(text: string) => text.split("\n")}
        helperText={t("programs.objectivesHelp")}
      />
      <Box sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
        <NumberInput
          source="minutes"
          label={t("programs.minutes")}
          min={1}
          step={1}
          helperText={t("programs.minutesHelp")}
        />
        <TextInput
          source="requestedCredits"
          label={t("programs.requestedCredits")}
          helperText={t("programs.requestedCreditsHelp")}
        />
      </Box>
      <ArrayInput source="speakers" label={t("column.speakers")}>
        <SimpleFormIterator
          inline
          disableReordering
          disableClear
          addButton={<AddRow label={t("programs.addSpeaker")} />}
        >
          <TextInput source="name" label={t("column.name")} helperText={false} />
          <TextInput source="credentials" label={t("programs.speakerPost")} helperText={false} sx={{ minWidth: 280 }} />
        </SimpleFormIterator>
      </ArrayInput>
      <Typography variant="body2" color="text.secondary">
        {t("programs.cvHint")}
      </Typography>
    </>
  );
};

/** Says what it adds: the sign alone is found by those who know the console. */
const AddRow = ({ label }: { label: string }) => {
  const { add } = useSimpleFormIterator();
  return (
    <Button variant="outlined" size="small" startIcon={<AddIcon />} onClick={() => add()}>
      {label}
    </Button>
  );
};

const zones = Intl.supportedValuesOf("timeZone").map((id) => ({ id, name: id.replaceAll("_", " ") }));

export const OfferingsStep = ({ timeZone }: { timeZone: string }) => {
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

export const ContactStep = () => (
  <>
    <TextInput source="contactName" label={t("programs.contact")} fullWidth helperText={t("programs.contactHelp")} />
    <TextInput source="contactEmail" label={t("programs.contactEmail")} type="email" fullWidth helperText={false} />
    <BooleanInput source="listOnCalendar" label={t("programs.calendarField")} helperText={t("programs.calendarHelp")} />
    <TextInput
      source="publicUrl"
      label={t("field.publicUrl")}
      type="url"
      fullWidth
      helperText={t("programs.publicUrlHelp")}
    />
    <BooleanInput source="requestEmailBlast" label={t("programs.blastField")} helperText={false} />
  </>
);
