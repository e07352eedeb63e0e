import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What reads bytes that always stand in the database: logos; and what tells whether those that stand there are right. */
const readsTheDatabase = [
  "server/certificates/log/check-log.ts",
  "server/certificates/logo.routes.ts",
  "server/certificates/printed-logo.ts",
  "server/mail/mail-look.ts",
];

test("whoever reads a stored file reads it wherever it stands", () => {
  const found = readdirSync("server", { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join("server", name.replaceAll(path.sep, "/")))
    .filter((name) => name.endsWith(".ts") && !/^server\/(db\/migrations|core\/storage)\//.test(name))
    .filter((name) => {
      const text = readFileSync(name, "utf8");
      return /\bstored_file\b/.test(text) && /\bf\.content\b|\bcontent FROM stored_file\b/.test(text);
    });
  expect(found.sort()).toEqual(readsTheDatabase);
});
