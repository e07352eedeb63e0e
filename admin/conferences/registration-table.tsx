import { Alert, Button, Link as MuiLink } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatDays } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { RowActions } from "../ui/row-actions.tsx";
import { useTableState } from "../ui/use-table-state.ts";
import {
  certificatesOfClaimantQuery,
  type RegistrationRow,
  registrationsQuery,
  removeRegistration,
} from "./conference.data.ts";
import { ConferenceTable, NothingFound } from "./conference-table.tsx";
import { DoorDialog } from "./door-dialog.tsx";
import { RegistrationDialog } from "./registration-dialog.tsx";

const pageSize = 50;

const orders = ["EMAIL", "TYPE", "ACCESS_FROM", "VIRTUAL_ONLY", "CLAIMED_BY"] as const;

interface Props {
  programId: string;
  programNumber: string;
  mayAdd: boolean;
  onImport(): void;
}

/** Who is registered for a conference, for what, and who has claimed under it. */
export const RegistrationTable = ({ programId, programNumber, mayAdd, onImport }: Props) => {
  const table = useTableState(orders);
  const { text, offset, order } = table;
  const [edited, setEdited] = useState<RegistrationRow | "new" | null>(null);
  const [removed, setRemoved] = useState<RegistrationRow | null>(null);
  const [door, setDoor] = useState(false);
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
        ? t("conferences.fromDay", { day: formatDay(accessFrom) })
        : accessUntil
          ? t("conferences.untilDay", { day: formatDay(accessUntil) })
          : t("conferences.allDaysAccess");
  const reload = async (id: string | undefined) => {
    const found = (await refetch()).data?.registrations.nodes.find((registration) => registration.id === id);
    setEdited(found ?? null);
  };
  return (
    <>
      <ConferenceTable
        title={t("conferences.registrations")}
        table={table}
        page={data?.registrations}
        pageSize={pageSize}
        keyOf={({ id }) => id}
        searchLabel={t("conferences.searchRegistration")}
        exported={{ list: "registrations", programId, filter }}
        actions={
          mayAdd && (
            <>
              <Button onClick={() => setDoor(true)}>{t("door.open")} …</Button>
              <Button variant="contained" onClick={() => setEdited("new")}>
                {t("conferences.addRegistration")}
              </Button>
            </>
          )
        }
        empty={
          text ? (
            <NothingFound>{t("conferences.noRegistrationFound")}</NothingFound>
          ) : (
            <EmptyList title={t("conferences.nobodyRegistered")} hint={t("conferences.nobodyRegisteredHint")}>
              {mayAdd && (
                <Button variant="outlined" onClick={onImport}>
                  {t("conferences.importRegistrations")}
                </Button>
              )}
            </EmptyList>
          )
        }
        columns={[
          {
            label: t("column.email"),
            by: "EMAIL",
            look: { sx: { overflowWrap: "anywhere", minWidth: 220 } },
            cell: ({ email }) => email,
          },
          { label: t("column.name"), cell: ({ name }) => name && <span dir="auto">{name}</span> },
          { label: t("column.type"), by: "TYPE", cell: ({ registrationType }) => registrationType },
          { label: t("column.access"), by: "ACCESS_FROM", cell: days },
          {
            label: t("column.virtualOnly"),
            by: "VIRTUAL_ONLY",
            cell: ({ virtualOnly }) => t(virtualOnly ? "word.yes" : "word.no"),
          },
          {
            label: t("column.claimedBy"),
            by: "CLAIMED_BY",
            cell: ({ claimedBy }) => claimedBy && `${claimedBy.name}, ${claimedBy.memberNumber}`,
          },
        ]}
        rowActions={(registration) => (
          <RowActions
            title={registration.email}
            onEdit={registration.availableActions.includes("EDIT") ? () => setEdited(registration) : undefined}
            onRemove={registration.availableActions.includes("REMOVE") ? () => setRemoved(registration) : undefined}
          />
        )}
      />
      {door && <DoorDialog programId={programId} onClose={() => setDoor(false)} />}
      {edited && (
        <RegistrationDialog
          key={edited === "new" ? "new" : `${edited.id} ${edited.version}`}
          programId={programId}
          registration={edited === "new" ? null : edited}
          onReload={() => void reload(edited === "new" ? undefined : edited.id)}
          onClose={() => setEdited(null)}
        />
      )}
      {removed && (
        <RemoveDialog registration={removed} programNumber={programNumber} onClose={() => setRemoved(null)} />
      )}
    </>
  );
};

interface RemoveProps {
  registration: RegistrationRow;
  programNumber: string;
  onClose(): void;
}

const RemoveDialog = ({ registration, programNumber, onClose }: RemoveProps) => {
  const memberNumber = registration.claimedBy?.memberNumber;
  const { run, busy, refusal } = useOperation(removeRegistration, {
    done: t("conferences.registrationRemoved"),
    quiet: true,
  });
  return (
    <OperationDialog
      title={t("conferences.removeRegistration", { email: registration.email })}
      explanation={registration.claimedBy ? t("conferences.removeClaimedMeaning") : t("conferences.removeMeaning")}
      confirm={t("button.remove")}
      danger
      fields={[]}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async () => {
        if (await run(registration.id)) onClose();
      }}
    >
      {memberNumber && <Certificates programNumber={programNumber} memberNumber={memberNumber} />}
    </OperationDialog>
  );
};

/** Which certificates stay valid without the registration. */
const Certificates = (of: { programNumber: string; memberNumber: string }) => {
  const { data } = useAsk(certificatesOfClaimantQuery, of);
  return data?.certificates.nodes.map(({ id, number, credits, creditUnit }) => (
    <Alert key={id} severity="warning" sx={{ mb: 1 }}>
      {t("conferences.certificateStays", {
        number,
        credits: `${credits} ${creditUnit}`,
        link: (text) => (
          <MuiLink component={Link} to={`/certificates/${id}/show`} color="inherit">
            {text}
          </MuiLink>
        ),
      })}
    </Alert>
  ));
};
