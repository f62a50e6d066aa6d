/** For a script that is not on the machine and not in the archive. */
export function missingScript(name: string): { seen: string; hint: string } {
  return {
    seen: `no ${name} in your home or the folder of the deliverables`,
    hint: `Write ${name}, and keep it with your other deliverables.`,
  };
}

/** For a machine on which no script can be tried out safely. */
export function noSandbox(name: string, why: string): { seen: string; hint: string } {
  return {
    seen: `${name} could not be tried out: ${why.slice(0, 200)}`,
    hint: 'Submit again; if it stays like this, tell your instructor.',
  };
}

/** The beginning of what a script printed, for a quote. */
export function excerpt(output: string): string {
  return output.split('\n').filter((line) => line.trim() !== '').slice(0, 12).join('\n').slice(0, 900);
}
