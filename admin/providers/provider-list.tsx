import { DataTable, List, SelectArrayInput, TextInput } from "react-admin";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { OpeningLink } from "../ui/columns-of.tsx";
import { EmptyList } from "../ui/empty-list.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { ProviderDecisions } from "./provider-decisions.tsx";

/** Every provider, and whether it is let in. */
export const ProviderList = () => {
  const choices = (["APPLIED", "ACTIVE", "SUSPENDED", "MERGED"] as const).map((id) => ({
    id,
    name: t(`status.${id}`),
  }));
  return (
    <List title={t("providers.title")} perPage={20} pagination={<ListPages />} empty={false} exporter={false}>
      <ListFilters>
        <TextInput source="name" label={t("column.name")} />
        <SelectArrayInput source="status" label={t("column.state")} choices={choices} />
      </ListFilters>
      <ListTable
        list="PROVIDERS"
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title={t("providers.none")} />}
      >
        <DataTable.Col source="number" label={t("providers.number")} disableSort />
        <DataTable.Col
          source="name"
          label={t("column.name")}
          disableSort
          render={(provider) => <OpeningLink>{provider.name}</OpeningLink>}
        />
        <DataTable.Col
          source="status"
          label={t("column.state")}
          disableSort
          render={(provider) => <StatusChip status={provider.status} />}
        />
        <DataTable.Col
          source="availableActions"
          label={t("column.actions")}
          disableSort
          render={(provider) => <ProviderDecisions provider={provider as never} />}
        />
      </ListTable>
    </List>
  );
};
