import { Alert, Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { ConfirmMerge, LookUpToMerge, MergeFrame } from "../ui/merge-dialog.tsx";
import { lookUpQuery, type MergePreview, mergeMembers, mergePreviewQuery } from "./person.data.ts";
import type { PersonFacts } from "./person-facts.ts";

interface MergeProps {
  member: PersonFacts;
  /** The number of who is to be looked up at once. */
  withNumber?: string;
  onClose(): void;
}

/** Looks the other member up, shows exactly what merging does, then asks why. */
export const MergeDialog = ({ member, withNumber = "", onClose }: MergeProps) => {
  const [otherId, setOtherId] = useState<string | null>(null);
  return (
    <MergeFrame
      wide
      title={t("members.mergeTitle", { number: member.memberNumber, name: member.name })}
      onClose={onClose}
    >
      {otherId ? (
        <Confirm member={member} otherId={otherId} onBack={() => setOtherId(null)} onClose={onClose} />
      ) : (
        <LookUp member={member} withNumber={withNumber} onFound={setOtherId} onClose={onClose} />
      )}
    </MergeFrame>
  );
};

interface LookUpProps {
  member: PersonFacts;
  withNumber: string;
  onFound(id: string): void;
  onClose(): void;
}

const LookUp = ({ member, withNumber, onFound, onClose }: LookUpProps) => {
  const [term, setTerm] = useState(withNumber);
  const filter = /^\d+$/.test(term)
    ? { memberNumber: term }
    : term.includes("@")
      ? { email: term }
      : { lastName: term };
  const { data, error } = useAsk(lookUpQuery, { filter }, { enabled: term.length >= 2 });
  return (
    <LookUpToMerge
      label={t("members.mergeSearch")}
      initial={withNumber || member.lastName}
      error={error}
      found={data?.members.nodes
        .filter(({ id }) => id !== member.id)
        .map(({ id, memberNumber, name, email, city }) => ({
          id,
          primary: `${memberNumber}, ${name}`,
          secondary: [email, city].filter(Boolean).join(", "),
        }))}
      none={t("members.nobodyElse")}
      onSearch={setTerm}
      onChosen={onFound}
      onClose={onClose}
    />
  );
};

interface ConfirmProps {
  member: PersonFacts;
  otherId: string;
  onBack(): void;
  onClose(): void;
}

const Confirm = ({ member, otherId, onBack, onClose }: ConfirmProps) => {
  const { data, error, refetch } = useAsk(mergePreviewQuery, { keepId: member.id, mergeId: otherId });
  const merge = useOperation(mergeMembers, { done: t("members.mergedDone"), quiet: true });
  const preview = data?.mergePreview;
  const run = async (reason: string) => {
    if (preview && (await merge.run(member.id, otherId, preview.fingerprint, reason))) onClose();
  };
  return (
    <ConfirmMerge
      reasonLabel={t("members.mergeReason")}
      button={t("members.merge")}
      busy={merge.busy}
      error={error}
      refusal={merge.refusal}
      onReload={() => void refetch().then(merge.forget)}
      onMerge={(reason) => void run(reason)}
      onBack={onBack}
      onClose={onClose}
    >
      {preview && <Preview preview={preview} />}
    </ConfirmMerge>
  );
};

const Preview = ({ preview }: { preview: MergePreview }) => {
  const { kept, merged, moved, doubled, endedCertificates, newCertificates } = preview;
  const what = [
    t("members.movesAddresses", { count: moved.addresses }),
    t("members.movesAttendance", { count: moved.attendance }),
    t("members.movesClaims", { count: moved.claims }),
    t("members.movesCertificates", { count: moved.certificates }),
    t("members.movesProviders", { count: moved.providers }),
    t("members.movesKeys", { count: moved.apiKeys }),
    t("members.movesMails", { count: moved.mails }),
  ].join(", ");
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t("members.mergeMeaning", {
          merged: merged.memberNumber,
          name: merged.name,
          kept: kept.memberNumber,
        })}
      </Alert>
      <Typography>{t("members.moved", { what })}</Typography>
      {merged.hasAccount && (
        <Typography>
          {kept.hasAccount
            ? t("members.signInBoth", {
                kept: kept.memberNumber,
                merged: merged.memberNumber,
                devices: moved.devices,
              })
            : t("members.signInMerged", { merged: merged.memberNumber })}
        </Typography>
      )}
      <Typography variant="h6" component="h3" sx={{ mt: 2 }}>
        {t("members.doubled")}
      </Typography>
      {doubled.length === 0 ? (
        <Typography>{t("members.noDoubled")}</Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("members.doubled")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {[t("column.completed"), t("members.doubledTaken"), t("members.doubledStays")].map((label) => (
                  <TableCell key={label}>{label}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {doubled.map(({ dropped, kept: stays }) => (
                <TableRow
                  key={`${dropped.memberNumber} ${dropped.programNumber} ${dropped.sessionTitle} ${dropped.completedOn}`}
                >
                  <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(dropped.completedOn)}</TableCell>
                  <TableCell>{describe(dropped)}</TableCell>
                  <TableCell>{describe(stays)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {endedCertificates.length > 0 && (
        <Typography sx={{ mt: 2 }}>
          {t("members.certificatesEnd", {
            certificates: endedCertificates
              .map(({ number, status }) =>
                t(status === "REVOKED" ? "members.endedRevoked" : "members.endedSuperseded", { number }),
              )
              .join(", "),
          })}
        </Typography>
      )}
      {newCertificates.length > 0 && (
        <Typography>{t("members.newCertificate", { certificates: newCertificates.join(", ") })}</Typography>
      )}
    </>
  );
};

type Held = MergePreview["doubled"][number]["kept"];

const describe = ({ memberNumber, programNumber, title, sessionTitle, credits, creditUnit, awarded }: Held): string =>
  `${memberNumber}: ${[programNumber, title, sessionTitle].filter(Boolean).join(", ")}${awarded ? `, ${credits} ${creditUnit}` : ""}`;
