import { Box, Button, Chip, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import {
  licenceKindsQuery,
  type MemberLicence,
  type MemberPage,
  removeLicence,
  saveLicence,
  verifyLicence,
} from "./member.data.ts";

/** What registries and boards gave a member; the registrar adds to it, and says what was seen. */
export const MemberLicences = ({ member, mayKeep }: { member: MemberPage; mayKeep: boolean }) => {
  const { data } = useAsk(licenceKindsQuery, {});
  const [open, setOpen] = useState<{ licence: MemberLicence | null; remove?: boolean } | null>(null);
  const [kindId, setKindId] = useState("");
  const save = useOperation(saveLicence, { done: t("licences.kept"), quiet: true });
  const remove = useOperation(removeLicence, { done: t("licences.removed"), quiet: true });
  const verify = useOperation(verifyLicence, { done: t("licences.verified") });
  const unverify = useOperation(verifyLicence, { done: t("licences.unverified") });
  const kinds = (data?.licenceKinds ?? []).filter(({ active }) => active);
  const { licences } = member;
  if (licences.length === 0 && kinds.length === 0) return null;
  const close = () => {
    save.forget();
    remove.forget();
    setKindId("");
    setOpen(null);
  };
  const kind = open?.licence?.kind ?? kinds.find(({ id }) => id === kindId);
  return (
    <Section
      title={t("licences.title")}
      actions={
        mayKeep &&
        kinds.length > 0 && (
          <Button size="small" variant="outlined" onClick={() => setOpen({ licence: null })}>
            {t("licences.add")} …
          </Button>
        )
      }
    >
      {licences.length === 0 ? (
        <Typography>{t("licences.none")}</Typography>
      ) : (
        <ScrollTable
          label={t("licences.title")}
          headings={[t("licences.kind"), t("licences.number"), t("column.state"), t("column.actions")]}
        >
          {licences.map((licence) => (
            <TableRow key={licence.id}>
              <TableCell>
                {[licence.kind.name, licence.jurisdiction, licence.profession].filter(Boolean).join(", ")}
              </TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>{licence.number}</TableCell>
              <TableCell>
                <Chip
                  size="small"
                  variant="outlined"
                  color={licence.verifiedAt ? "success" : "default"}
                  label={
                    licence.verifiedAt
                      ? t("licences.since", { day: formatInstantDay(licence.verifiedAt) })
                      : t("licences.notVerified")
                  }
                />{" "}
                {licence.expiresOn && t("licences.until", { day: formatDay(licence.expiresOn) })}
              </TableCell>
              <TableCell>
                {mayKeep && (
                  <Box sx={{ display: "flex", flexWrap: "wrap" }}>
                    {licence.verifiedAt ? (
                      <Button size="small" onClick={() => void unverify.run(licence.id, false)}>
                        {t("licences.unverify")}
                      </Button>
                    ) : (
                      <Button size="small" onClick={() => void verify.run(licence.id, true)}>
                        {t("licences.verify")}
                      </Button>
                    )}
                    <Button size="small" onClick={() => setOpen({ licence })}>
                      {t("licences.change")} …
                    </Button>
                    <Button size="small" color="error" onClick={() => setOpen({ licence, remove: true })}>
                      {t("licences.remove")} …
                    </Button>
                  </Box>
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {open && !open.remove && !kind && (
        <OperationDialog
          key="kind"
          title={t("licences.add")}
          fields={[
            {
              name: "kindId",
              label: t("licences.kind"),
              required: true,
              choices: kinds,
              initial: kinds.length === 1 ? kinds[0]?.id : undefined,
            },
          ]}
          confirm={t("button.next")}
          busy={false}
          refusal={null}
          onConfirm={(values) => setKindId(values.kindId ?? "")}
          onClose={close}
        />
      )}
      {open && !open.remove && kind && (
        <OperationDialog
          key={open.licence?.id ?? kind.id}
          title={kind.name}
          fields={licenceFields(kind, open.licence)}
          confirm={t("button.save")}
          busy={save.busy}
          refusal={save.refusal}
          onConfirm={async ({ number = "", jurisdiction, profession, expiresOn }) => {
            const input = {
              kindId: kind.id,
              number,
              jurisdiction: jurisdiction || null,
              profession: profession || null,
              expiresOn: expiresOn || null,
            };
            if (await save.run(open.licence?.id ?? null, member.id, input)) close();
          }}
          onClose={close}
        />
      )}
      {open?.remove && open.licence && (
        <OperationDialog
          title={t("licences.removeTitle")}
          explanation={t("licences.removeMeaning", { kind: open.licence.kind.name, number: open.licence.number })}
          fields={[]}
          confirm={t("licences.remove")}
          danger
          busy={remove.busy}
          refusal={remove.refusal}
          onConfirm={async () => {
            if (open.licence && (await remove.run(open.licence.id))) close();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
};

/** What a kind asks for. */
const licenceFields = (
  kind: Pick<MemberLicence["kind"], "asksJurisdiction" | "asksProfession" | "asksExpiry">,
  licence: MemberLicence | null,
): DialogField[] => [
  { name: "number", label: t("licences.number"), required: true, initial: licence?.number },
  ...(kind.asksJurisdiction
    ? [
        {
          name: "jurisdiction",
          label: t("licences.jurisdiction"),
          required: true,
          help: t("licences.jurisdictionHelp"),
          initial: licence?.jurisdiction ?? undefined,
        },
      ]
    : []),
  ...(kind.asksProfession
    ? [
        {
          name: "profession",
          label: t("licences.profession"),
          required: true,
          initial: licence?.profession ?? undefined,
        },
      ]
    : []),
  ...(kind.asksExpiry
    ? [
        {
          name: "expiresOn",
          label: t("licences.expires"),
          type: "date" as const,
          required: true,
          initial: licence?.expiresOn ?? undefined,
        },
      ]
    : []),
];
