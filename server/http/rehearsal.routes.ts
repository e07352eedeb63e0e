import { type RequestHandler, Router } from "express";
import { escapeHtml, palette } from "../core/html-page.ts";
import { say } from "../core/messages/message.ts";
import { directionOf, type Language, sentence } from "../core/messages/sentence.ts";
import { rehearsalHeader } from "../core/rehearsal.ts";

const style = `#rehearsal{position:fixed;inset-inline:0;inset-block-end:0;z-index:9999;margin:0;padding:.35rem 1rem;background:${palette.bad[0]};color:#fff;font:600 .9375rem/1.4 system-ui,sans-serif;text-align:center;pointer-events:none}
body{padding-block-end:2.5rem}
`;

/** Every answer of a rehearsal says what it is. */
export const sayRehearsal: RequestHandler = (_req, res, next) => {
  res.setHeader(rehearsalHeader, "1");
  next();
};

/** The style of the bar that stands on every page. */
export function rehearsalRoutes(): Router {
  const router = Router();
  router.get("/rehearsal.css", (_req, res) => void res.set("Cache-Control", "no-cache").type("css").send(style));
  return router;
}

/** The page of a client, with a bar in a rehearsal that stands before everything else and needs no script. */
export function withRehearsal(page: string, language: Language): string {
  const bar = `<p id="rehearsal" role="note" lang="${language}" dir="${directionOf(language)}">${escapeHtml(sentence(say("rehearsal.bar"), language))}</p>`;
  return page
    .replace("</head>", '<link rel="stylesheet" href="/rehearsal.css"></head>')
    .replace("<body>", `<body>${bar}`);
}
