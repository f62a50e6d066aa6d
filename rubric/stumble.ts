import { type Check, type CheckContext, notGradable, type Verdict } from './check.ts';

/** The words of a verdict that no check gave: its code met evidence that it was not written for. */
export const stumbled = 'this check stumbled over what the machine printed';

/** A check's verdict. An error in a check is a fault of ours: it costs no point and leaves the rest of the grade standing. */
export function evaluateSafely(check: Check, evidence: Record<string, unknown>, context: CheckContext<unknown>): Verdict {
  try {
    return check.evaluate(evidence, context);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
    return notGradable({ seen: stumbled, hint: 'Tell your instructor: it is a fault of the grader and costs you nothing.', review: `${stumbled}: ${why}` });
  }
}
