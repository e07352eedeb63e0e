/**
 * Who may import whom. Domains from left to right: a file imports its own folder or one that stands before it. README,
 * *Architecture*, has the same line and the two doors by which an earlier domain affects a later one.
 */
const order = [
  ["core"],
  ["mail"],
  ["accounts"],
  ["members", "providers"],
  ["policies"],
  ["programs"],
  ["conferences"],
  ["attendance"],
  ["presence"],
  ["claims"],
  ["evaluations"],
  ["fees"],
  ["certificates"],
  ["outside-credit"],
  ["renewals"],
  ["invoices"],
  ["calendar"],
  ["announcements"],
  ["kit"],
  ["events"],
  ["persons"],
  ["dashboard"],
  ["audit-log", "saved-views"],
];

const folder = (names) => `^server/(${names.join("|")})/`;

const leftToRight = order.slice(0, -1).map((names, i) => ({
  name: `${names.join("-and-")}-imports-no-later-domain`,
  severity: "error",
  from: { path: folder(names) },
  to: { path: folder(order.slice(i + 1).flat()) },
}));

/**
 * The clients' storeys, from the bottom up: a file imports its own storey or one below. What is in no folder named here is the top, which
 * assembles the rest.
 */
const clients = {
  admin: [
    ["i18n", "theme"],
    ["data"],
    ["ui"],
    ["bulk", "lists"],
    [
      "account",
      "attendance",
      "audit",
      "certificates",
      "conferences",
      "dashboard",
      "entry",
      "evaluations",
      "fees",
      "mail",
      "members",
      "programs",
      "providers",
      "requests",
      "settings",
      "staff",
      "webhooks",
    ],
  ],
  attendee: [
    ["i18n", "styles"],
    ["api"],
    ["ui"],
    ["account", "certificates", "claim", "conferences", "evaluation", "presence", "transcript"],
  ],
};

const bottomUp = Object.entries(clients).flatMap(([client, storeys]) =>
  storeys.map((names, i) => ({
    name: `${client}-${i === storeys.length - 1 ? "pages-know" : `${names.join("-and-")}-know`}-nothing-above`,
    severity: "error",
    from: { path: `^${client}/(${names.join("|")})/` },
    to: {
      path: `^${client}/`,
      pathNot: `^${client}/(${storeys
        .slice(0, i + 1)
        .flat()
        .join("|")})/`,
    },
  })),
);

export default {
  forbidden: [
    ...leftToRight,
    ...bottomUp,
    {
      name: "clients-are-apart",
      severity: "error",
      from: { path: "^(admin|attendee)/" },
      to: { path: "^(server|admin|attendee)/", pathNot: "^$1/" },
    },
    {
      name: "what-both-clients-share-knows-neither",
      severity: "error",
      from: { path: "^(clients|messages)/" },
      to: { path: "^(server|admin|attendee)/" },
    },
    {
      name: "packages-stand-alone",
      comment: "They run where there is no server.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(server|admin|attendee|clients|messages)/" },
    },
    {
      name: "domains-know-nothing-of-what-assembles-them",
      severity: "error",
      from: { path: folder(order.flat()) },
      to: { path: "^server/([^/]+\\.ts$|http/|jobs/|demo/|db/|cli/|setup/)" },
    },
    {
      name: "the-database-is-the-cellar",
      comment: "db/ knows core/ and the domains' tables, and nothing that is built upon them.",
      severity: "error",
      from: { path: "^server/db/" },
      to: { path: "^server/", pathNot: "^server/(core|db)/|\\.entity\\.ts$" },
    },
    {
      name: "the-small-world-is-the-roof",
      comment:
        "demo/ acts through the domains' operations; only what starts a process knows of it, and the sandbox, which is one.",
      severity: "error",
      from: { path: "^(server/|ormconfig)", pathNot: "^server/(main\\.ts$|cli/|demo/|sandbox/)" },
      to: { path: "^server/demo/" },
    },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvers-are-assembled-in-schema",
      severity: "error",
      from: { path: "^server/", pathNot: ["^server/schema\\.ts$"] },
      to: { path: "\\.resolver\\.ts$" },
    },
    {
      name: "jobs-are-assembled-in-jobs",
      severity: "error",
      from: { path: "^server/", pathNot: ["^server/jobs/handlers\\.ts$"] },
      to: { path: "\\.job\\.ts$" },
    },
    {
      name: "the-server-needs-no-development-package",
      severity: "error",
      // Only what runs from the sources starts its workers by way of this file.
      from: {
        path: "^server/",
        pathNot: [
          "^server/(graphiql|certificates/check-file)/(page|vite)",
          "^server/setup/",
          "^server/core/worker-from-sources",
        ],
      },
      to: { dependencyTypes: ["npm-dev"] },
    },
    // What the clients' documents and messages are typed from is printed by the checks of their types; Vite makes virtual modules.
    {
      name: "every-import-exists",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "dist/types/|^virtual:messages$|^zxing-wasm/.+[?]url$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
