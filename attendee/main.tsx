import { render } from "preact";
import { loadLanguage } from "../messages/translate.ts";
import { loadViewer } from "./api/viewer.ts";
import { App } from "./app.tsx";
import { sendWhenPossible } from "./claim/choices.ts";
import { handInWhenPossible } from "./evaluation/drafts.ts";
import { sendScansWhenPossible } from "./presence/scans.ts";
import "./styles/base.css";
import "./styles/components.css";
import "./styles/pages.css";

/** No `await` of the module's own: a language or a page that is loaded later may import what stands here, and would wait for it. */
async function start(): Promise<void> {
  const root = document.getElementById("attendee");
  await loadLanguage();
  if (root) render(<App />, root);
  sendWhenPossible();
  handInWhenPossible();
  sendScansWhenPossible();
  void loadViewer();
  addEventListener("online", () => void loadViewer());
}

void start();
if ("serviceWorker" in navigator && import.meta.env.PROD)
  addEventListener("load", () => void navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
