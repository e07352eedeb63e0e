import { useState } from "preact/hooks";
import { useStore } from "../api/store.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Notice, PageHeading } from "../ui/page.tsx";
import { scan, scansStore } from "./scans.ts";

/** Where the picture on a room's screen leads, and where its digits are typed. */
export function PresencePage() {
  const { pending, last, sending } = useStore(scansStore);
  const [code, setCode] = useState("");
  const digits = code.replace(/\D/g, "");
  return (
    <>
      <PageHeading title={t("presence.title")}>{t("presence.title")}</PageHeading>
      <p class="lede">{t("presence.how")}</p>
      <div aria-live="polite">
        {last && "shown" in last ? (
          <Notice kind={last.shown.waits ? "info" : "done"}>
            {t(last.shown.waits ? "presence.waits" : "presence.recorded", {
              title: last.shown.title,
              at: moment(last.shown.at),
            })}
          </Notice>
        ) : null}
        {last && "problem" in last ? <Notice kind="problem">{last.problem}</Notice> : null}
        {pending.length > 0 && !sending ? (
          <Notice kind="offline">{t("presence.kept", { count: pending.length })}</Notice>
        ) : null}
      </div>
      <form
        class="code-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (digits.length !== 6) return;
          scan(null, digits);
          setCode("");
        }}
      >
        <label for="room-code">{t("presence.code")}</label>
        <input
          id="room-code"
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autocomplete="off"
          pattern="\s*(\d\s*){6}"
          title={t("presence.sixDigits")}
          maxLength={10}
          required
        />
        <button type="submit" class="primary" disabled={sending}>
          {t("presence.send")}
        </button>
      </form>
    </>
  );
}
