import type { ToolFault } from '../probes/package-integrity.ts';
import { commonTools } from '../probes/package-integrity.ts';

/** What speaks against the word of these tools, each fault once. */
export function toolContradictions(tools: readonly string[], faults: readonly ToolFault[]): string[] {
  const asked = new Set([...tools, ...commonTools]);
  const found = faults.filter(({ tool }) => asked.has(tool)).map(({ tool, fault }) => `this was told by ${tool}, and ${fault}`);
  return [...new Set(found)];
}
