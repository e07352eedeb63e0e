import { Alert, Button, Link, Typography } from "@mui/material";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { type Begun, confirmRegistration, enterConsole, registerProvider } from "./entry.data.ts";
import { EntryForm } from "./entry-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";

/** Outlives a reload of this tab, and nothing else: the code belongs to the browser that registered. */
const begunKey = "accrue-provider-registration";

const readBegun = (): Begun | null => JSON.parse(sessionStorage.getItem(begunKey) ?? "null");

/** An organisation registers as a provider, with the account of its contact. */
export const RegisterProviderPage = () => {
  const [begun, setBegun] = useState(readBegun);
  const remember = (next: Begun | null) => {
    if (next) sessionStorage.setItem(begunKey, JSON.stringify(next));
    else sessionStorage.removeItem(begunKey);
    setBegun(next);
  };
  if (begun)
    return (
      <EntryFrame title={t("entry.checkMail")}>
        <Alert severity="info">{begun.message}</Alert>
        <EntryForm
          key="code"
          fields={[{ name: "code", label: t("entry.code"), autoComplete: "one-time-code", required: true }]}
          submit={t("entry.confirm")}
          onSubmit={async ({ code = "" }) => {
            await confirmRegistration(begun.token, code);
            remember(null);
            enterConsole();
          }}
        />
        <Button fullWidth onClick={() => remember(null)} sx={{ mt: 1 }}>
          {t("entry.again")}
        </Button>
      </EntryFrame>
    );
  return (
    <EntryFrame title={t("signIn.register")} explanation={t("entry.registerMeaning")}>
      <EntryForm
        key="register"
        fields={[
          {
            name: "organization",
            label: t("entry.organization"),
            autoComplete: "organization",
            required: true,
            help: t("entry.organizationHelp"),
          },
          { name: "address", label: t("entry.address"), autoComplete: "street-address", multiline: true },
          { name: "contactName", label: t("entry.contactName"), autoComplete: "name", required: true },
          { name: "email", label: t("column.email"), type: "email", autoComplete: "email", required: true },
          {
            name: "password",
            label: t("signIn.password"),
            type: "password",
            autoComplete: "new-password",
            required: true,
            help: t("entry.passwordHelp"),
          },
        ]}
        submit={t("entry.register")}
        onSubmit={async ({ organization = "", address = "", contactName = "", email = "", password = "" }) =>
          remember(await registerProvider({ organization, address, contactName, email: email.trim(), password }))
        }
      />
      <Typography sx={{ mt: 2 }}>
        {t("entry.haveAccount", { link: (text) => <Link href={import.meta.env.BASE_URL}>{text}</Link> })}
      </Typography>
    </EntryFrame>
  );
};
