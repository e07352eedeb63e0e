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
  useTranslate,
} from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import type { SignedIn } from "../data/viewer.ts";
import { typeChoicesQuery } from "./program.data.ts";
import { minutesOf } from "./type-minutes.ts";

export const AboutStep = ({ signedIn, fixedProvider }: { signedIn: SignedIn; fixedProvider: boolean }) => {
  const t = useTranslate();
  const { data } = useAsk(typeChoicesQuery, {});
  return (
    <>
      <SelectInput
        source="providerId"
        label="Educational provider"
        choices={signedIn.viewer.providers}
        optionText={(p) => `${p.name} [${p.number}]`}
        disabled={fixedProvider}
        isRequired
        fullWidth
      />
      <SelectInput
        source="typeId"
        label="Program type"
        choices={data?.programTypes ?? []}
        optionText={(type) =>
          type.minimumMinutes === null && type.maximumMinutes === null
            ? type.name
            : t("%{type} (%{minutes} minutes)", { type: type.name, minutes: minutesOf(type, t) })
        }
        translateChoice={false}
        isRequired
        fullWidth
      />
      <TextInput source="name" label="Program name" isRequired fullWidth helperText="As certificates will print it." />
      <TextInput
        source="description"
        label="Description"
        multiline
        minRows={4}
        fullWidth
        helperText="What the program is about."
      />
    </>
  );
};

export const ContentStep = () => {
  const t = useTranslate();
  return (
    <>
      <TextInput
        source="objectives"
        label="Learning objectives"
        multiline
        minRows={4}
        fullWidth
        format={(lines: string[] | null) => (lines ?? []).join("\n")}
        parse={(text: string) => text.split("\n")}
        helperText="One on each line."
      />
      <Box sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
        <NumberInput
          source="minutes"
          label="Minutes of instruction"
          min={1}
          step={1}
          helperText="In one offering, without breaks."
        />
        <TextInput source="requestedCredits" label="Credits asked for" helperText="Such as 1.50" />
      </Box>
      <ArrayInput source="speakers" label="Speakers">
        <SimpleFormIterator inline disableReordering disableClear addButton={<AddRow label="Add a speaker" />}>
          <TextInput source="name" label="Name" helperText={false} />
          <TextInput source="credentials" label="Degrees and post" helperText={false} sx={{ minWidth: 280 }} />
        </SimpleFormIterator>
      </ArrayInput>
      <Typography variant="body2" color="text.secondary">
        {t("CVs of speakers belong to the documents.")}
      </Typography>
    </>
  );
};

/** Says what it adds: the sign alone is found by those who know the console. */
const AddRow = ({ label }: { label: string }) => {
  const t = useTranslate();
  const { add } = useSimpleFormIterator();
  return (
    <Button variant="outlined" size="small" startIcon={<AddIcon />} onClick={() => add()}>
      {t(label)}
    </Button>
  );
};

const zones = Intl.supportedValuesOf("timeZone").map((id) => ({ id, name: id.replaceAll("_", " ") }));

export const OfferingsStep = ({ timeZone }: { timeZone: string }) => {
  const t = useTranslate();
  const choices = zones.some((zone) => zone.id === timeZone) ? zones : [{ id: timeZone, name: timeZone }, ...zones];
  return (
    <>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("Each time that the same program is held is an offering of its own.")}
      </Typography>
      <ArrayInput source="offerings" label="Dates and places" defaultValue={[]}>
        <SimpleFormIterator disableReordering disableClear fullWidth addButton={<AddRow label="Add a date" />}>
          <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, columnGap: 2 }}>
            <DateInput source="startsOn" label="First day" helperText={false} />
            <DateInput source="endsOn" label="Last day" helperText={false} />
            <SelectInput
              source="format"
              label="Held"
              defaultValue="IN_PERSON"
              choices={["IN_PERSON", "VIRTUAL", "HYBRID"].map((id) => ({ id, name: t(`format.${id}`) }))}
              helperText={false}
              validate={undefined}
            />
            <AutocompleteInput
              source="timeZone"
              label="Time zone"
              choices={choices}
              defaultValue={timeZone}
              helperText={false}
            />
            <TextInput source="place" label="City and venue" helperText={false} />
            <TextInput source="url" label="Address online" helperText={false} type="url" />
          </Box>
        </SimpleFormIterator>
      </ArrayInput>
    </>
  );
};

export const ContactStep = () => (
  <>
    <TextInput source="contactName" label="Contact" fullWidth helperText="Whom to ask about this application." />
    <TextInput source="contactEmail" label="Contact's e-mail address" type="email" fullWidth helperText={false} />
    <BooleanInput
      source="listOnCalendar"
      label="List it on the public CEC calendar once it is approved"
      helperText={false}
    />
    <BooleanInput
      source="requestEmailBlast"
      label='Ask for a "save the date" e-mail to the membership'
      helperText={false}
    />
  </>
);
