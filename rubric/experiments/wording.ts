// Whole words and signs, in the languages of many scripts. A line with any word of `bad` is bad news, whatever else it holds.
const bad =
  /(?<!\p{L})(?:closed|refused|filtered|blocked|timed? ?-?out|fail(?:s|ed|ure)?|unreachable|cannot|can't|unable|error|down|dead|offline|silent|no|not|isn't|un(?:known|resolved|resolvable)|geschlossen|verweigert|gefiltert|nicht|kein\w*|fehler|fehlgeschlagen|unerreichbar|ferm[ée]e?|cerrado|chiuso|100% packet loss)(?!\p{L})|[✗✘✖❌❎⛔🔴]|\[-\]|\[x\]/iu;
const good =
  /(?<!\p{L})(?:open|opened|ok|up|alive|online|reachable|reached|success(?:ful(?:ly)?)?|succeeded|connected|resolved|resolves|listening|answers|yes|offen|erreichbar|erfolgreich|ja|ouvert|abierto|aperto)(?!\p{L})|[✓✔✅🟢]|\[\+\]/iu;

/** `good` or `bad` news in a line, as far as words tell; null: neither. */
export function newsOf(line: string): 'good' | 'bad' | null {
  return bad.test(line) ? 'bad' : good.test(line) ? 'good' : null;
}

/**
 * True where words are clearly the wrong way round: all that a script says only of the good case is bad news, and all
 * that it says only of the bad case is good news. Lines that are neither are passed over.
 */
export function isInverted(ofGood: readonly string[], ofBad: readonly string[]): boolean {
  const [first, second] = [ofGood, ofBad].map((lines) => new Set(lines.flatMap((line) => newsOf(line) ?? [])));
  return first?.size === 1 && first.has('bad') && second?.size === 1 && second.has('good');
}
