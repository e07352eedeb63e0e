import { Box, Button, Card } from "@mui/material";
import { DataTable, FilterLiveForm, List, TextInput, TopToolbar, useListContext, useTranslate } from "react-admin";
import { useMemberIdLabel, useSignedIn } from "../data/use-signed-in.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { memberOrders } from "./member.data.ts";

/** Member Search: nothing is shown before somebody looks for something. */
export const MemberList = () => {
  const t = useTranslate();
  const signedIn = useSignedIn();
  const label = useMemberIdLabel();
  return (
    <List
      title={t("Member Search")}
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
        <DataTable.Col source="firstName" label="First Name" />
        <DataTable.Col source="lastName" label="Last Name" />
        <DataTable.Col source="email" label="Email" disableSort />
        <DataTable.Col source="city" label="City" />
        <DataTable.Col source="state" label="State" />
        <DataTable.Col source="zip" label="Zip" />
        <DataTable.Col source="county" label="County" />
        <DataTable.Col source="role" label="Role" />
        <DataTable.Col
          source="membership"
          label="Membership"
          render={(m) => t(m.active ? (m.membership === "GUEST" ? "Guest" : "Member") : "Not active")}
        />
      </DataTable>
    </List>
  );
};

const SearchForm = ({ label }: { label: string }) => {
  const t = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const fields: [string, string][] = [
    ["firstName", "First Name"],
    ["lastName", "Last Name"],
    ["email", "Email"],
    ["city", "City"],
    ["state", "State"],
    ["zip", "Zip"],
    ["county", "County"],
    ["role", "Role"],
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
          {t("Clear all filters")}
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
      title={asked ? "Nobody is found" : "Whom are you looking for?"}
      hint={
        asked
          ? "Look for the beginning of a name, or for fewer fields. Guests have to register before they can be found."
          : "Type at least two letters into any of the fields."
      }
    />
  );
};
