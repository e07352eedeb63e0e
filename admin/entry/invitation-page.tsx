import { Alert, Button, Divider } from "@mui/material";
import { useEffect, useState } from "react";
import { authProvider, type Login } from "../data/auth-provider.ts";
import { messageOf } from "../data/message-of.ts";
import { Refusal } from "../data/request.ts";
import { loadSignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { acceptInvitation, enterConsole } from "./entry.data.ts";
import { EntryForm } from "./entry-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";

/** Behind the #, so that no server on the way gets it. */
const tokenOfAddress = (): string => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

/** Where somebody comes to by the link of an invitation: with an account of theirs, or to make one. */
export const InvitationPage = () => {
  const [token] = useState(tokenOfAddress);
  const [email, setEmail] = useState<string | null>(null);
  const [mustSignIn, setMustSignIn] = useState(false);
  const [challenge, setChallenge] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    loadSignedIn().then(
      (signedIn) => setEmail(signedIn?.viewer.email ?? null),
      () => {},
    );
  }, []);
  const accept = async (password: string | null) => {
    setProblem(null);
    try {
      await acceptInvitation(token, password);
      enterConsole();
    } catch (error) {
      if (error instanceof Refusal && error.challenge) setChallenge(error.challenge);
      else if (error instanceof Refusal && error.code === "UNAUTHENTICATED") {
        setMustSignIn(true);
        setEmail(null);
        setProblem(error.message);
      } else throw error;
    }
  };
  const acceptAs = () => void accept(null).catch((error: unknown) => setProblem(messageOf(error)));
  const signIn = async (login: Login, next: () => Promise<void>) => {
    try {
      await authProvider.login(login);
    } catch (error) {
      if (!(error instanceof Refusal && error.challenge)) throw error;
      setChallenge(error.challenge);
      return;
    }
    await next();
  };
  if (challenge)
    return (
      <EntryFrame title={t("entry.invitation")}>
        <EntryForm
          key="code"
          fields={[
            {
              name: "code",
              label: t("signIn.code"),
              autoComplete: "one-time-code",
              required: true,
              help: t("signIn.codeHelp"),
            },
          ]}
          submit={t("signIn.signIn")}
          onSubmit={({ code = "" }) =>
            signIn({ challenge, code }, mustSignIn ? () => accept(null) : async () => enterConsole())
          }
        />
      </EntryFrame>
    );
  return (
    <EntryFrame title={t("entry.invitation")} explanation={t("entry.invitationMeaning")}>
      {problem && <Alert severity={mustSignIn ? "info" : "error"}>{problem}</Alert>}
      {email && (
        <>
          <Button fullWidth variant="contained" onClick={acceptAs} sx={{ mt: 1 }}>
            {t("entry.acceptAs", { email })}
          </Button>
          <Divider sx={{ my: 2 }}>{t("signIn.or")}</Divider>
        </>
      )}
      {mustSignIn ? (
        <EntryForm
          key="sign-in"
          fields={[
            { name: "email", label: t("column.email"), type: "email", autoComplete: "username", required: true },
            {
              name: "password",
              label: t("signIn.password"),
              type: "password",
              autoComplete: "current-password",
              required: true,
            },
          ]}
          submit={t("entry.signInAndAccept")}
          onSubmit={({ email: address = "", password = "" }) =>
            signIn({ email: address, password }, () => accept(null))
          }
        />
      ) : (
        <>
          <EntryForm
            key="password"
            fields={[
              {
                name: "password",
                label: t("entry.newPassword"),
                type: "password",
                autoComplete: "new-password",
                required: true,
                help: t("entry.passwordHelp"),
              },
            ]}
            submit={t("entry.accept")}
            onSubmit={({ password = "" }) => accept(password)}
          />
          <Button fullWidth onClick={() => setMustSignIn(true)} sx={{ mt: 1 }}>
            {t("entry.haveOne")}
          </Button>
        </>
      )}
    </EntryFrame>
  );
};
