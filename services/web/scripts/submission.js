// The stream of a submission's progress says when it is settled: then the same page has the result.
document.addEventListener('settled', () => location.reload(), { once: true });
