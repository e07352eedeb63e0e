import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay, formatDays } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import { type RegistrationRow, registrationsQuery, removeRegistration } from "./conference.data.ts";
import { ConferenceTable, NothingFound } from "./conference-table.tsx";
import { RegistrationDialog } from "./registration-dialog.tsx";

const pageSize = 50;

const orders = ["EMAIL", "TYPE", "ACCESS_FROM", "VIRTUAL_ONLY", "CLAIMED_BY"] as const;

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
  const filter = text ? { text } : null;
  const { data, refetch } = useAsk(registrationsQuery, {
    id: programId,
    filter,
    orderBy: [order],
    offset,
  });
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
    <>
      <ConferenceTable
        title="Registrations"
        table={table}
        page={data?.registrations}
        pageSize={pageSize}
        keyOf={({ id }) => id}
        searchLabel="Address, name or type"
        exported={{ list: "registrations", programId, filter }}
        actions={
          <Button variant="contained" onClick={() => setEdited("new")}>
            {t("Add a registration")}
          </Button>
        }
        empty={
          text ? (
            <NothingFound>{t("No registration has this. Names are known of those who have claimed.")}</NothingFound>
          ) : (
            <EmptyList
              title="Nobody is registered yet"
              hint="Who attends is known by the address of their registration: import them, or add them one by one."
            >
              <Button variant="outlined" onClick={onImport}>
                {t("Import registrations")}
              </Button>
            </EmptyList>
          )
        }
        columns={[
          {
            label: "E-mail address",
            by: "EMAIL",
            look: { sx: { overflowWrap: "anywhere", minWidth: 220 } },
            cell: ({ email }) => email,
          },
          { label: "Type", by: "TYPE", cell: ({ registrationType }) => registrationType },
          { label: "Access", by: "ACCESS_FROM", cell: days },
          { label: "Virtual only", by: "VIRTUAL_ONLY", cell: ({ virtualOnly }) => t(virtualOnly ? "yes" : "no") },
          {
            label: "Claimed by",
            by: "CLAIMED_BY",
            cell: ({ claimedBy }) =>
              claimedBy && `${claimedBy.firstName} ${claimedBy.lastName}, ${claimedBy.memberNumber}`,
          },
        ]}
        rowActions={(registration) => (
          <RowActions
            title={registration.email}
            onEdit={() => setEdited(registration)}
            onRemove={() => setRemoved(registration)}
          />
        )}
      />
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
    </>
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
