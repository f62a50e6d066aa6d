/** `FUZZ_SEED` takes another path through the same properties, `FUZZ_SCALE=10` walks ten times as far. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_124);
const scale = Number(process.env['FUZZ_SCALE'] ?? 1);

/** Parameters of fast-check for a property that is tried so often by default. Failures print the seed and the path to them. */
export function runs(usual: number): { seed: number; numRuns: number; endOnFailure: boolean } {
  return { seed, numRuns: Math.ceil(usual * scale), endOnFailure: scale < 1 };
}
