import { Box, Button, Card } from "@mui/material";
import { DataTable, FilterLiveForm, List, TextInput, TopToolbar, useListContext } from "react-admin";
import { useMemberIdLabel, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { memberOrders } from "./member.data.ts";

/** Member Search: nothing is shown before somebody looks for something. */
export const MemberList = () => {
  const signedIn = useSignedIn();
  const label = useMemberIdLabel();
  return (
    <List
      title={t("members.title")}
      perPage={20}
      pagination={<ListPages />}
      sort={{ field: "lastName", order: "ASC" }}
      empty={false}
      actions={
        <TopToolbar>{signedIn?.viewer.isStaff && <ExportButton list="members" orders={memberOrders} />}</TopToolbar>
      }
    >
      <SearchForm label={label} />
      <DataTable
        bulkActionButtons={false}
        rowClick={signedIn?.viewer.isStaff ? "show" : false}
        empty={<NothingFound />}
      >
        <DataTable.Col source="memberNumber" label={label} />
        <DataTable.Col source="firstName" label={t("column.firstName")} />
        <DataTable.Col source="lastName" label={t("column.lastName")} />
        <DataTable.Col source="email" label={t("members.email")} disableSort />
        <DataTable.Col source="city" label={t("members.city")} />
        <DataTable.Col source="state" label={t("members.stateOfUs")} />
        <DataTable.Col source="zip" label={t("members.zip")} />
        <DataTable.Col source="county" label={t("members.county")} />
        <DataTable.Col source="role" label={t("members.role")} />
        <DataTable.Col
          source="membership"
          label={t("members.membership")}
          render={(m) =>
            t(m.active ? (m.membership === "GUEST" ? "members.guest" : "members.member") : "members.inactive")
          }
        />
      </DataTable>
    </List>
  );
};

const SearchForm = ({ label }: { label: string }) => {
  const { filterValues, setFilters } = useListContext();
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
    <Card sx={{ p: 2, mb: 1, border: 0, borderBottom: 1, borderColor: "divider", borderRadius: 0 }} role="search">
      <FilterLiveForm>
        <Box
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "1fr", sm: "repeat(3, 1fr)" },
            columnGap: 2,
            "& .MuiFormControl-root": { mt: 0 },
          }}
        >
          {fields.map(([source, name]) => (
            <TextInput key={source} source={source} label={name} resettable helperText={false} />
          ))}
        </Box>
      </FilterLiveForm>
      {Object.keys(filterValues).length > 0 && (
        <Button size="small" onClick={() => setFilters({}, {})}>
          {t("list.clear")}
        </Button>
      )}
    </Card>
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
