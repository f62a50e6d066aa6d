/** A condition's value: true, false, or not to be known from the rule set, with the reason in a phrase. */
export type Truth = boolean | Unknown;

export interface Unknown {
  readonly unknown: string;
}

export function unknown(why: string): Unknown {
  return { unknown: why };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

export function not(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

/** True if one is, false if all are; else unknown. */
export function any(truths: Iterable<Truth>): Truth {
  let open: Unknown | undefined;
  for (const truth of truths) {
    if (truth === true) return true;
    if (isUnknown(truth)) open ??= truth;
  }
  return open ?? false;
}

export function all(truths: Iterable<Truth>): Truth {
  let open: Unknown | undefined;
  for (const truth of truths) {
    if (truth === false) return false;
    if (isUnknown(truth)) open ??= truth;
  }
  return open ?? true;
}
