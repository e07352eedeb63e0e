import { Box, Typography } from "@mui/material";
import { useState } from "react";
import { Form, Title } from "react-admin";
import { useParams } from "react-router-dom";
import { nothingHere } from "../data/request.ts";
import { useAsk } from "../data/use-ask.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import type { SignedIn } from "../data/viewer.ts";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { type ApplicationValues, valuesOf } from "./application-fields.tsx";
import { ApplicationForm } from "./application-form.tsx";
import { CommentsOf } from "./field-comments.tsx";
import { type ApplicationOfProgram, applicationQuery } from "./program.data.ts";

/** A new application: it becomes a draft with its first step. */
export const NewApplication = () => {
  const signedIn = useSignedIn();
  const [provider] = signedIn?.viewer.providers ?? [];
  if (!signedIn || !provider) return null;
  const values = { providerId: provider.id, contactEmail: signedIn.viewer.email, listOnCalendar: true };
  return <ApplicationPage key="new" program={null} values={values as ApplicationValues} signedIn={signedIn} />;
};

/** A draft, or an application of which changes were requested. */
export const EditApplication = () => {
  const { id = "" } = useParams();
  const signedIn = useSignedIn();
  // A form must not begin with what was read when it was open before.
  const { data, error } = useAsk(applicationQuery, { id }, { gcTime: 0 });
  if (error || data?.program === null) return <LoadProblem error={error ?? nothingHere()} />;
  if (!data || !signedIn) return null;
  const { program } = data;
  return <ApplicationPage key={id} program={program} values={valuesOf(program)} signedIn={signedIn} />;
};

interface Props {
  program: ApplicationOfProgram | null;
  values: ApplicationValues;
  signedIn: SignedIn;
}

const ApplicationPage = ({ program, values, signedIn }: Props) => {
  // What is read again while somebody types must not take away what they typed.
  const [initial] = useState(values);
  const title = program ? [program.number, program.name].filter(Boolean).join(" ") : t("programs.newApplication");
  return (
    <Box sx={{ mt: 2, maxWidth: 960 }}>
      <Title title={title} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {title}
      </Typography>
      <Form record={{ ...initial, id: program?.id ?? "" }} warnWhenUnsavedChanges>
        <CommentsOf program={program}>
          <ApplicationForm program={program} signedIn={signedIn} />
        </CommentsOf>
      </Form>
    </Box>
  );
};
