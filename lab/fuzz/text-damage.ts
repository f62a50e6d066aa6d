import fc from 'fast-check';

/** Changes a text, and makes it no longer than a probe's limit. */
export type TextDamage = (text: string, maxBytes: number) => string;

const numbers = ['-1', '0', '4294967296', '99999999999999999999', '1e999', '-0', 'NaN', 'Infinity', '0x7fffffff', '١٢', '1.5', '65536'];
const strange = [
  '\0', '\u202e', '\u2066', '\u200b', '\ufeff', '\ud800', '\u001b[2J', '\u001b]8;;http://x\u0007', '\r', '\u2028', '𝟙', '<script>alert(1)</script>',
  '[x](javascript:alert(1))', '![x](http://x/y.png)', '</td></tr></table>', '\n# Feedback: 100 of 100\n', '```', '~~~', '| a | b |', '&lt;', '__proto__', 'constructor', '$(reboot)', '%s%n',
];
const endless = ['[', '{"a":', '(', '<', '`', '*', '|', ' ', '\t', '\n', 'a', '0', '-', '#', '"', '\\', '.', ':', '/', '=', '1.', '- ', '> ', '@@ ', 'A:', '```\n', '# a\n', '| a ', '10.0.0.1 ', 'a-->b\n', 'é', '![', '[a](', '-m x ', '*filter\n', ': '];
const values = [null, true, -1, 1e308, '', 'x', [], {}, [[[]]], { a: { b: [] } }];

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const linesOf = (change: (lines: string[], at: number) => string[]): fc.Arbitrary<TextDamage> =>
  position.map((where) => (text) => {
    const lines = text.split('\n');
    return change(lines, Math.floor(where * lines.length)).join('\n');
  });
const splice = (text: string, at: number, removed: number, added: string): string => text.slice(0, at) + added + text.slice(at + removed);

const anywhere = (pieces: readonly string[]): fc.Arbitrary<TextDamage> =>
  fc.tuple(position, fc.constantFrom(...pieces)).map(([where, piece]) => (text) => splice(text, Math.floor(where * text.length), 0, piece));

const flipped = fc.tuple(position, fc.integer({ min: 1, max: 255 })).map(([where, mask]): TextDamage => (text) => {
  const bytes = Buffer.from(text);
  const at = Math.floor(where * bytes.length);
  if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes.toString('utf8');
});

const otherNumber = fc.tuple(position, fc.constantFrom(...numbers)).map(([where, number]): TextDamage => (text) => {
  const found = [...text.matchAll(/\d+/g)];
  const hit = found[Math.floor(where * found.length)];
  return hit === undefined ? text : splice(text, hit.index, hit[0].length, number);
});

/** The rest of the room filled with one piece, before or behind. */
const flooded = fc.tuple(fc.constantFrom(...endless), fc.boolean()).map(([piece, before]): TextDamage => (text, maxBytes) => {
  const room = Math.max(0, maxBytes - text.length);
  const flood = piece.repeat(Math.ceil(room / piece.length)).slice(0, room);
  return before ? flood + text : text + flood;
});

/** One line, as it is or numbered, as often as there is room. */
const multiplied = fc.tuple(position, fc.boolean(), fc.constantFrom('\n', '')).map(([where, numbered, end]): TextDamage => (text, maxBytes) => {
  const lines = text.split('\n');
  const at = Math.floor(where * lines.length);
  const line = `${lines[at] ?? ''}${end}`;
  const times = Math.max(1, Math.floor((maxBytes - text.length) / (line.length + 6)));
  const many = numbered ? Array.from({ length: times }, (_, index) => line.replace(/\d+|$/, String(index))).join('') : line.repeat(times);
  return [...lines.slice(0, at), many, ...lines.slice(at)].join('\n');
});

/** A value within JSON, on a line of its own or as the whole text, replaced by one of another type or nested deeply. */
const otherValue = fc.tuple(position, fc.constantFrom<unknown>(...values)).map(([where, value]): TextDamage => (text) => {
  const found = [...text.matchAll(/(?<=[:[,]\s*)(?:"[^"\n]{0,200}"|-?\d+|true|false|null)/g)];
  const hit = found[Math.floor(where * found.length)];
  return hit === undefined ? text : splice(text, hit.index, hit[0].length, where > 0.9 ? '['.repeat(500) + ']'.repeat(500) : JSON.stringify(value));
});

const cut = position.map((where): TextDamage => (text) => text.slice(0, Math.floor(where * text.length)));

const plain: fc.Arbitrary<TextDamage> = fc.oneof(
  flipped,
  otherNumber,
  otherValue,
  anywhere(strange),
  anywhere(endless),
  linesOf((lines, at) => lines.toSpliced(at, 1)),
  linesOf((lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  linesOf((lines, at) => [...lines.slice(at), ...lines.slice(0, at)]),
  linesOf((lines, at) => [...lines.slice(0, at), ...lines.slice(at).toReversed()]),
  cut,
  multiplied,
  flooded,
);

/** Within base64, as captures and the output of sandboxes travel. */
const encoded = fc.tuple(position, plain).map(([where, damage]): TextDamage => (text, maxBytes) => {
  const found = [...text.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)];
  const hit = found[Math.floor(where * found.length)];
  if (hit === undefined) return text;
  const inner = damage(Buffer.from(hit[0], 'base64').toString('latin1'), Math.floor(((maxBytes - text.length) * 3) / 4) + hit[0].length);
  return splice(text, hit.index, hit[0].length, Buffer.from(inner, 'latin1').toString('base64'));
});

/** What a hostile host may make of a tool's output. */
export const textDamage: fc.Arbitrary<TextDamage> = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: encoded });
