import { Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay, formatDays } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportLink } from "../ui/export-button.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PageButtons } from "../ui/page-buttons.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import { type RegistrationRow, registrationsDocument, removeRegistration } from "./conference.data.ts";
import { RegistrationDialog } from "./registration-dialog.tsx";

const pageSize = 50;

const orders = ["EMAIL", "TYPE", "ACCESS_FROM", "VIRTUAL_ONLY", "CLAIMED_BY"] as const;

const headings = [
  { label: "E-mail address", by: "EMAIL" },
  { label: "Type", by: "TYPE" },
  { label: "Access", by: "ACCESS_FROM" },
  { label: "Virtual only", by: "VIRTUAL_ONLY" },
  { label: "Claimed by", by: "CLAIMED_BY" },
  "Actions",
] as const;

interface Props {
  programId: string;
  onImport(): void;
}

/** Who is registered for a conference, for what, and who has claimed under it. */
export const RegistrationTable = ({ programId, onImport }: Props) => {
  const t = useTranslate();
  const table = useTableState(orders);
  const { text, offset, order } = table;
  const [edited, setEdited] = useState<RegistrationRow | "new" | null>(null);
  const [removed, setRemoved] = useState<RegistrationRow | null>(null);
  const { data, refetch } = useAsk(registrationsDocument, {
    id: programId,
    filter: text ? { text } : null,
    orderBy: [order],
    offset,
  });
  const registrations = data?.registrations.nodes ?? [];
  const days = ({ accessFrom, accessUntil }: RegistrationRow) =>
    accessFrom && accessUntil
      ? formatDays(accessFrom, accessUntil)
      : accessFrom
        ? t("from %{day}", { day: formatDay(accessFrom) })
        : accessUntil
          ? t("until %{day}", { day: formatDay(accessUntil) })
          : t("all days");
  const reload = async (id: string | undefined) => {
    const found = (await refetch()).data?.registrations.nodes.find((registration) => registration.id === id);
    setEdited(found ?? null);
  };
  return (
    <Section
      title="Registrations"
      actions={
        <>
          <ExportLink
            list="registrations"
            filter={text ? { text } : null}
            orderBy={[order]}
            of={{ programId }}
            disabled={registrations.length === 0}
          />
          <Button variant="contained" onClick={() => setEdited("new")}>
            {t("Add a registration")}
          </Button>
        </>
      }
    >
      <SearchField label="Address, name or type" value={text} onText={table.search} />
      {data && registrations.length === 0 && text && (
        <Typography color="text.secondary">
          {t("No registration has this. Names are known of those who have claimed.")}
        </Typography>
      )}
      {data && registrations.length === 0 && !text && (
        <EmptyList
          title="Nobody is registered yet"
          hint="Who attends is known by the address of their registration: import them, or add them one by one."
        >
          <Button variant="outlined" onClick={onImport}>
            {t("Import registrations")}
          </Button>
        </EmptyList>
      )}
      {registrations.length > 0 && (
        <ScrollTable label="Registrations" headings={headings} table={table}>
          {registrations.map((registration) => (
            <TableRow key={registration.id}>
              <TableCell sx={{ overflowWrap: "anywhere", minWidth: 220 }}>{registration.email}</TableCell>
              <TableCell>{registration.registrationType}</TableCell>
              <TableCell>{days(registration)}</TableCell>
              <TableCell>{t(registration.virtualOnly ? "yes" : "no")}</TableCell>
              <TableCell>
                {registration.claimedBy &&
                  `${registration.claimedBy.firstName} ${registration.claimedBy.lastName}, ${registration.claimedBy.memberNumber}`}
              </TableCell>
              <RowActions
                title={registration.email}
                onEdit={() => setEdited(registration)}
                onRemove={() => setRemoved(registration)}
              />
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {data && (
        <PageButtons
          offset={offset}
          pageSize={pageSize}
          shown={registrations.length}
          total={data.registrations.totalCount}
          onOffset={table.turnTo}
        />
      )}
      {edited && (
        <RegistrationDialog
          key={edited === "new" ? "new" : `${edited.id} ${edited.version}`}
          programId={programId}
          registration={edited === "new" ? null : edited}
          onReload={() => void reload(edited === "new" ? undefined : edited.id)}
          onClose={() => setEdited(null)}
        />
      )}
      {removed && <RemoveDialog registration={removed} onClose={() => setRemoved(null)} />}
    </Section>
  );
};

const RemoveDialog = ({ registration, onClose }: { registration: RegistrationRow; onClose(): void }) => {
  const t = useTranslate();
  const { run, busy, refusal } = useOperation(removeRegistration, {
    done: "The registration is removed.",
    quiet: true,
  });
  return (
    <OperationDialog
      title={t("Remove the registration of %{email}?", { email: registration.email })}
      explanation={
        registration.claimedBy
          ? "What was claimed under it does not count any more. Certificates that were issued stay."
          : "Its address gives no access to the conference any more."
      }
      confirm="Remove"
      danger
      fields={[]}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async () => {
        if (await run(registration.id)) onClose();
      }}
    />
  );
};
