import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { formatDays } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { registrationsDocument } from "./conference.data.ts";

const pageSize = 50;

/** Who is registered for a conference, and for what. */
export const RegistrationTable = ({ programId }: { programId: string }) => {
  const t = useTranslate();
  const [email, setEmail] = useState("");
  const [offset, setOffset] = useState(0);
  const { data } = useAsk(registrationsDocument, { id: programId, filter: email ? { email } : null, offset });
  const registrations = data?.registrations.nodes ?? [];
  return (
    <Section title="Registrations">
      <TextField
        label={t("Part of the address")}
        size="small"
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
          setOffset(0);
        }}
        sx={{ mb: 2, minWidth: 260 }}
      />
      {data && registrations.length === 0 ? (
        <Typography color="text.secondary">
          {t(email ? "Nobody has this address." : "Nobody is registered yet: import registrations.")}
        </Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("Registrations")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {["E-mail address", "Type", "Access", "Virtual only"].map((label) => (
                  <TableCell key={label}>{t(label)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {registrations.map((registration) => (
                <TableRow key={registration.id}>
                  <TableCell>{registration.email}</TableCell>
                  <TableCell>{registration.registrationType}</TableCell>
                  <TableCell>
                    {formatDays(registration.accessFrom, registration.accessUntil) || t("all days")}
                  </TableCell>
                  <TableCell>{t(registration.virtualOnly ? "yes" : "no")}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {data && data.registrations.totalCount > pageSize && (
        <Box sx={{ display: "flex", gap: 1, alignItems: "center", mt: 1 }}>
          <Button disabled={offset === 0} onClick={() => setOffset(offset - pageSize)}>
            {t("Previous")}
          </Button>
          {t("Showing %{from} to %{to} of %{all}", {
            from: offset + 1,
            to: offset + registrations.length,
            all: data.registrations.totalCount,
          })}
          <Button
            disabled={offset + pageSize >= data.registrations.totalCount}
            onClick={() => setOffset(offset + pageSize)}
          >
            {t("Next")}
          </Button>
        </Box>
      )}
    </Section>
  );
};
