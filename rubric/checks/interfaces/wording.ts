/** For a check that needs the machine's addresses and routes where neither ip nor the kernel's tables could be read. */
export const unknownNetwork = {
  seen: 'the machine’s addresses and routes could be read neither by ip nor from /proc/net',
  hint: 'Submit again; if it stays like this, tell your instructor.',
};

/** At most six items, and how many more there are. */
export function inWords(items: readonly (string | number)[]): string {
  const shown = items.slice(0, 6).join(', ');
  return items.length > 6 ? `${shown} and ${items.length - 6} more` : shown;
}
