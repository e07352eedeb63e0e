import { Button, Chip, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { linkSingleSignOn, unlinkSingleSignOn } from "./account.data.ts";

/** Links the viewer's account to a person of the OpenID provider, or ends the link. */
export const SingleSignOnSection = ({ name, linked }: { name: string; linked: boolean }) => {
  const [asking, setAsking] = useState(false);
  const link = useOperation(linkSingleSignOn, { quiet: true });
  const unlink = useOperation(unlinkSingleSignOn, { quiet: true, done: t("account.linkEnded") });
  const { busy, refusal } = linked ? unlink : link;
  const run = async (password: string) => {
    if (!linked) {
      const address = await link.run(password);
      if (address) location.assign(address);
    } else if (await unlink.run(password)) setAsking(false);
  };
  return (
    <Section
      title={t("account.singleSignOn")}
      actions={<Chip size="small" variant="outlined" label={t(linked ? "account.linked" : "account.notLinked")} />}
    >
      <Typography sx={{ mb: 2 }}>
        {linked ? t("account.linkedMeaning", { name }) : t("account.notLinkedMeaning", { name })}
      </Typography>
      <Button variant="outlined" color={linked ? "error" : "primary"} onClick={() => setAsking(true)}>
        {linked ? t("account.unlink") : t("account.link", { name })}
      </Button>
      {asking && (
        <OperationDialog
          title={linked ? t("account.endLink") : t("account.linkThis")}
          fields={[{ name: "password", label: t("account.yourPassword"), type: "password", required: true }]}
          confirm={linked ? t("account.unlink") : t("button.continue")}
          danger={linked}
          busy={busy}
          refusal={refusal}
          onConfirm={({ password = "" }) => void run(password)}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
};
