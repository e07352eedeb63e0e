/** What is told of: a roster, an import of members, a program, the programs of a provider, or any program. The triggers that tell say the same words. */
export type Topic = `upload:${string}` | `import:${string}` | `program:${string}` | `programs:${string}` | "programs";
