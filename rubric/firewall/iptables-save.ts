/** `--comment "a \"b\" c"` → its words, quotes and backslashes undone as iptables-restore does. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/"([^"\\]*(?:\\.?[^"\\]*)*)"?|(\S+)/g)) {
    words.push(quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  return words;
}

export interface Option {
  name: string;
  inverted: boolean;
  values: string[];
}

/** The options of one `-m` or of the target: `module` is what follows `-m`, `-j` or `-g`, null for the rule's own. */
export interface Segment {
  kind: 'own' | 'match' | 'target' | 'goto';
  module: string | null;
  options: Option[];
}

const own = /^(-[sdiopf]|--(?:source|destination|in-interface|out-interface|protocol|proto|src|dst|fragment|ipv[46])|-[46])$/;

/** The words after `-A CHAIN`, by the module that they belong to. */
export function segmentsOf(words: readonly string[]): Segment[] {
  const base: Segment = { kind: 'own', module: null, options: [] };
  const segments = [base];
  let segment = base;
  let option: Option | null = null;
  let inverted = false;
  let target = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const opens = word === '-m' || word === '--match' ? 'match' : word === '-j' || word === '--jump' ? 'target' : word === '-g' || word === '--goto' ? 'goto' : null;
    if (word === '!') inverted = true;
    else if (opens !== null) {
      segment = { kind: opens, module: words[++at] ?? '', options: [] };
      segments.push(segment);
      option = null;
      target = opens !== 'match';
      inverted = false;
    } else if (word === '-c') {
      at += 2;
    } else if (!target && own.test(word)) {
      option = { name: word, inverted, values: [] };
      base.options.push(option);
      inverted = false;
    } else if (word.startsWith('--') && word.length > 2) {
      option = { name: word, inverted, values: [] };
      segment.options.push(option);
      inverted = false;
    } else {
      option?.values.push(word);
    }
  }
  return segments;
}
