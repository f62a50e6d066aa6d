import { failed, notGradable, type Verdict } from '../check.ts';
import type { LabReport } from '../probes/lab-report.ts';
import { readReport, type ReportDocument } from './document.ts';

// Several checks read the one report of a bundle.
const documents = new WeakMap<LabReport, ReportDocument>();

/** Judges a report, or says why there is none to judge. */
export function judgeReport(report: LabReport, judge: (document: ReportDocument) => Verdict): Verdict {
  if (report.status === 'found') {
    const document = documents.get(report) ?? readReport(report.path, report.text);
    documents.set(report, document);
    return judge(document);
  }
  if (report.status === 'unreadable') {
    return failed({
      seen: `the report ${report.path} cannot be read by your own account`,
      hint: 'The report was probably made with sudo: give it back to your own account.',
    });
  }
  if (report.status === 'missing') {
    return failed({
      seen: `no LAB_REPORT.md in ${report.folder} or a folder below it`,
      hint: 'Write down what you find as you work through the tasks, in a file LAB_REPORT.md in your home or your repository.',
    });
  }
  return failed({
    seen: `the folder of the deliverables, ${report.folder}, cannot be opened by your own account`,
    hint: 'Submit again with the folder that holds your LAB_REPORT.md, or without one: it is then found by its name.',
  });
}

/** The verdict on a fact that the text does not hold: a picture that may hold it is for the instructor's eyes. */
export function missingFact(document: ReportDocument, topic: RegExp, finding: { seen: string; hint?: string }): Verdict {
  const picture = document.pictures.find(({ headings, caption }) => topic.test([...headings, caption].join(' ')));
  if (!picture) return failed({ where: document.path, ...finding });
  const seen = `${finding.seen}; it may stand in a picture (${picture.caption.trim().slice(0, 80)}), which the grader cannot read`;
  return notGradable({ where: document.path, seen, hint: 'Paste the output as text beside the picture, and submit again.', review: seen });
}

/** Names under which a report shows pictures of task 1, in headings, captions and file names. */
export const interfaceTopic = /task[ _-]?1|\bip\b|\bss\b|interface|address|adress|route|listen|socket|port|network[ _-]?config/i;

/** The same for task 4. */
export const connectivityTopic = /task[ _-]?4|ping|trace|mtr|tcpdump|capture|handshake|connectiv|troubleshoot|netcat|telnet/i;

/** The same for task 5. */
export const dnsTopic = /task[ _-]?5|dns|dig\b|nslookup|resol/i;

/** The same for task 6. */
export const performanceTopic = /task[ _-]?6|iperf|perform|bandwidth|bandbreite|throughput|latenc|latenz|ping|mtr|counter|statist|benchmark/i;
