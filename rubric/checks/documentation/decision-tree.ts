import { defineCheck, failed, passed } from '../../check.ts';
import { diagramsOf } from '../../guide/diagrams.ts';
import { elsewhere, judgeGuide, placeOf } from '../../guide/documents.ts';
import { missingPicture } from './wording.ts';

/** Branches at which the reader decides: a flowchart, a tree of characters, a nested list with answers. */
export const decisionTree = defineCheck({
  id: 'documentation.decision-tree',
  title: 'The guide has a decision tree for troubleshooting',
  expected: 'the guide shows how to find a fault step by step, with branches: a flowchart in Mermaid or in characters, a nested list, or a picture that is handed in with it',
  hint: 'Begin with what a user notices, ask a question that one command answers, and say where to go on for each answer.',
  needs: ['deliverables'],
  uses: ['lab-report'],
  evaluate({ deliverables, 'lab-report': report }) {
    return judgeGuide(deliverables, report, (guide) => {
      const { diagrams, missing } = diagramsOf(guide);
      const tree = diagrams.find(({ serves }) => serves === 'decisions');
      if (tree) return passed({ seen: `a decision tree drawn as ${tree.form} (${tree.what})${elsewhere(guide)}`, where: placeOf(tree) });
      return missingPicture(missing, 'decisions') ?? failed({ seen: 'nothing in the guide branches by what the reader finds', where: guide.texts[0]?.path ?? '' });
    });
  },
});
