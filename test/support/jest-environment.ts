import { ModuleMocker } from "jest-mock";

/** The process itself: no globals of its own, no virtual machine. What a test has spied on is itself again after each file. */
export default class NodeEnvironment {
  readonly global = {};
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;

  async setup(): Promise<void> {
    Object.assign(globalThis, { jest: this.moduleMocker });
  }

  async teardown(): Promise<void> {
    this.moduleMocker.restoreAllMocks();
  }

  exportConditions(): string[] {
    return ["node", "node-addons"];
  }

  getVmContext(): null {
    return null;
  }
}
