import AddIcon from "@mui/icons-material/Add";
import { Box, Button, Typography } from "@mui/material";
import {
  AutocompleteInput,
  BooleanInput,
  DateInput,
  List,
  type ListProps,
  ReferenceInput,
  SelectArrayInput,
  SelectInput,
  TextInput,
  TopToolbar,
  useListContext,
} from "react-admin";
import { Link } from "react-router-dom";
import { SelectionBar } from "../bulk/selection-bar.tsx";
import { useAsk } from "../data/use-ask.ts";
import { useHolds, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useAssignFields, useReviewers } from "./assign.ts";
import { type ListedProgram, programFilter, typesQuery } from "./program.data.ts";
import { approveAlike, assignAll, extendDeadlines, startReviews } from "./program-bulk.ts";
import { programState, programStatuses } from "./program-statuses.ts";

const Column = columnsOf<"Program">();

/** What a program's page says as well gives way where the table would not fit. */
const onWideScreens = { display: { xs: "none", md: "table-cell" } };
const onScreensOfDesks = { display: { xs: "none", lg: "table-cell" } };
const onWidestScreens = { display: { xs: "none", xl: "table-cell" } };
const onScreensNotNarrow = { display: { xs: "none", sm: "table-cell" } };

/** The list as providers know it. Filters stand in the address, so that a list can be sent to somebody. */
export const ProgramList = () => <Programs sort={{ field: "CREATED_AT", order: "DESC" }} />;

/** The programs that wait for the viewer, the longest waiting first. What is filtered and sorted here is remembered apart. */
export const Inbox = () => (
  <Programs
    resource="programs"
    title={t("programs.inbox")}
    filter={{ inbox: true }}
    storeKey="inbox"
    sort={{ field: "SUBMITTED_AT", order: "ASC" }}
  />
);

/** Who of the staff looks after a program, and when they look at it again. */
const assigned = ({ review }: Partial<ListedProgram>) => (
  <>
    {review?.assignee?.email}
    {review?.followUpOn && (
      <Typography variant="body2" color="text.secondary">
        {t("review.followUp", { day: formatDay(review.followUpOn) })}
      </Typography>
    )}
  </>
);

const Programs = (props: Pick<ListProps, "resource" | "title" | "filter" | "storeKey" | "sort">) => {
  const signedIn = useSignedIn();
  const mayReview = useHolds("REVIEWER");
  const isStaff = signedIn?.viewer.isStaff ?? false;
  return (
    <List
      perPage={20}
      pagination={<ListPages />}
      actions={<ProgramListActions always={props.filter} />}
      empty={false}
      queryOptions={{ refetchInterval: 60_000 }}
      {...props}
    >
      <ProgramFilters isStaff={isStaff} />
      <ListTable
        list={props.filter ? "INBOX" : "PROGRAMS"}
        rowClick="show"
        bulkActionButtons={mayReview ? undefined : false}
        bulkActionsToolbar={mayReview ? <ProgramSelection /> : undefined}
        empty={<NoPrograms inbox={props.filter !== undefined} />}
      >
        <Column source="number" sortBy="NUMBER" label={t("column.programId")} />
        <Column opens source="name" sortBy="NAME" label={t("column.programName")} sx={{ minWidth: 160 }} />
        <Column
          source="type.name"
          sortBy="TYPE"
          label={t("programs.type")}
          sx={isStaff ? onWidestScreens : onWideScreens}
        />
        <Column
          source="startsOn"
          sortBy="STARTS_ON"
          label={t("programs.date")}
          render={(program) => formatDay(program.startsOn)}
          sx={{ whiteSpace: "nowrap" }}
        />
        <Column
          source="provider.name"
          sortBy="PROVIDER"
          label={t("column.educationalProvider")}
          sx={onScreensNotNarrow}
        />
        <Column
          source="submittedAt"
          sortBy="SUBMITTED_AT"
          label={t("programs.submissionDate")}
          render={(program) => formatInstantDay(program.submittedAt)}
          sx={{ ...onWideScreens, whiteSpace: "nowrap" }}
        />
        {isStaff && (
          <Column
            source="review.assignee.email"
            label={t("review.assignee")}
            render={assigned}
            sx={{ ...onScreensOfDesks, minWidth: 130, overflowWrap: "anywhere" }}
          />
        )}
        <Column
          source="status"
          sortBy="STATUS"
          label={t("column.status")}
          render={(program) => <StatusChip status={programState(program.status, program.type.form)} />}
        />
      </ListTable>
    </List>
  );
};

