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

const root = document.getElementById("attendee");
await loadLanguage();
if (root) render(<App />, root);
sendWhenPossible();
handInWhenPossible();
sendScansWhenPossible();
void loadViewer();
addEventListener("online", () => void loadViewer());
if ("serviceWorker" in navigator && import.meta.env.PROD)
  addEventListener("load", () => void navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
