export const description = `Grades Linux networking labs: a VM's address goes in, a scored rubric and a report come out.

Everything below \`/v1\` takes a bearer token. Students see their own submissions, instructors those of their courses;
what one may not know of is answered with 404. Errors are problem documents (RFC 9457): \`code\` is for programs,
\`detail\` for people, and with 422 \`errors\` names each field.`;

export const bearerDescription = 'From your instructor, or from `netgrader token create`';
