import { Alert, Box, Button, Card, CardContent, Divider, Link, TextField, Typography } from "@mui/material";
import { type FormEvent, useEffect, useState } from "react";
import { Notification, useLogin } from "react-admin";
import type { Login } from "../data/auth-provider.ts";
import { graphql } from "../data/graphql.ts";
import { messageOf } from "../data/message-of.ts";
import { passkeysWork } from "../data/passkeys-work.ts";
import { isRemote, Refusal, serverAddress } from "../data/request.ts";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { HelpLine } from "../ui/help.tsx";

const signInQuery = graphql(`
  query ConsoleSignIn { settings { singleSignOn help(purpose: GENERAL) } }
`);

/** Single sign-on hands its second step over behind the #, which goes to no server. */
const ofAddress = (name: string): string | null => new URLSearchParams(location.hash.slice(1)).get(name);
const challengeOfAddress = (): string | null => ofAddress("challenge");

/**
 * Signs in: by password or single sign-on, then by the code of a second factor where the account has one. Passwords are set and
 * accounts are made in the attendee's client, which has the pages for it.
 */
export const SignInPage = () => {
  const login = useLogin();
  const [challenge, setChallenge] = useState(challengeOfAddress);
  const [proofs, setProofs] = useState<readonly string[]>(() => ofAddress("proofs")?.split(" ") ?? ["CODE"]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (challengeOfAddress()) history.replaceState(history.state, "", location.pathname + location.search);
  }, []);
  const submit = async (given: Login) => {
    setBusy(true);
    setProblem("");
    try {
      await login(given);
    } catch (error) {
      if (error instanceof Refusal && error.challenge) {
        setChallenge(error.challenge);
        setProofs(error.proofs);
      } else {
        setProblem(messageOf(error));
        if (error instanceof Refusal && error.code === "CODE_EXPIRED") setChallenge(null);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box
      component="main"
      sx={{
        minHeight: "100vh",
        display: "grid",
        gridTemplateColumns: "minmax(0, 1fr)",
        placeItems: "center",
        bgcolor: "background.default",
        p: 2,
      }}
    >
      <Card sx={{ width: 400, maxWidth: "100%", borderTop: "4px solid #b08d3c" }}>
        <CardContent sx={{ px: 3, "&:last-child": { pb: 2 } }}>
          <Typography variant="h4" component="h1" sx={{ textAlign: "center", mt: 2 }}>
            {t("app.name")}
          </Typography>
          <Typography color="text.secondary" sx={{ textAlign: "center", mb: 2 }}>
            {t("signIn.for")}
          </Typography>
          {problem && <Alert severity="error">{problem}</Alert>}
          {challenge ? (
            <>
              {proofs.includes("PASSKEY") && (
                <PasskeyButton busy={busy} onPress={() => submit({ passkey: true, challenge })} />
              )}
              {proofs.includes("CODE") && <CodeForm busy={busy} onSubmit={(code) => submit({ challenge, code })} />}
              <Button fullWidth onClick={() => setChallenge(null)} sx={{ mt: 1 }}>
                {t("button.back")}
              </Button>
            </>
          ) : (
            <>
              <PasswordForm busy={busy} onSubmit={submit} />
              <PasskeyButton busy={busy} onPress={() => submit({ passkey: true, challenge: null })} />
              <SingleSignOn />
              <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1, flexWrap: "wrap", mt: 2 }}>
                <Link href={serverAddress("/forgot-password")}>{t("signIn.forgot")}</Link>
                <Link href={`${import.meta.env.BASE_URL}register`}>{t("signIn.register")}</Link>
              </Box>
            </>
          )}
          <SignInHelp />
        </CardContent>
      </Card>
      <Notification />
    </Box>
  );
};

const PasswordForm = ({ busy, onSubmit }: { busy: boolean; onSubmit(login: Login): void }) => {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ email, password });
  };
  return (
    <form onSubmit={submit}>
      <TextField
        fullWidth
        required
        autoFocus
        margin="normal"
        name="email"
        type="email"
        autoComplete="username"
        label={t("column.email")}
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <TextField
        fullWidth
        required
        margin="normal"
        name="password"
        type="password"
        autoComplete="current-password"
        label={t("signIn.password")}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button fullWidth type="submit" variant="contained" disabled={busy} sx={{ mt: 1 }}>
        {t("signIn.signIn")}
      </Button>
    </form>
  );
};

interface CodeFormProps {
  busy: boolean;
  onSubmit(code: string): void;
}

const CodeForm = ({ busy, onSubmit }: CodeFormProps) => {
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(code);
  };
  return (
    <form onSubmit={submit}>
      <TextField
        fullWidth
        required
        autoFocus
        margin="normal"
        name="code"
        autoComplete="one-time-code"
        label={t("signIn.code")}
        helperText={t("signIn.codeHelp")}
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button fullWidth type="submit" variant="contained" disabled={busy} sx={{ mt: 1 }}>
        {t("signIn.signIn")}
      </Button>
    </form>
  );
};

const PasskeyButton = ({ busy, onPress }: { busy: boolean; onPress(): void }) =>
  passkeysWork() ? (
    <Button fullWidth variant="outlined" disabled={busy} onClick={onPress} sx={{ mt: 2 }}>
      {t("signIn.withPasskey")}
    </Button>
  ) : null;

const SignInHelp = () => <HelpLine address={useAsk(signInQuery, {}).data?.settings.help} />;

/** It ends with the server's cookie, which a console on another host does not have. */
const SingleSignOn = () => {
  const { data } = useAsk(signInQuery, {});
  const name = data?.settings.singleSignOn;
  if (isRemote || !name) return null;
  return (
    <>
      <Divider sx={{ my: 2 }}>{t("signIn.or")}</Divider>
      <Button fullWidth variant="outlined" href={serverAddress("/sso/start?to=console")}>
        {t("signIn.with", { name })}
      </Button>
    </>
  );
};
