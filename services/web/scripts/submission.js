// The stream of a submission's progress says when it is settled: then the same page has the result.
document.addEventListener('settled', () => location.reload(), { once: true });

// A stream that broke connects again by itself; one that never began does not.
for (const name of ['htmx:error', 'htmx:response:error']) document.addEventListener(name, () => setTimeout(() => location.reload(), 5000), { once: true });
