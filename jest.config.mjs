export default {
  testEnvironment: "<rootDir>/test/support/jest-environment.ts",
  testRunner: "<rootDir>/test/support/jest-runner.ts",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  // Node does it, with tsx, as in development.
  transform: {},
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  maxWorkers: 2,
  // Machines are shared: a limit for what hangs, not for what is slow.
  testTimeout: 240_000,
};
