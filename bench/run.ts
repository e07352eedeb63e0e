import "reflect-metadata";
import { audit } from "./audit.ts";
import { certificates } from "./certificates.ts";
import { documents } from "./documents.ts";
import { files } from "./files.ts";
import { hostile } from "./hostile.ts";
import { hostileClients } from "./hostile-clients.ts";
import { killedImports } from "./killed-imports.ts";
import { listenersBench } from "./listeners.ts";
import { lists } from "./lists.ts";
import { members } from "./members.ts";
import { moving } from "./moving.ts";
import { programs } from "./programs.ts";
import { roomBench } from "./room.ts";
import { roster } from "./roster.ts";
import { shares } from "./shares.ts";
import { signIn } from "./sign-in.ts";
import { simulation } from "./simulation.ts";

/** `npm run bench -- NAME`: each figure beside its peer or its limit in the same run, as a ratio. Absolute times mean little on a shared machine. */
const benches: Record<string, () => Promise<void>> = {
  roster,
  members,
  "killed-imports": killedImports,
  moving,
  programs,
  lists,
  audit,
  certificates,
  files,
  hostile,
  "hostile-clients": hostileClients,
  shares: () => shares(process.env.BENCH_WAY),
  "sign-in": signIn,
  documents,
  listeners: listenersBench,
  room: roomBench,
  simulation,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !benches[name]);
if (unknown !== undefined || names.length === 0) {
  console.error(`Say which: npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exit(1);
}
for (const name of names) await benches[name]?.();
