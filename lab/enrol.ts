import type { LabHost } from './host.ts';
import { LabStateError } from './errors.ts';

/** Does with the enrolment script what a student does: saves it, reads it, runs it with sudo. Returns what it printed. */
export async function runEnrolment(host: LabHost, script: string): Promise<string> {
  const saved = `cat > enrolment.sh <<'END-OF-ENROLMENT'\n${script}\nEND-OF-ENROLMENT\nsudo sh enrolment.sh`;
  const result = await host.run(saved, { asUser: 'student' });
  if (result.exit === 0) return result.stdout;
  throw new LabStateError(`The enrolment script failed on ${host.name}: ${result.stderr}${result.stdout}`, result.exit);
}
