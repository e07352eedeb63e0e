const unit = ["**/test/**/*.unit.test.ts"];
const browser = ["**/test/browser/**/*.test.ts"];
// They start servers and clusters of their own, kill them, and start them again.
const crash = [
  "**/test/{main,restarts,tour}.test.ts",
  "**/test/db/{crashes,embedded}.test.ts",
  "**/test/{moving,certificates}/killed.test.ts",
];
const without = (...patterns) => patterns.flat().map((pattern) => `!${pattern}`);

const common = {
  testEnvironment: "<rootDir>/test/support/jest-environment.ts",
  testRunner: "<rootDir>/test/support/jest-runner.ts",
  roots: ["<rootDir>/test"],
  extensionsToTreatAsEsm: [".ts"],
  // Node does it, with tsx, as in development.
  transform: {},
};
const withDatabase = {
  ...common,
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
};

export default {
  projects: [
    { ...common, displayName: "unit", testMatch: unit },
    {
      ...withDatabase,
      displayName: "api",
      testMatch: ["**/test/**/*.test.ts", ...without(unit, browser, crash)],
    },
    { ...withDatabase, displayName: "browser", testMatch: [...browser, ...without(unit)] },
    { ...withDatabase, displayName: "crash", testMatch: crash },
  ],
  maxWorkers: 2,
  // Machines are shared: a limit for what hangs, not for what is slow.
  testTimeout: 240_000,
};
