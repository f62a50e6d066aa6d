import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { addAssignmentRubric } from './assignment-rubric.ts';
import { addRubricDiff } from './diff.ts';
import { addRubricDraft } from './draft.ts';
import { addRubric } from './rubric.ts';
import { addRubrics } from './rubrics.ts';
import { addRubricUpload } from './upload.ts';

/** Everything about rubrics. */
export function addRubricPages(web: Web, dependencies: ApiDependencies): void {
  addRubrics(web, dependencies);
  addRubric(web, dependencies);
  addRubricDiff(web, dependencies);
  addAssignmentRubric(web, dependencies);
  addRubricUpload(web, dependencies);
  addRubricDraft(web, dependencies);
}
