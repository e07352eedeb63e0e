import { Button } from "@mui/material";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { endSignIns } from "../account/account.data.ts";
import { ResetSecondFactorDialog } from "../account/reset-second-factor-dialog.tsx";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { correctMember, type MemberPage, memberInputOf } from "./member.data.ts";
import { memberFields } from "./member-fields.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { eraseMember } from "./person.data.ts";
import type { PersonFacts } from "./person-facts.ts";

type PersonOfPage = PersonFacts & MemberPage;

/** What staff do to a whole person: merging two, signing one out, letting in one who lost the second factor, and erasing. */
export const PersonActions = ({ member }: { member: PersonOfPage }) => {
  // What needs attention links here with the number of who may be the same person.
  const withNumber = useSearchParams()[0].get("merge") ?? "";
  const [open, setOpen] = useState<"correct" | "merge" | "reset" | "sign-out" | "erase" | null>(
    withNumber && member.availableActions.includes("MERGE") ? "merge" : null,
  );
  const erase = useOperation(eraseMember, { done: t("members.erasing"), quiet: true });
  const signOut = useOperation(endSignIns, { done: t("members.signedOut"), quiet: true });
  const may = (action: MemberPage["availableActions"][number]) => member.availableActions.includes(action);
  const correct = useOperation(correctMember, { done: t("members.corrected"), quiet: true });
  const close = () => {
    correct.forget();
    erase.forget();
    signOut.forget();
    setOpen(null);
  };
  return (
    <>
      {may("CORRECT") && (
        <Button size="small" variant="outlined" onClick={() => setOpen("correct")}>
          {t("members.correctOpen")}
        </Button>
      )}
      {may("MERGE") && (
        <Button size="small" variant="outlined" onClick={() => setOpen("merge")}>
          {t("members.mergeOpen")}
        </Button>
      )}
      {may("RESET_SECOND_FACTOR") && (
        <Button size="small" variant="outlined" onClick={() => setOpen("reset")}>
          {t("members.resetOpen")}
        </Button>
      )}
      {may("END_SIGN_INS") && (
        <Button size="small" variant="outlined" onClick={() => setOpen("sign-out")}>
          {t("members.signOutOpen")}
        </Button>
      )}
      {may("ERASE") && (
        <Button size="small" variant="outlined" color="error" onClick={() => setOpen("erase")}>
          {t("members.eraseOpen")}
        </Button>
      )}
      {open === "correct" && (
        <OperationDialog
          title={t("members.correctTitle")}
          explanation={t("members.correctMeaning")}
          fields={[
            ...memberFields(member),
            { name: "reason", label: t("members.reason"), required: true, multiline: true },
          ]}
          confirm={t("members.correct")}
          busy={correct.busy}
          refusal={correct.refusal}
          onConfirm={async ({ reason = "", ...values }) => {
            if (await correct.run(member.id, memberInputOf(values), reason)) close();
          }}
          onClose={close}
        />
      )}
      {open === "merge" && <MergeDialog member={member} withNumber={withNumber} onClose={close} />}
      {open === "reset" && member.account && (
        <ResetSecondFactorDialog accountId={member.account.id} whose={member.name} onClose={close} />
      )}
      {open === "sign-out" && member.account && (
        <OperationDialog
          title={t("members.signOutTitle")}
          explanation={t("members.signOutMeaning")}
          fields={[
            { name: "reason", label: t("members.signOutReason"), required: true, help: t("account.inAuditLog") },
          ]}
          confirm={t("members.signOut")}
          danger
          busy={signOut.busy}
          refusal={signOut.refusal}
          onConfirm={async ({ reason = "" }) => {
            if ((await signOut.run(member.account?.id ?? "", reason)) !== null) close();
          }}
          onClose={close}
        />
      )}
      {open === "erase" && (
        <OperationDialog
          title={t("members.eraseTitle")}
          explanation={t("members.eraseMeaning")}
          fields={[{ name: "reason", label: t("members.eraseReason"), required: true, multiline: true }]}
          confirm={t("members.erase")}
          danger
          busy={erase.busy}
          refusal={erase.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await erase.run(member.id, reason)) close();
          }}
          onClose={close}
        />
      )}
    </>
  );
};
