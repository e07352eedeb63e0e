import UploadFileIcon from "@mui/icons-material/UploadFile";
import { Alert, Box, Button, Link as MuiLink } from "@mui/material";
import { useState } from "react";
import { List, TextInput, TopToolbar, useListContext } from "react-admin";
import { Link, useNavigate } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useMemberIdLabel, useReadsPersons, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { addMember, memberInputOf, waitingNamesQuery } from "./member.data.ts";
import { memberFields } from "./member-fields.tsx";

const Column = columnsOf<"Member">();

/** Member Search: nothing is shown before somebody looks for something. */
export const MemberList = () => {
  const signedIn = useSignedIn();
  const readsPersons = useReadsPersons();
  const label = useMemberIdLabel();
  return (
    <List
      title={t("members.title")}
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "LAST_NAME", order: "ASC" }}
      empty={false}
      actions={
        <TopToolbar>
          {signedIn?.viewer.staffRoles.some((role) => role === "REGISTRAR" || role === "ADMINISTRATOR") && (
            <Button component={Link} to="/import-members" size="small" startIcon={<UploadFileIcon />}>
              {t("imports.open")}
            </Button>
          )}
          {signedIn?.viewer.isStaff && <AddMember />}
          {signedIn?.viewer.isStaff && <ExportButton list="members" />}
        </TopToolbar>
      }
    >
      {readsPersons && <WaitingNames />}
      <SearchForm label={label} />
      <ListTable
        list="MEMBERS"
        bulkActionButtons={false}
        rowClick={signedIn?.viewer.isStaff ? "show" : false}
        empty={<NothingFound />}
      >
        <Column opens={signedIn?.viewer.isStaff} source="memberNumber" sortBy="NUMBER" label={label} />
        <Column source="firstName" sortBy="FIRST_NAME" label={t("column.firstName")} />
        <Column source="lastName" sortBy="LAST_NAME" label={t("column.lastName")} />
        <Column source="email" label={t("members.email")} />
        <Column source="city" sortBy="CITY" label={t("members.city")} />
        <Column source="state" sortBy="STATE" label={t("members.stateOfUs")} />
        <Column source="zip" sortBy="ZIP" label={t("members.zip")} />
        <Column source="county" sortBy="COUNTY" label={t("members.county")} />
        <Column source="role" sortBy="ROLE" label={t("members.role")} />
        <Column
          source="membership"
          sortBy="MEMBERSHIP"
          label={t("members.membership")}
          render={(m) =>
            t(m.active ? (m.membership === "GUEST" ? "members.guest" : "members.member") : "members.inactive")
          }
        />
      </ListTable>
    </List>
  );
};

/** Members who asked for another name: each is decided on the member's page. */
const WaitingNames = () => {
  const { data } = useAsk(waitingNamesQuery, {});
  if (!data || data.waitingNameRequests.length === 0) return null;
  return (
    <Alert severity="info" sx={{ borderRadius: 0 }}>
      {t("members.namesWait")}
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {data.waitingNameRequests.map(({ id, memberId, name, createdAt }) => (
          <li key={id}>
            <MuiLink component={Link} to={`/members/${memberId}/show`}>
              {name}
            </MuiLink>{" "}
            ({formatInstantDay(createdAt)})
          </li>
        ))}
      </Box>
    </Alert>
  );
};

const AddMember = () => {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const add = useOperation(addMember, { done: t("members.added"), quiet: true });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("members.addOpen")}
      </Button>
      {open && (
        <OperationDialog
          title={t("members.addTitle")}
          fields={memberFields()}
          confirm={t("members.add")}
          busy={add.busy}
          refusal={add.refusal}
          onConfirm={async (values) => {
            const added = await add.run(memberInputOf(values));
            if (added?.addMember) navigate(`/members/${added.addMember.id}/show`);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
};

const SearchForm = ({ label }: { label: string }) => {
  const fields: [string, string][] = [
    ["firstName", t("column.firstName")],
    ["lastName", t("column.lastName")],
    ["email", t("members.email")],
    ["city", t("members.city")],
    ["state", t("members.stateOfUs")],
    ["zip", t("members.zip")],
    ["county", t("members.county")],
    ["role", t("members.role")],
    ["memberNumber", label],
  ];
  return (
    <ListFilters columns={3} needed>
      {fields.map(([source, name]) => (
        <TextInput key={source} source={source} label={name} resettable helperText={false} />
      ))}
    </ListFilters>
  );
};

const NothingFound = () => {
  const { filterValues } = useListContext();
  const asked = Object.values(filterValues).some((value) => typeof value === "string" && value.trim().length >= 2);
  return (
    <EmptyList
      title={asked ? t("members.nobody") : t("members.whom")}
      hint={asked ? t("members.nobodyHint") : t("members.whomHint")}
    />
  );
};
