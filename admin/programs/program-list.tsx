import AddIcon from "@mui/icons-material/Add";
import { Box, Button, Card } from "@mui/material";
import {
  AutocompleteInput,
  BooleanInput,
  DataTable,
  DateInput,
  FilterLiveForm,
  List,
  ReferenceInput,
  SelectArrayInput,
  SelectInput,
  TextInput,
  TopToolbar,
  useListContext,
  useTranslate,
} from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { programFilter, programOrders, typesQuery } from "./program.data.ts";
import { programStatuses } from "./program-statuses.ts";
import { SavedQueries } from "./saved-queries.tsx";

/** What a program's page says as well gives way where the table would not fit. */
const onWideScreens = { display: { xs: "none", md: "table-cell" } };
const onScreensNotNarrow = { display: { xs: "none", sm: "table-cell" } };

/** The list as providers know it. Filters stand in the address, so that a list can be sent to somebody. */
export const ProgramList = () => {
  const signedIn = useSignedIn();
  return (
    <List
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "createdAt", order: "DESC" }}
      actions={<ProgramListActions />}
      empty={false}
      queryOptions={{ refetchInterval: 60_000 }}
    >
      <ProgramFilters isStaff={signedIn?.viewer.isStaff ?? false} />
      <DataTable rowClick="show" bulkActionButtons={false} empty={<NoPrograms />}>
        <DataTable.Col source="number" label="Program ID" />
        <DataTable.Col source="name" label="Program name" sx={{ minWidth: 160 }} />
        <DataTable.Col source="type.name" label="Program type" sx={onWideScreens} />
        <DataTable.Col
          source="startsOn"
          label="Program date"
          render={(program) => formatDay(program.startsOn)}
          sx={{ whiteSpace: "nowrap" }}
        />
        <DataTable.Col source="provider.name" label="Educational provider" sx={onScreensNotNarrow} />
        <DataTable.Col
          source="submittedAt"
          label="Submission date"
          render={(program) => formatInstantDay(program.submittedAt)}
          sx={{ ...onWideScreens, whiteSpace: "nowrap" }}
        />
        <DataTable.Col source="status" label="Status" render={(program) => <StatusChip status={program.status} />} />
      </DataTable>
    </List>
  );
};

const AddProgram = () => {
  const t = useTranslate();
  const signedIn = useSignedIn();
  if (!signedIn?.viewer.providers.length) return null;
  return (
    <Button component={Link} to="/programs/create" variant="contained" size="small" startIcon={<AddIcon />}>
      {t("Add Program")}
    </Button>
  );
};

const ProgramListActions = () => (
  <TopToolbar sx={{ alignItems: "center", gap: 1 }}>
    <ExportButton list="programs" orders={programOrders} filterOf={(filter) => programFilter(filter) ?? {}} />
    <AddProgram />
  </TopToolbar>
);

const ProgramFilters = ({ isStaff }: { isStaff: boolean }) => {
  const t = useTranslate();
  const { data } = useAsk(typesQuery, {});
  const { filterValues, setFilters } = useListContext();
  const filtered = Object.keys(filterValues).length > 0;
  const wide = { gridColumn: { md: "span 2" } };
  return (
    <Card sx={{ p: 2, mb: 1, border: 0, borderBottom: 1, borderColor: "divider", borderRadius: 0 }} role="search">
      <FilterLiveForm>
        <Box
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", md: "repeat(4, 1fr)" },
            columnGap: 2,
            "& .MuiFormControl-root": { mt: 0 },
            "& .MuiFormHelperText-root": { display: "none" },
          }}
        >
          <TextInput source="number" label="Program ID" resettable helperText={false} />
          <TextInput source="name" label="Program name" resettable helperText={false} />
          <SelectInput source="typeId" label="Program type" choices={data?.programTypes ?? []} helperText={false} />
          <SelectArrayInput
            source="status"
            label="Status"
            choices={programStatuses.map((id) => ({ id, name: t(`status.${id}`) }))}
            helperText={false}
          />
          <DateInput source="submittedFrom" label="Submitted from" helperText={false} />
          <DateInput source="submittedTo" label="Submitted to" helperText={false} />
          <DateInput source="startsFrom" label="Program date from" helperText={false} />
          <DateInput source="startsTo" label="Program date to" helperText={false} />
          {isStaff && (
            <Box sx={wide}>
              <ReferenceInput
                source="providerId"
                reference="providers"
                sort={{ field: "number", order: "ASC" }}
                perPage={50}
              >
                <AutocompleteInput
                  label="Educational provider"
                  optionText={(p) => (p ? `${p.name} [${p.number}]` : "")}
                  filterToQuery={(name) => ({ name })}
                  helperText={false}
                />
              </ReferenceInput>
            </Box>
          )}
          <BooleanInput source="inbox" label="My Inbox" helperText={false} />
        </Box>
      </FilterLiveForm>
      <Box sx={{ display: "flex", gap: 2, alignItems: "flex-start", flexWrap: "wrap" }}>
        <SavedQueries />
        {filtered && (
          <Button size="small" onClick={() => setFilters({}, {})}>
            {t("Clear all filters")}
          </Button>
        )}
      </Box>
    </Card>
  );
};

const NoPrograms = () => {
  const { filterValues } = useListContext();
  const inbox = filterValues.inbox && Object.keys(filterValues).length === 1;
  return (
    <EmptyList
      title={
        inbox
          ? "Your inbox is empty"
          : Object.keys(filterValues).length > 0
            ? "No program meets these filters"
            : "No programs yet"
      }
      hint={
        inbox
          ? "Nothing waits for you. Programs appear here as soon as they need you."
          : Object.keys(filterValues).length > 0
            ? "Take a filter off, or look for a part of the name only."
            : "Begin with “Add Program”: an application can be kept as a draft and submitted later."
      }
    >
      <AddProgram />
    </EmptyList>
  );
};
