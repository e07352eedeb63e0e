import { Button, Typography } from "@mui/material";
import { Link } from "react-router-dom";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";

/** The way to what an accreditor brings from where it was. */
export const MovingInSection = () => (
  <Section title={t("moving.title")} place="settings-moving">
    <Typography sx={{ mb: 2 }}>{t("moving.meaning")}</Typography>
    <Button component={Link} to="/moving-in" variant="outlined">
      {t("moving.open")}
    </Button>
  </Section>
);
