import { zip } from "./workbook.ts";
import { World } from "./world.ts";

const fields = `id status message errorCount warningCount availableActions sender
  files { name kind rowCount addedRows changedRows unchangedRows leftRows samples { line cells } columns { heading column } }
  errors { nodes { severity file line column value code message } }`;

/** A world whose administrator brings bundles. */
export class BundleWorld {
  private constructor(
    readonly world: World,
    readonly staff: Awaited<ReturnType<World["staff"]>>,
  ) {}

  static async start(): Promise<BundleWorld> {
    const world = await World.start();
    world.setClock("2026-05-01T12:00:00Z");
    return new BundleWorld(world, await world.staff());
  }

  async read(id: string) {
    const { token } = this.staff;
    return (await this.world.ok(token, `query ($id: ID!) { bundleImport(id: $id) { ${fields} } }`, { id }))
      .bundleImport;
  }

  /** Sends a bundle, and has it checked. */
  async send(files: Record<string, string | Buffer>) {
    const answer = await this.world.upload(
      this.staff.token,
      "mutation ($file: Upload!) { checkBundle(file: $file) { id status } }",
      {},
      zip(files),
      "bundle.zip",
    );
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    await this.world.runJobs();
    return this.read(answer.data.checkBundle.id);
  }

  /** Sends one that has no errors, and records it. */
  async move(files: Record<string, string | Buffer>) {
    const { id, status, errors } = await this.send(files);
    const wrong = errors.nodes.filter((e: { severity: string }) => e.severity === "ERROR");
    expect({ status, wrong }).toEqual({ status: "CHECKED", wrong: [] });
    return this.record(id);
  }

  async record(id: string) {
    await this.world.ok(this.staff.token, "mutation ($id: ID!) { recordBundle(id: $id) { status } }", { id });
    await this.world.runJobs();
    return this.read(id);
  }

  /** @returns its status then, or the code of the refusal */
  async undo(id: string): Promise<string> {
    const answer = await this.world.graphql(
      this.staff.token,
      'mutation ($id: ID!) { undoBundle(id: $id, reason: "The wrong files") { status } }',
      { id },
    );
    if (answer.errors[0]) return answer.errors[0].extensions.code;
    await this.world.runJobs();
    return (await this.read(id)).status;
  }
}
