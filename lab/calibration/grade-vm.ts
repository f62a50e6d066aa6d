import type { EvidenceBundle } from '#rubric/evidence.ts';
import type { Grade } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { enrolHost, gradeEnrolled } from '../grading.ts';
import { applyState, type State } from '../states.ts';
import { bootVm } from '../vm/boot-vm.ts';

/** An emulated processor is slower by this much, at the least. */
const patience = 12;

/** The same visit as `gradeState`, to a virtual machine with a kernel of its own. Throws the lab's errors and SshError. */
export async function gradeVm(state: State, rubric: Rubric, log: (line: string) => void): Promise<{ bundle: EvidenceBundle; grade: Grade }> {
  const machine = await bootVm('vm', log);
  try {
    await applyState(machine.host, state);
    return await gradeEnrolled(await enrolHost(machine, machine.host), rubric, { patience, connectTimeoutMs: 60_000 });
  } finally {
    await machine.close();
  }
}
