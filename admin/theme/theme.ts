import { defaultTheme, type RaThemeOptions } from "react-admin";
import { isRightToLeft } from "../../messages/translate.ts";
import { t } from "../i18n/t.ts";

const navy = "#1b2a4e";
const gold = "#b08d3c";
const serif = '"EB Garamond", Georgia, "Times New Roman", serif';

const typography: RaThemeOptions["typography"] = {
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  h4: { fontFamily: serif, fontWeight: 500, fontSize: "2rem", lineHeight: 1.2 },
  h5: { fontFamily: serif, fontWeight: 500, fontSize: "1.625rem", lineHeight: 1.25 },
  h6: { fontFamily: serif, fontWeight: 500, fontSize: "1.3rem", lineHeight: 1.3 },
  button: { textTransform: "none", fontWeight: 600 },
};

const components = (): RaThemeOptions["components"] =>
  ({
    ...defaultTheme.components,
    // Their own words are English.
    MuiAutocomplete: {
      defaultProps: {
        openText: t("choice.open"),
        closeText: t("choice.close"),
        clearText: t("choice.clear"),
        noOptionsText: t("choice.none"),
        loadingText: t("choice.loading"),
      },
    },
    MuiPagination: { defaultProps: { "aria-label": t("list.pages") } },
    MuiCircularProgress: { defaultProps: { "aria-label": t("list.reading") } },
    // A size of letters makes no heading: whoever wants one says which.
    MuiTypography: { defaultProps: { variantMapping: { h1: "p", h2: "p", h3: "p", h4: "p", h5: "p", h6: "p" } } },
    // What has the focus has an outline: nothing has to pulsate over its letters.
    // react-admin names the box around a row's checkbox; a name belongs to the checkbox itself.
    MuiCheckbox: {
      defaultProps: {
        slotProps: {
          root: { "aria-label": undefined },
          input: (box: object) => ({ "aria-label": (box as { "aria-label"?: string })["aria-label"] }),
        },
      },
    },
    MuiButton: { defaultProps: { disableElevation: true, disableFocusRipple: true } },
    // A dialog names what it is about: a long name without a blank wraps, too.
    MuiDialogTitle: { styleOverrides: { root: { overflowWrap: "anywhere" } } },
    MuiCard: { defaultProps: { variant: "outlined" } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
    MuiTableCell: {
      styleOverrides: {
        head: { fontWeight: 600 },
        sizeSmall: { paddingInline: 10, "&:last-of-type": { paddingRight: 10 } },
      },
    },
    // The arrow of a column that is not sorted shows on hover only; it must not widen the table.
    MuiTableSortLabel: {
      styleOverrides: { root: { "&:not(.Mui-active) .MuiTableSortLabel-icon": { position: "absolute", right: -20 } } },
    },
    MuiLink: { defaultProps: { underline: "always" } },
    MuiCssBaseline: {
      styleOverrides: {
        "@font-face": {
          fontFamily: "EB Garamond",
          fontWeight: 500,
          fontDisplay: "swap",
          src: `url(${new URL("../fonts/eb-garamond-500-latin.woff2", import.meta.url).href}) format("woff2")`,
        },
        "@media (prefers-reduced-motion: reduce)": { "*, ::before, ::after": { transition: "none !important" } },
        ":focus-visible": { outline: `3px solid ${gold}`, outlineOffset: 2 },
      },
    },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          borderInlineStart: "3px solid transparent",
          // Other languages have longer words.
          whiteSpace: "normal",
          "& .MuiTypography-noWrap": { whiteSpace: "normal" },
          fontSize: "0.95rem",
          "&.RaMenuItemLink-active": { borderInlineStartColor: gold },
        },
      },
    },
  }) as RaThemeOptions["components"];

const palettes: Record<"light" | "dark", RaThemeOptions["palette"]> = {
  light: {
    mode: "light",
    primary: { main: navy, light: "#3a4d80", dark: "#111c38", contrastText: "#ffffff" },
    secondary: { main: navy, contrastText: "#ffffff" },
    warning: { main: "#8a5a00" },
    success: { main: "#1d6b3c" },
    error: { main: "#a8261c" },
    info: { main: "#2a5a9c" },
    background: { default: "#f7f6f2", paper: "#ffffff" },
    text: { primary: "#1a2236", secondary: "#4a5268" },
    divider: "#dcdad2",
  },
  dark: {
    mode: "dark",
    primary: { main: "#d9bd78", light: "#ecd9a6", dark: "#b08d3c", contrastText: "#1a1504" },
    secondary: { main: "#16203c", contrastText: "#f3efe3" },
    warning: { main: "#f0c05a" },
    success: { main: "#7fd19b" },
    error: { main: "#ff9a8f" },
    info: { main: "#9cc3f5" },
    background: { default: "#0e1424", paper: "#161e33" },
    text: { primary: "#eef0f6", secondary: "#b6bdcf" },
    divider: "#2d3854",
  },
};

/** How the console looks, by day or by night, from left to right or the other way as the reader's language is written. */
export const theme = (mode: "light" | "dark"): RaThemeOptions => ({
  ...defaultTheme,
  typography,
  components: components(),
  shape: { borderRadius: 6 },
  palette: palettes[mode],
  direction: isRightToLeft() ? "rtl" : "ltr",
});
