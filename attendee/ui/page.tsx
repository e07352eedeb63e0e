import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { settingsStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { currentPlace } from "./router.tsx";

/** Which move the focus was last set for: a page that loads in steps takes it once. */
let focusedMove = 0;

/**
 * The page's one h1, and the tab's title. After a move within the client it takes the focus, so that screen readers read
 * where one is and Tab goes on from there.
 */
export function PageHeading({ children, title }: { children: ComponentChildren; title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${settingsStore.get()?.accreditorName ?? t("app.name")}`;
  }, [title]);
  const { moves } = currentPlace();
  useEffect(() => {
    if (moves === focusedMove) return;
    focusedMove = moves;
    const taken = document.activeElement?.closest("main input, main [role=alert]");
    if (!taken) heading.current?.focus({ preventScroll: true });
  }, [moves]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** A thin rule with a diamond, as on the certificate. */
export function Divider() {
  return (
    <svg class="divider" viewBox="0 0 210 8" width="210" height="8" aria-hidden="true">
      <path d="M97 3.5 0 4l97 .5ZM113 3.5 210 4l-97 .5ZM105 .4 108.6 4 105 7.6 101.4 4Z" />
    </svg>
  );
}

/** The part of a sentence that stands beside it for those who see the page. */
export const hidden = (text: ComponentChildren) => <span class="visually-hidden">{text}</span>;

/** Stands for what is being loaded. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  return (
    <div class="skeleton">
      <p class="visually-hidden" role="status">
        {t("app.loading")}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={row} class="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}

type NoticeProps = { kind?: "info" | "problem" | "done" | "offline"; live?: boolean; children: ComponentChildren };

const notices = {
  info: "M12 10.5v6M12 7.2v.1",
  problem: "M12 7v6M12 16.6v.1",
  done: "m8 12.4 2.8 2.8L16.2 9.4",
  offline: "M7 7l10 10M17 7 7 17",
} as const;

/** A message in the page. Problems are read out at once; others where `live`, when the reader pauses. */
export function Notice({ kind = "info", live = false, children }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} role={kind === "problem" ? "alert" : live ? "status" : undefined}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <circle cx="12" cy="12" r="9.5" />
        <path d={notices[kind]} />
      </svg>
      <div>{children}</div>
    </div>
  );
}