const ProgramSelection = () => {
  const fields = useAssignFields(true, null);
  return (
    <SelectionBar
      list="programs"
      actions={[
        { label: t("review.assignOpen"), operation: assignAll(fields) },
        { label: t("programs.startReviewsOpen"), operation: startReviews() },
        { label: t("programs.approveOpen"), operation: approveAlike() },
        { label: t("programs.extendAllOpen"), operation: extendDeadlines() },
      ]}
    />
  );
};

const AddProgram = () => {
  const signedIn = useSignedIn();
  if (!signedIn?.viewer.providers.length) return null;
  return (
    <Button component={Link} to="/programs/create" variant="contained" size="small" startIcon={<AddIcon />}>
      {t("programs.add")}
    </Button>
  );
};

const ProgramListActions = ({ always }: { always: ListProps["filter"] }) => (
  <TopToolbar sx={{ alignItems: "center", gap: 1 }}>
    <ExportButton list="programs" filterOf={(filter) => programFilter({ ...filter, ...always }) ?? {}} />
    <AddProgram />
  </TopToolbar>
);

const ProgramFilters = ({ isStaff }: { isStaff: boolean }) => {
  const { data } = useAsk(typesQuery, {});
  const reviewers = useReviewers(isStaff);
  return (
    <ListFilters>
      <TextInput source="number" label={t("column.programId")} resettable helperText={false} />
      <TextInput source="name" label={t("column.programName")} resettable helperText={false} />
      <SelectInput source="typeId" label={t("programs.type")} choices={data?.programTypes ?? []} helperText={false} />
      <SelectArrayInput
        source="status"
        label={t("column.status")}
        choices={programStatuses.map((id) => ({ id, name: t(`status.${id}`) }))}
        helperText={false}
      />
      <DateInput source="submittedFrom" label={t("programs.submittedFrom")} helperText={false} />
      <DateInput source="submittedTo" label={t("programs.submittedTo")} helperText={false} />
      <DateInput source="startsFrom" label={t("programs.dateFrom")} helperText={false} />
      <DateInput source="startsTo" label={t("programs.dateTo")} helperText={false} />
      {isStaff && (
        <>
          <SelectInput
            source="assignee"
            label={t("review.assignee")}
            choices={[{ id: "ME", name: t("review.me") }, { id: "NOBODY", name: t("review.nobody") }, ...reviewers]}
            helperText={false}
          />
          <Box sx={{ gridColumn: { md: "span 2" } }}>
            <ReferenceInput
              source="providerId"
              reference="providers"
              sort={{ field: "number", order: "ASC" }}
              perPage={50}
            >
              <AutocompleteInput
                label={t("column.educationalProvider")}
                optionText={(p) => (p ? `${p.name} [${p.number}]` : "")}
                filterToQuery={(name) => ({ name })}
                helperText={false}
              />
            </ReferenceInput>
          </Box>
          <BooleanInput
            source="followUpDue"
            label={t("review.followUpDue")}
            parse={(due: boolean) => due || null}
            helperText={false}
          />
          <BooleanInput
            source="sessionsProposed"
            label={t("programs.sessionsProposed")}
            parse={(waiting: boolean) => waiting || null}
            helperText={false}
          />
        </>
      )}
    </ListFilters>
  );
};

const NoPrograms = ({ inbox }: { inbox: boolean }) => {
  const { filterValues } = useListContext();
  const [title, hint] =
    Object.keys(filterValues).length > 0
      ? [t("programs.noneFound"), t("programs.noneFoundHint")]
      : inbox
        ? [t("programs.inboxEmpty"), t("programs.inboxEmptyHint")]
        : [t("programs.none"), t("programs.noneHint")];
  return (
    <EmptyList title={title} hint={hint}>
      <AddProgram />
    </EmptyList>
  );
};
