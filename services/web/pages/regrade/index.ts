import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { addRegradeEvents } from './live.ts';
import { addRegrade } from './regrade.ts';
import { addRegrades } from './regrades.ts';
import { addRegradeSteps } from './steps.ts';

/** Everything about regrades. */
export function addRegradePages(web: Web, dependencies: ApiDependencies): void {
  addRegrades(web, dependencies);
  addRegradeEvents(web, dependencies);
  addRegradeSteps(web, dependencies);
  addRegrade(web, dependencies);
}
