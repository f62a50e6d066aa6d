import { defineCheck, isAvailable, partial } from '../../check.ts';
import { readGuide } from '../../guide/blocks.ts';
import { judgeReport } from '../../lab-report/judge.ts';
import { taskCoverage } from '../../lab-report/task-output.ts';
import { hostNetwork } from '../../network/host-network.ts';
import { foreignFacts } from '../../lab-report/foreign-facts.ts';

/** Each of the eight tasks with output that a tool printed, or a picture that is handed in. The exercise's own text is none. */
export const reportCoversTasks = defineCheck({
  id: 'documentation.report-covers-tasks',
  title: 'The report shows output of every task',
  expected: 'the lab report holds real output of each of the eight tasks',
  hint: 'Go through the tasks again and paste beneath each what your machine printed, not the commands alone.',
  needs: ['lab-report', 'deliverables'],
  uses: ['ip-addresses', 'ip-routes', 'proc-net', 'witness.ssh'],
  evaluate({ 'lab-report': report, deliverables, 'ip-addresses': addresses, 'ip-routes': routes, 'proc-net': kernel, 'witness.ssh': witness }, { target }) {
    return judgeReport(report, (document) => {
      const text = readGuide(document.path, report.status === 'found' ? report.text : '');
      const pictures = new Set(deliverables.images.filter(({ bytes }) => bytes > 60).map(({ path }) => path.split('/').at(-1)?.toLowerCase()));
      const coverage = taskCoverage(text, (file) => pictures.has(file.split('/').at(-1)?.toLowerCase()));
      const open = coverage.filter(({ line }) => line === null).map(({ number }) => number);
      const done = coverage.length - open.length;
      const network = hostNetwork(target, addresses, routes, kernel);
      const review = network && foreignFacts(document, network, isAvailable(witness) ? witness.hostKey : null);
      return partial(done, coverage.length, {
        seen: open.length === 0 ? 'output of all eight tasks' : `output of ${done === 0 ? 'none' : done} of the eight tasks; none of task ${open.join(', ')}`,
        where: document.path,
        ...(review ? { review } : {}),
      });
    });
  },
});
