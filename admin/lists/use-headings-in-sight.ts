import { type RefCallback, useCallback } from "react";

/** What stands above a list's headings while it is scrolled, in CSS: the console's own bar, and that of a selection. */
const above = "--above-headings";
const consoleBar = 48;

/**
 * Keeps the headings of the table within a box in sight, where the table is as wide as the box at most. A wider one scrolls sideways in a
 * frame of its own, which its headings cannot leave: there they go with the rows.
 */
export const useHeadingsInSight = (): RefCallback<HTMLElement> =>
  useCallback((box) => {
    if (!box) return;
    const observer = new ResizeObserver(() => {
      const table = box.querySelector("table");
      const bar = box.querySelector("[role=toolbar]");
      for (const part of [table, bar]) if (part) observer.observe(part);
      const isStuck = bar !== null && getComputedStyle(bar).position === "sticky";
      box.style.setProperty(above, `${consoleBar + (isStuck ? bar.clientHeight : 0)}px`);
      box.toggleAttribute("data-fits", table !== null && table.offsetWidth <= box.clientWidth);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

/** The styles of such a box. */
export const headingsInSight = {
  "&[data-fits] .RaDataTable-tableWrapper": { overflowX: "visible" },
  "&[data-fits] thead th": {
    position: "sticky",
    top: `var(${above})`,
    zIndex: 2,
    bgcolor: "background.paper",
    // The border of a cell stays behind with the rows.
    boxShadow: (theme: { palette: { divider: string } }) => `inset 0 -1px ${theme.palette.divider}`,
  },
} as const;
