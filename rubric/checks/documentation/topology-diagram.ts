import { defineCheck, failed, passed } from '../../check.ts';
import { diagramsOf } from '../../guide/diagrams.ts';
import { elsewhere, judgeGuide, placeOf } from '../../guide/documents.ts';
import { missingPicture } from './wording.ts';

/** A drawing of any kind that connects at least three names. A heading, or a picture that is not there, is none. */
export const topologyDiagram = defineCheck({
  id: 'documentation.topology-diagram',
  title: 'The guide has a diagram of the network',
  expected: 'the guide shows the platform’s topology: a drawing in Mermaid or in characters with at least three parts connected, or a picture that is handed in with it',
  hint: 'Draw how the parts of the platform reach one another, with their networks and addresses; text in a code block is enough.',
  needs: ['deliverables'],
  uses: ['lab-report'],
  evaluate({ deliverables, 'lab-report': report }) {
    return judgeGuide(deliverables, report, (guide) => {
      const { diagrams, missing } = diagramsOf(guide);
      const diagram = diagrams.find(({ serves }) => serves === 'topology');
      if (diagram) return passed({ seen: `a diagram drawn as ${diagram.form} (${diagram.what})${elsewhere(guide)}`, where: placeOf(diagram) });
      return missingPicture(missing, 'topology') ?? failed({ seen: 'nothing in the guide connects three parts in a drawing of the network', where: guide.texts[0]?.path ?? '' });
    });
  },
});
