import { fileURLToPath } from 'node:url';

/** The rubric that ships with Netgrader. */
export const builtInRubricFile = fileURLToPath(new URL('../../rubric/exercises/linux-networking.yaml', import.meta.url));
