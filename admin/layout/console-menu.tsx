import { Chip, Divider } from "@mui/material";
import { Fragment } from "react";
import { Menu } from "react-admin";
import { t } from "../i18n/t.ts";
import { useMenuEntries } from "./menu-entries.ts";

export const ConsoleMenu = () => {
  const groups = useMenuEntries();
  if (groups.length === 0) return null;
  return (
    <Menu>
      {groups.map((entries, at) => (
        <Fragment key={entries[0]?.to}>
          {at > 0 && <Divider sx={{ my: 1 }} />}
          {entries.map(({ to, label, icon: Icon, waiting = 0 }) => (
            <Menu.Item
              key={to}
              to={to}
              primaryText={
                waiting === 0 ? (
                  label
                ) : (
                  <>
                    {label}
                    <Chip
                      size="small"
                      color="warning"
                      label={waiting}
                      aria-label={t("attention.waiting", { count: waiting })}
                      sx={{ ml: 1 }}
                    />
                  </>
                )
              }
              leftIcon={<Icon />}
            />
          ))}
        </Fragment>
      ))}
    </Menu>
  );
};
